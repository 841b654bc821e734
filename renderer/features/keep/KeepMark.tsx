import { IconHourglassLow, IconPinFilled } from '@tabler/icons-react';
import type { VersionView } from '../../../shared/values.ts';
import { timeAhead } from '../../lib/dates.ts';
import { useNow } from '../../lib/use-now.ts';
import { useKeep } from './context.ts';
import styles from './KeepMark.module.css';

/** A version is marked only when it goes before this time is over, ms. */
const soon = 24 * 3_600_000;

/** The quiet mark of a version that is pinned, or that goes soon. */
export function KeepMark({ version }: { version: VersionView }) {
  const goes = useKeep((state) => state.fates[version.ref]?.goes ?? null);
  const now = useNow();
  if (version.pinned) {
    return (
      <span className={styles['root']} role="img" aria-label="Pinned" title="Pinned: no rule takes it">
        <IconPinFilled size={12} />
      </span>
    );
  }
  if (goes === null || goes.at - now > soon) return null;
  const words = `Goes ${timeAhead(goes.at, now)}. ${goes.message}`;
  return (
    <span className={styles['root']} data-going role="img" aria-label={words} title={words}>
      <IconHourglassLow size={12} />
    </span>
  );
}
