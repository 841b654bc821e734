import { IconCircleCheck } from '@tabler/icons-react';
import type { VersionView } from '../../../shared/values.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PathText } from '../../components/PathText.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import styles from './Problems.module.css';

/** What this version lacks, and why. */
export function Problems({ version }: { version: VersionView }) {
  const { problems } = version;
  if (problems.length === 0) {
    return (
      <EmptyState icon={<IconCircleCheck size={32} stroke={1.4} />} title="Nothing is missing">
        This version holds everything that was in the folder.
      </EmptyState>
    );
  }
  return (
    <VirtualList
      label="Problems"
      count={problems.length}
      keyOf={(index) => problems[index]?.path ?? String(index)}
      estimate={52}
      render={(index) => {
        const problem = problems[index];
        return (
          problem && (
            <div className={styles['row']}>
              <PathText path={problem.path} />
              <span className={styles['message']}>{problem.message}</span>
            </div>
          )
        );
      }}
    />
  );
}
