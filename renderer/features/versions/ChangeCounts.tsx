import type { VersionView } from '../../../shared/values.ts';
import { formatCount } from '../../lib/format.ts';
import styles from './ChangeCounts.module.css';

/** `+3 ~2 −1 →4`; counts that are zero are left out. */
export function ChangeCounts({ changes }: { changes: VersionView['changes'] }) {
  const { added, modified, removed, renamed } = changes;
  if (added + modified + removed + renamed === 0) return <span className={styles['none']}>no change</span>;
  return (
    <span className={styles['root']} title={`${added} added, ${modified} modified, ${removed} removed, ${renamed} renamed`}>
      {added > 0 && <span className={styles['added']}>+{formatCount(added)}</span>}
      {modified > 0 && <span className={styles['modified']}>~{formatCount(modified)}</span>}
      {removed > 0 && <span className={styles['removed']}>−{formatCount(removed)}</span>}
      {renamed > 0 && <span className={styles['renamed']}>→{formatCount(renamed)}</span>}
    </span>
  );
}
