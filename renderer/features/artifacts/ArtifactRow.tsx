import { Text } from '@mantine/core';
import type { ArtifactView } from '../../../shared/values.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { formatNumberOf } from '../../lib/format.ts';
import styles from './ArtifactList.module.css';
import { StateMark } from './StateMark.tsx';
import { TypeIcon } from './TypeIcon.tsx';

/** One artifact of the list: what it is, how it is, how much there is of it. */
export function ArtifactRow({ artifact, selected }: { artifact: ArtifactView; selected: boolean }) {
  return (
    <div className={styles['row']} data-selected={selected}>
      <span className={styles['icon']}>
        <TypeIcon type={artifact.type} />
      </span>
      <div className={styles['text']}>
        <Text size="sm" fw={selected ? 600 : 500} truncate>
          {artifact.name}
        </Text>
        <div className={styles['line']}>
          <StateMark artifact={artifact} />
          <span className={styles['figures']}>
            {formatNumberOf(artifact.versions, 'version')}
            {artifact.latest !== null && (
              <>
                {' · '}
                <RelativeTime at={artifact.latest.createdAt} style="compact" />
              </>
            )}
          </span>
        </div>
      </div>
    </div>
  );
}
