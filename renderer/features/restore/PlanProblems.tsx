import { IconAlertTriangle } from '@tabler/icons-react';
import type { RestorePlanView } from '../../../shared/values.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatNumberOf } from '../../lib/format.ts';
import styles from './PlanProblems.module.css';

const rowHeight = 46;
const mostRows = 4;

/** Paths that a restore leaves as they are, each with its reason. */
export function PlanProblems({ problems }: { problems: RestorePlanView['problems'] }) {
  const count = problems.length;
  if (count === 0) return null;
  return (
    <section className={styles['root']} aria-label="What cannot be restored" data-testid="restore-plan-problems" data-count={count}>
      <div className={styles['title']}>
        <IconAlertTriangle size={17} aria-hidden />
        <span>
          {formatNumberOf(count, 'path')} {count === 1 ? 'is' : 'are'} left as {count === 1 ? 'it is' : 'they are'}
        </span>
      </div>
      <div style={{ height: Math.min(count, mostRows) * rowHeight + 2 }}>
        <VirtualList
          label="Paths that are left as they are"
          count={count}
          keyOf={(index) => `${problems[index]?.path ?? ''} ${index}`}
          estimate={rowHeight}
          render={(index) => {
            const problem = problems[index];
            return (
              problem && (
                <div className={styles['row']} title={problem.path}>
                  {problem.message}
                </div>
              )
            );
          }}
        />
      </div>
    </section>
  );
}
