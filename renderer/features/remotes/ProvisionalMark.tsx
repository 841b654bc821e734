import { IconCloudQuestion } from '@tabler/icons-react';
import type { VersionView } from '../../../shared/values.ts';
import { useRemotes } from './context.ts';
import styles from './ProvisionalMark.module.css';

const words = 'Provisional number: it may get another one when it is pushed';

/** Whether nobody in the bucket is known to have the version's index yet. */
export function useIsProvisional(version: VersionView): boolean {
  return useRemotes(({ link }) => link !== null && version.index >= link.next);
}

/** The quiet mark of a version whose index may become another one. */
export function ProvisionalMark({ version }: { version: VersionView }) {
  if (!useIsProvisional(version)) return null;
  return (
    <span className={styles['root']} role="img" aria-label={words} title={words} data-testid="provisional">
      <IconCloudQuestion size={13} />
    </span>
  );
}

/** The same as a line of the version's page. */
export function ProvisionalLine({ version }: { version: VersionView }) {
  if (!useIsProvisional(version)) return null;
  return (
    <div className={styles['line']} data-testid="provisional-line">
      <IconCloudQuestion size={15} aria-hidden /> {version.ref} is a provisional number: it may get another one when it is pushed.
    </div>
  );
}
