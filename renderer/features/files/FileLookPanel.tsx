import { Badge, Button, Code, Drawer, Group, Loader, Tabs, Text } from '@mantine/core';
import { IconEye, IconFileUnknown, IconGitCommit, IconHistory } from '@tabler/icons-react';
import type { PreviewView } from '../../../shared/values.ts';
import { ByteSize } from '../../components/ByteSize.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import { PathText } from '../../components/PathText.tsx';
import { lastName } from '../../lib/format.ts';
import { useFiles, useFilesApi } from './context.ts';
import styles from './FileLookPanel.module.css';
import { PathHistory } from './PathHistory.tsx';

interface Props {
  /** Restores the looked-at path as it was in a version. */
  onRestore: (ref: string, path: string) => void;
}

/** A closer look at one path: its content in a version, and the versions in which it changed. */
export function FileLookPanel({ onRestore }: Props) {
  const looked = useFiles((state) => state.looked);
  const store = useFilesApi();
  return (
    <Drawer
      opened={looked !== null}
      onClose={() => store.getState().closeLook()}
      position="right"
      size={620}
      title={looked === null ? '' : <PathText path={looked} />}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ body: styles['body'] ?? '', content: styles['content'] ?? '', title: styles['title'] ?? '' }}
    >
      <FocusBack />
      {looked !== null && <Look path={looked} onRestore={onRestore} />}
    </Drawer>
  );
}

function Look({ path, onRestore }: { path: string; onRestore: Props['onRestore'] }) {
  const tab = useFiles((state) => state.lookTab);
  const previewRef = useFiles((state) => state.previewRef);
  const preview = useFiles((state) => state.preview);
  const { setLookTab, closeLook } = useFilesApi().getState();
  return (
    <Tabs
      value={tab}
      onChange={(value) => setLookTab(value === 'history' ? 'history' : 'preview')}
      classNames={{ root: styles['tabs'] ?? '', panel: styles['panel'] ?? '' }}
    >
      <Tabs.List>
        <Tabs.Tab value="preview" leftSection={<IconEye size={15} />}>
          Preview
        </Tabs.Tab>
        <Tabs.Tab value="history" leftSection={<IconGitCommit size={15} />}>
          History
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="preview">
        <Group justify="space-between" py="xs">
          <Group gap="xs">
            <Badge variant="light">{previewRef}</Badge>
            {preview?.size !== undefined && preview.size !== null && (
              <Text size="sm" c="dimmed">
                <ByteSize bytes={preview.size} />
              </Text>
            )}
          </Group>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconHistory size={15} />}
            onClick={() => {
              closeLook();
              onRestore(previewRef, path);
            }}
          >
            Restore this…
          </Button>
        </Group>
        {preview === null ? <Loader size="sm" aria-label="Loading the preview" /> : <Preview preview={preview} path={path} />}
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <PathHistory />
      </Tabs.Panel>
    </Tabs>
  );
}

function Preview({ preview, path }: { preview: PreviewView; path: string }) {
  switch (preview.kind) {
    case 'text':
      return (
        <>
          <Code block className={styles['code']} tabIndex={0} role="region" aria-label={`Content of ${lastName(path)}`}>
            {preview.text}
          </Code>
          {preview.truncated && (
            <Text size="xs" c="dimmed" mt={6}>
              Only the beginning of the file is shown.
            </Text>
          )}
        </>
      );
    case 'image':
      return (
        <div className={styles['picture']}>
          <img src={`data:${preview.mediaType};base64,${preview.base64}`} alt={lastName(path)} />
        </div>
      );
    case 'binary':
      return (
        <>
          <Text size="xs" c="dimmed" mb={6}>
            The first bytes; this file is not text.
          </Text>
          <Code block className={styles['code']} tabIndex={0} role="region" aria-label={`Bytes of ${lastName(path)}`}>
            {hexLines(preview.hex)}
          </Code>
        </>
      );
    case 'none':
      return (
        <EmptyState icon={<IconFileUnknown size={32} stroke={1.4} />} title="No preview">
          {preview.reason}
        </EmptyState>
      );
  }
}

/** Hex digits as lines of 16 bytes with their place and the readable characters. */
function hexLines(hex: string): string {
  const bytes = hex.replaceAll(/\s+/g, '').match(/../g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const line = bytes.slice(at, at + 16);
    const text = line.map((byte) => {
      const code = Number.parseInt(byte, 16);
      return code >= 32 && code < 127 ? String.fromCodePoint(code) : '·';
    });
    lines.push(`${at.toString(16).padStart(6, '0')}  ${line.join(' ').padEnd(47)}  ${text.join('')}`);
  }
  return lines.join('\n');
}
