import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconCloudDownload, IconCloudLock, IconCloudShare, IconCloudUpload, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { LinkView } from '../../../shared/sync-values.ts';
import type { RemoteView } from '../../../shared/values.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { useNow } from '../../lib/use-now.ts';
import styles from './ArtifactSync.module.css';
import { useRemotes, useRemotesApi } from './context.ts';
import { rulesLine, stateWords } from './sync-state.ts';
import { SyncDialog } from './SyncDialog.tsx';
import type { LastSync } from './syncing.ts';
import { syncWords } from './words.ts';

/** How far an artifact is from its remote, and the way to push and pull it. Nothing where there is no remote. */
export function ArtifactSync({ artifact }: { artifact: string }) {
  const remotes = useRemotes((state) => state.remotes);
  const status = useRemotes((state) => state.status);
  const link = useRemotes((state) => (state.linkOf === artifact ? state.link : null));
  const last = useRemotes((state) => state.lastSync[artifact]);
  const trouble = useRemotes((state) => (link !== null && (state.syncing[artifact] !== undefined || isGoing(link)) ? state.troubles[link.remote] : undefined));
  const store = useRemotesApi();
  useEffect(() => {
    if (store.getState().status === 'idle') void store.getState().load();
  }, [store, status]);
  if (remotes.length === 0) return null;
  return (
    <section className={styles['root']} aria-label="Remote" data-outcome={last?.outcome}>
      <IconCloudShare size={18} stroke={1.7} aria-hidden className={styles['icon']} />
      <div className={styles['words']}>
        <div>
          {link === null ? (
            'Not pushed anywhere yet'
          ) : (
            <>
              <strong>{link.remote}</strong>: <StateWords link={link} />
            </>
          )}
        </div>
        {link !== null && rulesLine(link) !== '' && <div className={styles['note']}>{rulesLine(link)}</div>}
        {trouble === undefined ? (
          last !== undefined && <Last last={last} />
        ) : (
          <div className={styles['conflict']} role="status" data-testid="sync-trouble">
            {trouble}
          </div>
        )}
      </div>
      {link === null ? (
        <div className={styles['actions']}>
          <FirstPush artifact={artifact} remotes={remotes} />
          <SetUp artifact={artifact} link={null} />
        </div>
      ) : ( <Actions artifact={artifact} link={link} />
      )}
    </section>
  );
}

const isGoing = ({ status }: LinkView): boolean => ['push', 'pull', 'fetch'].includes(status?.state ?? '');

function StateWords({ link }: { link: LinkView }) {
  const now = useNow();
  const { text, isUrgent } = stateWords(link, now);
  return (
    <span className={isUrgent ? styles['failed'] : undefined} role="status" data-testid="sync-state" data-state={link.status?.state}>
      {text}
    </span>
  );
}

function Last({ last }: { last: LastSync }) {
  switch (last.outcome) {
    case 'failed':
      return (
        <div className={styles['failed']} role="alert">
          {last.message}
        </div>
      );
    case 'cancelled':
      return <div className={styles['note']}>Cancelled; the next one goes on where it was.</div>;
    case 'done':
      return (
        <div className={styles['note']} role="status" data-testid="last-sync">
          {syncWords(last.result)} <RelativeTime at={last.at} />
        </div>
      );
  }
}

function Actions({ artifact, link }: { artifact: string; link: LinkView }) {
  const going = useRemotes((state) => state.syncing[artifact]);
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  const { push, pull, setSync, tryAgain } = store.getState();
  const { rules, status } = link;
  const isAutomatic = rules.mode === 'automatic';
  const canTryAgain = ['offline', 'busy', 'refused', 'cancelled'].includes(status?.state ?? '');
  return (
    <div className={styles['actions']}>
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
    </div>
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
