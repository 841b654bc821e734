import { ActionIcon, Badge, Button, Title, Tooltip } from '@mantine/core';
import { IconCamera, IconFolderOpen, IconFolderPlus, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { ArtifactView } from '../../../shared/values.ts';
import { KeyHint } from '../../components/KeyHint.tsx';
import { PathText } from '../../components/PathText.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import styles from './ArtifactHeader.module.css';
import { ArtifactMenu } from './ArtifactMenu.tsx';
import { useArtifacts, useArtifactsApi } from './context.ts';
import { StateMark } from './StateMark.tsx';
import { TypeIcon } from './TypeIcon.tsx';

interface Props {
  artifact: ArtifactView;
  onReveal: (path: string) => void;
  onKeepRule: () => void;
  /** Tracks it again, once it is no longer tracked. */
  onTrackAgain: () => void;
  /** Shows what it refers to. */
  onReferences: () => void;
  /** Asks to delete the artifact. */
  onDelete: () => void;
}

type MenuProps = Pick<Props, 'artifact' | 'onKeepRule' | 'onReferences' | 'onDelete'>;

/** What the artifact is, how it is, and what can be done with it as a whole. */
export function ArtifactHeader({ artifact, onReveal, onTrackAgain, ...menu }: Props) {
  return (
    <header className={styles['root']}>
      <div className={styles['what']}>
        <div className={styles['name']}>
          <span className={styles['icon']}>
            <TypeIcon type={artifact.type} size={22} />
          </span>
          <Title order={1} size="h3" className={styles['title']} title={artifact.name}>
            {artifact.name}
          </Title>
          <Badge variant="light" color="depth" size="sm" className={styles['type']}>
            {artifact.type}
          </Badge>
        </div>
        <div className={styles['line']}>
          <span className={styles['state']} role="status" aria-label="State">
            <StateMark artifact={artifact} />
          </span>
          {artifact.latest !== null && (
            <span className={styles['saved']}>
              Last version <RelativeTime at={artifact.latest.createdAt} />
            </span>
          )}
          {artifact.path !== null && <Path path={artifact.path} onReveal={onReveal} />}
        </div>
        {artifact.stateMessage !== '' && (
          <div className={styles['message']} data-state={artifact.state} role="note">
            {artifact.stateMessage}
          </div>
        )}
      </div>
      {artifact.state === 'untracked' ? (
        <TrackAgain artifact={artifact} onPress={onTrackAgain} {...menu} />
      ) : (
        <Actions artifact={artifact} {...menu} />
      )}
    </header>
  );
}

function Path({ path, onReveal }: { path: string; onReveal: (path: string) => void }) {
  return (
    <span className={styles['path']}>
      <Tooltip label="Show in the file manager">
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Reveal the folder" onClick={() => onReveal(path)}>
          <IconFolderOpen size={16} />
        </ActionIcon>
      </Tooltip>
      <PathText path={path} absolute plain />
    </span>
  );
}

function TrackAgain({ artifact, onPress, ...menu }: MenuProps & { onPress: () => void }) {
  const needsEngine = useNeedsEngine();
  return (
    <div className={styles['actions']}>
      <Button size="sm" variant="default" leftSection={<IconFolderPlus size={17} />} {...needsEngine(onPress)}>
        {artifact.mode === 'reference' ? 'Track a folder…' : 'Track again…'}
      </Button>
      <ArtifactMenu artifact={artifact} {...menu} />
    </div>
  );
}

/** Without a version there is nothing to add one to yet: the baseline comes first. */
function Actions({ artifact, ...menu }: MenuProps) {
  const busy = useArtifacts((state) => state.snapshotting.includes(artifact.name));
  const store = useArtifactsApi();
  const needsEngine = useNeedsEngine();
  const { setPaused, snapshot } = store.getState();
  const paused = artifact.state === 'paused';
  const begun = artifact.versions > 0;
  return (
    <div className={styles['actions']}>
      {begun && (
        <Tooltip label={<KeyHint keys="mod+S" />}>
          <Button
            size="sm"
            loading={busy}
            leftSection={<IconCamera size={17} />}
            {...needsEngine(() => void snapshot(artifact.name))}
          >
            Snapshot now
          </Button>
        </Tooltip>
      )}
      {(begun || paused) && (
        <Button
          size="sm"
          variant="default"
          leftSection={paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          {...needsEngine(() => void setPaused(artifact.name, !paused))}
        >
          {paused ? 'Resume' : 'Pause'}
        </Button>
      )}
      <ArtifactMenu artifact={artifact} {...menu} />
    </div>
  );
}
