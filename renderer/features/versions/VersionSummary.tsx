import { ActionIcon, Anchor, Button, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconGitCompare, IconHistory, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { ByteSize } from '../../components/ByteSize.tsx';
import { DigestText } from '../../components/DigestText.tsx';
import { Fact } from '../../components/Fact.tsx';
import { KeyHint } from '../../components/KeyHint.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatAdded, formatCount } from '../../lib/format.ts';
import { Aliases } from './Aliases.tsx';
import { useVersions, useVersionsApi } from './context.ts';
import { Description } from './Description.tsx';
import { OriginIcon } from './OriginIcon.tsx';
import { originWord } from './selectors.ts';
import { Tags } from './Tags.tsx';
import styles from './VersionSummary.module.css';

interface Props {
  version: VersionView;
  /** The page stands alone, so there is a way back to the timeline. */
  alone: boolean;
  onBack: () => void;
  onRestore: () => void;
  onCompare: () => void;
  onDelete: () => void;
  copy: (text: string) => void;
  /** Why it is kept, and when it goes. */
  fate: ReactNode;
}

/** Everything about a version besides its files. */
export function VersionSummary({ version, alone, onBack, onRestore, onCompare, onDelete, copy, fate }: Props) {
  const editing = useVersions((state) => state.editing);
  const artifact = useVersions((state) => state.timeline.artifact);
  const store = useVersionsApi();
  const needsEngine = useNeedsEngine();
  const set =
    (field: 'alias' | 'description') =>
    (open: boolean): void =>
      store.getState().setEditing(open ? field : null);
  return (
    <div className={styles['root']}>
      {alone && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={styles['back']}
          leftSection={<IconArrowLeft size={15} />}
          onClick={onBack}
        >
          All versions{artifact === '' ? '' : ` of ${artifact}`}
        </Button>
      )}
      <div className={styles['top']}>
        <Title order={2} size="h3" className={styles['ref']}>
          {version.ref}
        </Title>
        <div className={styles['chips']}>
          <Aliases version={version} adding={editing === 'alias'} setAdding={set('alias')} />
          <Tags version={version} />
        </div>
        <div className={styles['actions']}>
          <Tooltip label={<KeyHint keys="C" />}>
            <Button size="xs" variant="default" leftSection={<IconGitCompare size={15} />} {...needsEngine(onCompare)}>
              Compare
            </Button>
          </Tooltip>
          <Tooltip label={<KeyHint keys="R" />}>
            <Button size="xs" variant="light" leftSection={<IconHistory size={15} />} {...needsEngine(onRestore)}>
              Restore…
            </Button>
          </Tooltip>
          <Tooltip label={`Delete ${version.ref}…`}>
            <ActionIcon size={30} variant="default" className={styles['delete']} aria-label={`Delete ${version.ref}`} {...needsEngine(onDelete)}>
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      <Description version={version} editing={editing === 'description'} setEditing={set('description')} />
      <Facts version={version} copy={copy} />
      {fate}
    </div>
  );
}

function Facts({ version, copy }: { version: VersionView; copy: (text: string) => void }) {
  const store = useVersionsApi();
  const { identicalTo } = version;
  return (
    <dl className={styles['facts']}>
      <Fact label="Made">
        <RelativeTime at={version.createdAt} />
      </Fact>
      <Fact label="By">{version.actor}</Fact>
      <Fact label="Origin">
        <span className={styles['origin']}>
          <OriginIcon origin={version.origin} /> {originWord(version.origin)}
        </span>
      </Fact>
      <Fact label="Files">{formatCount(version.files)}</Fact>
      <Fact label="Size">
        <ByteSize bytes={version.bytes} />
      </Fact>
      <Fact label="Added">{formatAdded(version.addedBytes)}</Fact>
      <Fact label="Digest">
        <DigestText digest={version.digest} copy={copy} />
      </Fact>
      {identicalTo !== null && (
        <Fact label="Identical to">
          <Anchor component="button" type="button" size="sm" onClick={() => void store.getState().select(identicalTo)}>
            v{identicalTo}
          </Anchor>
        </Fact>
      )}
    </dl>
  );
}
