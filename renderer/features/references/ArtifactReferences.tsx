import { Button } from '@mantine/core';
import { IconLinkPlus, IconRadar2 } from '@tabler/icons-react';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Strip } from '../../components/Strip.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import styles from './ArtifactReferences.module.css';
import { useReferences, useReferencesApi } from './context.ts';
import { referencesWords } from './words.ts';

/** What an artifact refers to, when that was looked at, and the way to look again. Nothing where it refers to nothing. */
export function ArtifactReferences({ artifact, isByReference }: { artifact: string; isByReference: boolean }) {
  const view = useReferences((state) => (state.of === artifact ? state.view : null));
  const store = useReferencesApi();
  const needsEngine = useNeedsEngine();
  const looking = useReferences((state) => state.looking);
  if (view === null || (view.references.length === 0 && view.permissions.length === 0 && !isByReference)) return null;
  const { scan, showDetails } = store.getState();
  const actions = (
    <>
      {view.references.length > 0 && (
        <Button size="compact-sm" variant="default" loading={looking === 'scan'} disabled={looking !== null} leftSection={<IconRadar2 size={15} />} {...needsEngine(() => void scan())}>
          Look again
        </Button>
      )}
      <Button size="compact-sm" variant="default" {...needsEngine(() => showDetails(true))}>
        References…
      </Button>
    </>
  );
  return (
    <Strip label="References" icon={<IconLinkPlus size={18} stroke={1.7} />} actions={actions}>
      <div className={styles['uris']} title={referencesWords(view)}>
        {referencesWords(view)}
      </div>
      <LastScan lastScan={view.lastScan} />
    </Strip>
  );
}

function LastScan({ lastScan }: { lastScan: { readonly at: number; readonly message: string } | null }) {
  if (lastScan === null) return null;
  if (lastScan.message !== '') {
    return (
      <div className={styles['failed']} role="alert">
        {lastScan.message}
      </div>
    );
  }
  return (
    <div className={styles['note']}>
      Looked at <RelativeTime at={lastScan.at} />
    </div>
  );
}
