import { IconCloud, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import type { VersionView } from '../../../shared/values.ts';
import { useRemotes } from './context.ts';
import styles from './PlaceMark.module.css';
import { placeKind, placeSentence } from './sync-state.ts';

const icons = { 'not-pushed': IconCloudUp, both: IconCloudCheck, away: IconCloud, records: IconCloudOff } as const;

/** The quiet mark of where a version is: here, in the bucket, or both. */
export function PlaceMark({ version }: { version: VersionView }) {
  const place = useRemotes((state) => state.places[version.ref]);
  const remote = useRemotes((state) => state.link?.remote ?? '');
  if (place === undefined || remote === '') return null;
  const kind = placeKind(place);
  const Icon = icons[kind];
  const words = placeSentence(place, remote);
  return (
    <span className={styles['root']} data-place={kind} data-testid="place" role="img" aria-label={words} title={words}>
      <Icon size={13} stroke={1.6} />
    </span>
  );
}
