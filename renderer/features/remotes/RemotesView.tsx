import { Badge, Button, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCloud, IconCloudPlus, IconCloudShare, IconDownload, IconFolderShare, IconGauge, IconKey, IconLock, IconLockOpen, IconPlugConnected, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RemoteView } from '../../../shared/remote-values.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { useNow } from '../../lib/use-now.ts';
import { CheckResult } from './CheckResult.tsx';
import { useRemotes, useRemotesApi } from './context.ts';
import { LimitDialog } from './LimitDialog.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { UnlockDialog } from './UnlockDialog.tsx';
import styles from './RemotesView.module.css';
import { accessWords, goingWords, placeWords } from './words.ts';

/** The buckets that a team shares: what is there, whether it works, and the way to add one. */
export function RemotesView() {
  const remotes = useRemotes((state) => state.remotes);
  const status = useRemotes((state) => state.status);
  const store = useRemotesApi();
  useEffect(() => void store.getState().load(), [store]);
  if (status === 'idle' || status === 'loading') return null;
  if (remotes.length === 0) return <NoRemotes />;
  return (
    <div className={styles['root']}>
      <header className={styles['header']}>
        <div className={styles['title']}>
          <Title order={1} size="h3">
            Remotes
          </Title>
          <Text size="sm" c="dimmed">
            Buckets that a team shares. An artifact is pushed to one from its own page.
          </Text>
        </div>
        <AddButton />
      </header>
      <ul className={styles['list']} aria-label="Remotes">
        {remotes.map((remote) => (
          <Row key={remote.name} remote={remote} />
        ))}
      </ul>
    </div>
  );
}

function AddButton() {
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  return (
    <Button leftSection={<IconCloudPlus size={17} />} {...needsEngine(() => store.getState().openDraft())}>
      Add remote…
    </Button>
  );
}

function NoRemotes() {
  return (
    <EmptyState icon={<IconCloudShare size={44} stroke={1.3} />} title="No remote yet" action={<AddButton />}>
      A remote is a place that your team shares, such as a folder of a network drive or a bucket of Google Cloud Storage. Push an artifact there, and others can clone it with its
      whole history and push their own versions, without a server and without losing any.
    </EmptyState>
  );
}

function Row({ remote }: { remote: RemoteView }) {
  const check = useRemotes((state) => state.tests[remote.name]);
  const access = accessWords(remote);
  const Icon = remote.kind === 'folder' ? IconFolderShare : IconCloud;
  return (
    <li className={styles['row']} data-testid="remote-row" data-remote={remote.name}>
      <div className={styles['head']}>
        <Icon size={22} stroke={1.6} aria-hidden className={styles['icon']} />
        <div className={styles['what']}>
          <div className={styles['name']}>
            <Text fw={600} component="h2" size="md" className={styles['word']} title={remote.name}>
              {remote.name}
            </Text>
            {remote.encrypted && (
              <Badge size="sm" variant="light" color={remote.locked ? 'orange' : 'gray'} leftSection={<IconLock size={12} aria-hidden />}>
                {remote.locked ? 'locked' : 'encrypted'}
              </Badge>
            )}
            {!remote.writable && (
              <Badge size="sm" variant="light" color="orange">
                pull only
              </Badge>
            )}
          </div>
          <div className={styles['line']} title={remote.address}>
            {placeWords(remote)}
          </div>
          {access !== '' && <div className={styles['line']}>{access}</div>}
          <div className={styles['line']}>{remote.artifacts.length === 0 ? 'No artifact of yours is linked to it yet' : `Linked: ${remote.artifacts.join(', ')}`}</div>
          <Going remote={remote} />
        </div>
        <Actions remote={remote} testing={check === null} />
      </div>
      {check !== undefined && <CheckResult check={check} />}
    </li>
  );
}

/** What goes from the bucket, and when; what only waits for a push can be told now. */
function Going({ remote }: { remote: RemoteView }) {
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  const sweeping = useRemotes((state) => state.sweeping === remote.name);
  const now = useNow();
  const { going = null, deleting = [], name } = remote;
  if (going === null && deleting.length === 0) return null;
  const isDue = going !== null && going.dueAt <= now;
  return (
    <div className={styles['line']} data-testid="remote-going">
      {goingWords(remote, now)}{' '}
      {remote.writable && (isDue || deleting.length > 0) && (
        <Button size="compact-xs" variant="light" loading={sweeping} aria-label={`Free space in ${name}`} {...needsEngine(() => void store.getState().sweep(name))}>
          {deleting.length > 0 ? 'Delete there now' : 'Free it now'}
        </Button>
      )}
    </div>
  );
}

function Actions({ remote, testing }: { remote: RemoteView; testing: boolean }) {
  const [asks, setAsks] = useState<'limit' | 'passphrase' | 'unlock' | null>(null);
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  const { name } = remote;

  function confirm(): void {
    const { artifacts } = remote;
    const linked = artifacts.length === 0 ? '' : ` ${artifacts.join(', ')} ${artifacts.length === 1 ? 'is' : 'are'} pushed there no more; contents that only lie there cannot be restored until it is added again.`;
    modals.openConfirmModal({
      title: `Remove the remote ${name}?`,
      children: `Strata forgets how to reach it. The bucket itself stays as it is, and so do all versions here.${linked}`,
      labels: { confirm: 'Remove', cancel: 'Keep it' },
      confirmProps: { color: 'red.9' },
      closeButtonProps: { 'aria-label': 'Close' },
      onConfirm: () => void store.getState().remove(name),
    });
  }

  return (
    <div className={styles['actions']}>
      {remote.locked && (
        <Button size="compact-sm" leftSection={<IconLockOpen size={15} />} aria-label={`Unlock ${name}`} {...needsEngine(() => setAsks('unlock'))}>
          Unlock…
        </Button>
      )}
      <Button size="compact-sm" variant="default" loading={testing} leftSection={<IconPlugConnected size={15} />} aria-label={`Test ${name}`} {...needsEngine(() => void store.getState().test(name))}>
        Test
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<IconDownload size={15} />} aria-label={`Clone from ${name}`} {...needsEngine(() => void store.getState().openClone(name))}>
        Clone…
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<IconGauge size={15} />} aria-label={`Limit of ${name}`} {...needsEngine(() => setAsks('limit'))}>
        Limit…
      </Button>
      {remote.encrypted && (
        <Button size="compact-sm" variant="default" leftSection={<IconKey size={15} />} aria-label={`Passphrase of ${name}`} {...needsEngine(() => setAsks('passphrase'))}>
          Passphrase…
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={15} />} aria-label={`Remove ${name}`} {...needsEngine(confirm)}>
        Remove…
      </Button>
      {asks === 'limit' && <LimitDialog remote={remote} onClose={() => setAsks(null)} />}
      {asks === 'passphrase' && <PassphraseDialog remote={name} onClose={() => setAsks(null)} />}
      {asks === 'unlock' && <UnlockDialog remote={name} onClose={() => setAsks(null)} />}
    </div>
  );
}

