import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconCloudDownload, IconCloudLock, IconCloudUpload, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { LinkView } from '../../../shared/sync-values.ts';
import type { RemoteView } from '../../../shared/remote-values.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import styles from './ArtifactSync.module.css';
import { useRemotes, useRemotesApi } from './context.ts';
import { SyncDialog } from './SyncDialog.tsx';

/** What can be done with an artifact that belongs to a remote. */
export function SyncActions({ artifact, link }: { artifact: string; link: LinkView }) {
  const going = useRemotes((state) => state.syncing[artifact]);
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  const { push, pull, setSync, tryAgain } = store.getState();
  const { rules, status } = link;
  const isAutomatic = rules.mode === 'automatic';
  const canTryAgain = ['offline', 'busy', 'refused', 'cancelled'].includes(status?.state ?? '');
  return (
    <>
      {link.writable ? (
        <Button
          size="compact-sm"
          variant={link.waiting > 0 && !isAutomatic ? 'filled' : 'default'}
          loading={going === 'push'}
          disabled={going === 'pull'}
          leftSection={<IconCloudUpload size={15} />}
          {...needsEngine(() => void push(artifact))}
        >
          Push
        </Button>
      ) : (
        <ReadOnlyPush />
      )}
      <Button
        size="compact-sm"
        variant="default"
        loading={going === 'pull'}
        disabled={going === 'push'}
        leftSection={<IconCloudDownload size={15} />}
        {...needsEngine(() => void pull(artifact))}
      >
        Pull
      </Button>
      {isAutomatic && canTryAgain && (
        <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={15} />} {...needsEngine(() => void tryAgain(artifact))}>
          Try again
        </Button>
      )}
      {isAutomatic && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={rules.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
          {...needsEngine(() => void setSync(artifact, { paused: !rules.paused }))}
        >
          {rules.paused ? 'Resume pushing' : 'Pause pushing'}
        </Button>
      )}
      <SetUp artifact={artifact} link={link} />
    </>
  );
}

/** Opens the rules. */
function SetUp({ artifact, link }: { artifact: string; link: LinkView | null }) {
  const [isOpen, setOpen] = useState(false);
  const needsEngine = useNeedsEngine();
  return (
    <>
      <Tooltip label="How and when it is pushed…">
        <ActionIcon size={26} variant="default" aria-label={`Rules of ${artifact}`} {...needsEngine(() => setOpen(true))}>
          <IconAdjustmentsHorizontal size={15} />
        </ActionIcon>
      </Tooltip>
      {isOpen && <SyncDialog artifact={artifact} link={link} onClose={() => setOpen(false)} />}
    </>
  );
}

const readOnly = 'You may read from this remote, but not write to it: pulling works. When you were given the permission, test the remote again under Remotes.';

/** Push where one may only read: it says why it rests, to the keyboard as well. */
function ReadOnlyPush() {
  return (
    <Tooltip label={readOnly} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <Button size="compact-sm" variant="default" data-disabled aria-disabled aria-description={readOnly} leftSection={<IconCloudLock size={15} />} onClick={(event) => event.preventDefault()}>
        Push
      </Button>
    </Tooltip>
  );
}

/** What can be done with an artifact that was never pushed. */
export function FirstSync({ artifact, remotes }: { artifact: string; remotes: readonly RemoteView[] }) {
  return (
    <>
      <FirstPush artifact={artifact} remotes={remotes} />
      <SetUp artifact={artifact} link={null} />
    </>
  );
}

/** The first push says which remote the artifact belongs to from then on. */
function FirstPush({ artifact, remotes }: { artifact: string; remotes: readonly RemoteView[] }) {
  const going = useRemotes((state) => state.syncing[artifact] !== undefined);
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  const writable = remotes.filter((remote) => remote.writable);
  const [only] = writable;
  if (only === undefined) return <span className={styles['note']}>You may only pull from your remotes</span>;
  const button = { size: 'compact-sm', loading: going, leftSection: <IconCloudUpload size={15} /> } as const;
  const pushTo = (remote: string) => needsEngine(() => void store.getState().push(artifact, remote));
  if (writable.length === 1) {
    return (
      <Button {...button} {...pushTo(only.name)}>
        Push to {only.name}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button {...button}>Push to…</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {writable.map(({ name, address }) => (
          <Menu.Item key={name} title={address} {...pushTo(name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
