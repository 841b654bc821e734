import { Button } from '@mantine/core';
import { IconCloud, IconDownload } from '@tabler/icons-react';
import type { VersionView } from '../../../shared/values.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { useRemotes, useRemotesApi } from './context.ts';
import styles from './PlaceLine.module.css';
import { placeKind, placeSentence } from './sync-state.ts';

/** Where a version is that is not on this computer alone, and the way to bring its contents here. */
export function PlaceLine({ version }: { version: VersionView }) {
  const place = useRemotes((state) => state.places[version.ref]);
  const remote = useRemotes((state) => state.link?.remote ?? '');
  const fetching = useRemotes((state) => state.fetching.includes(`${state.linkOf}:${version.ref}`));
  const store = useRemotesApi();
  const needsEngine = useNeedsEngine();
  if (place === undefined || remote === '' || place.bucket === 'none') return null;
  return (
    <div className={styles['root']} data-testid="place-line">
      <IconCloud size={15} stroke={1.6} aria-hidden className={styles['icon']} />
      <span className={styles['words']}>{placeSentence(place, remote)}</span>
      {placeKind(place) === 'away' && (
        <Button size="compact-xs" variant="default" loading={fetching} leftSection={<IconDownload size={14} />} {...needsEngine(() => void store.getState().fetch(version.ref))}>
          Download
        </Button>
      )}
    </div>
  );
}
