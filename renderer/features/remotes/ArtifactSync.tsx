import { IconCloudShare } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { LinkView } from '../../../shared/sync-values.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Strip } from '../../components/Strip.tsx';
import { useNow } from '../../lib/use-now.ts';
import styles from './ArtifactSync.module.css';
import { useRemotes, useRemotesApi } from './context.ts';
import { rulesLine, stateWords } from './sync-state.ts';
import { FirstSync, SyncActions } from './SyncActions.tsx';
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
    <Strip
      label="Remote"
      icon={<IconCloudShare size={18} stroke={1.7} />}
      actions={link === null ? <FirstSync artifact={artifact} remotes={remotes} /> : <SyncActions artifact={artifact} link={link} />}
      data={{ 'data-outcome': last?.outcome }}
    >
      {link === null ? (
        <div>Not pushed anywhere yet</div>
      ) : (
        <>
          <div>
            <strong>{link.remote}</strong>: <StateWords link={link} />
          </div>
          {rulesLine(link) !== '' && <div className={styles['note']}>{rulesLine(link)}</div>}
        </>
      )}
      {trouble === undefined ? (
        last !== undefined && <Last last={last} />
      ) : (
        <div className={styles['conflict']} role="status" data-testid="sync-trouble">
          {trouble}
        </div>
      )}
    </Strip>
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
