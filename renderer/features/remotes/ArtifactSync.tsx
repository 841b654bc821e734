import { Button, Menu } from '@mantine/core';
import { IconCloudDownload, IconCloudShare, IconCloudUpload } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { LinkView } from '../../../shared/sync-values.ts';
import type { RemoteView } from '../../../shared/values.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import styles from './ArtifactSync.module.css';
import { useRemotes, useRemotesApi } from './context.ts';
import type { LastSync } from './syncing.ts';
import { linkWords, syncWords } from './words.ts';

/** How far an artifact is from its remote, and the way to push and pull it. Nothing where there is no remote. */
export function ArtifactSync({ artifact }: { artifact: string }) {
  const remotes = useRemotes((state) => state.remotes);
  const status = useRemotes((state) => state.status);
  const link = useRemotes((state) => (state.linkOf === artifact ? state.link : null));
  const last = useRemotes((state) => state.lastSync[artifact]);
  const trouble = useRemotes((state) => (link !== null && state.syncing[artifact] !== undefined ? state.troubles[link.remote] : undefined));
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
              <strong>{link.remote}</strong>: {linkWords(link)}
            </>
          )}
        </div>
        {trouble === undefined ? (
          last !== undefined && <Last last={last} />
        ) : (
          <div className={styles['conflict']} role="status" data-testid="sync-trouble">
            {trouble}
          </div>
        )}
      </div>
      {link === null ? <FirstPush artifact={artifact} remotes={remotes} /> : <Actions artifact={artifact} link={link} />}
    </section>
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
          {last.result.conflicts.map(({ message }) => (
            <div key={message} className={styles['conflict']}>
              {message}
            </div>
          ))}
        </div>
      );
  }
}

function Actions({ artifact, link }: { artifact: string; link: LinkView }) {
  const going = useRemotes((state) => state.syncing[artifact]);
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  const { push, pull } = store.getState();
  return (
    <div className={styles['actions']}>
      {link.writable && (
        <Button
          size="compact-sm"
          variant={link.waiting > 0 ? 'filled' : 'default'}
          loading={going === 'push'}
          disabled={going === 'pull'}
          leftSection={<IconCloudUpload size={15} />}
          {...needsEngine(() => void push(artifact))}
        >
          Push
        </Button>
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
    </div>
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
