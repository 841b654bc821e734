import { ActionIcon, Menu } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconClockPause, IconDots, IconFolderMinus, IconLinkPlus, IconShieldCheck, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ArtifactView } from '../../../shared/values.ts';
import { ruleWord } from '../../lib/keep-words.ts';
import { useEngineAway } from '../../lib/engine-away.ts';
import styles from './ArtifactHeader.module.css';
import { useArtifactsApi } from './context.ts';
import { QuietWindowDialog } from './QuietWindowDialog.tsx';

interface Props {
  artifact: ArtifactView;
  onKeepRule: () => void;
  onReferences: () => void;
  onDelete: () => void;
}

/** The rarer actions of an artifact. */
export function ArtifactMenu({ artifact, onKeepRule, onReferences, onDelete }: Props) {
  const [asksQuietWindow, setAsksQuietWindow] = useState(false);
  const store = useArtifactsApi();
  const away = useEngineAway() !== null;

  function confirmUntrack(): void {
    modals.openConfirmModal({
      title: `Stop tracking ${artifact.name}?`,
      children:
        'New saves in this folder will no longer become versions. All its versions stay, and can still be looked at and restored. Your files are not touched.',
      labels: { confirm: 'Stop tracking', cancel: 'Keep tracking' },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': 'Close' },
      onConfirm: () => void store.getState().untrack(artifact.name),
    });
  }

  return (
    <>
      <Menu position="bottom-end" shadow="md" width={220}>
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label="More actions">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {artifact.state !== 'untracked' && (
            <>
              <Menu.Item disabled={away} leftSection={<IconClockPause size={16} />} onClick={() => setAsksQuietWindow(true)}>
                Quiet window…
              </Menu.Item>
              <Menu.Item
                disabled={away}
                leftSection={<IconShieldCheck size={16} />}
                rightSection={<span className={styles['rule']}>{ruleWord(artifact.keep)}</span>}
                onClick={onKeepRule}
              >
                Keep rule…
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item disabled={away} leftSection={<IconFolderMinus size={16} />} onClick={confirmUntrack}>
                Stop tracking…
              </Menu.Item>
            </>
          )}
          {artifact.versions > 0 && (
            <Menu.Item disabled={away} leftSection={<IconLinkPlus size={16} />} onClick={onReferences}>
              References…
            </Menu.Item>
          )}
          <Menu.Item color="var(--strata-removed)" disabled={away} leftSection={<IconTrash size={16} />} onClick={onDelete}>
            Delete artifact…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asksQuietWindow && <QuietWindowDialog artifact={artifact} onClose={() => setAsksQuietWindow(false)} />}
    </>
  );
}
