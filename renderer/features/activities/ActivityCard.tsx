import { Button, Progress } from '@mantine/core';
import type { ActivityView } from '../../../shared/values.ts';
import { formatBytes, formatCount, formatDuration, formatNumberOf, formatRate } from '../../lib/format.ts';
import styles from './Activities.module.css';
import { useActivities, useActivitiesApi } from './context.ts';
import { fractionOf } from './store.ts';

const words: Record<ActivityView['kind'], string> = {
  track: 'Storing the baseline of',
  snapshot: 'Snapshot of',
  restore: 'Restoring',
  verify: 'Verifying',
  repair: 'Repairing',
  push: 'Pushing',
  pull: 'Pulling',
  fetch: 'Fetching content of',
  rescan: 'Rescanning',
  compact: 'Freeing space in',
};

/** These count versions, containers or packs, and their phase says which. */
const countsOthers: ReadonlySet<ActivityView['kind']> = new Set(['verify', 'repair', 'push', 'pull', 'fetch']);

function titleOf({ kind, artifact }: ActivityView): string {
  return `${words[kind]} ${artifact ?? 'the store'}`;
}

/** `12,000 of 100,000 files`, `3 MB of 618 MB`, `40 MB/s`, `12 s left`: what is known of it. */
function figuresOf(activity: ActivityView): string[] {
  const { kind, files, totalFiles, bytes, totalBytes, bytesPerSecond, remainingMs } = activity;
  const counted = (count: number): string => (countsOthers.has(kind) ? formatCount(count) : formatNumberOf(count, 'file'));
  return [
    totalFiles === null ? (files === 0 ? '' : counted(files)) : `${formatCount(files)} of ${counted(totalFiles)}`,
    totalBytes === null ? (bytes === 0 ? '' : formatBytes(bytes)) : `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`,
    bytesPerSecond > 0 ? formatRate(bytesPerSecond) : '',
    remainingMs === null ? '' : `${formatDuration(remainingMs)} left`,
  ].filter(Boolean);
}

/** One thing that is under way, with its progress and how to stop it. */
export function ActivityCard({ activity, testId }: { activity: ActivityView; testId: string }) {
  const cancelling = useActivities((state) => state.cancelling.includes(activity.id));
  const store = useActivitiesApi();
  const fraction = fractionOf(activity);
  const title = titleOf(activity);
  return (
    <div className={styles['activity']} data-testid={testId} data-kind={activity.kind}>
      <div className={styles['line']}>
        <strong className={styles['title']}>{title}</strong>
        <span className={styles['phase']}>{cancelling ? 'Cancelling' : activity.phase}</span>
        <span className={styles['figures']}>{figuresOf(activity).join(' · ')}</span>
        {activity.cancellable && (
          <Button
            size="compact-xs"
            variant="default"
            className={styles['cancel']}
            disabled={cancelling}
            aria-label={`Cancel: ${title}`}
            onClick={() => void store.getState().cancel(activity.id)}
          >
            Cancel
          </Button>
        )}
      </div>
      <Progress
        size={5}
        value={fraction === null ? 100 : fraction * 100}
        animated={fraction === null}
        striped={fraction === null}
        aria-label={title}
        {...(fraction === null ? {} : { 'aria-valuenow': Math.round(fraction * 100) })}
      />
    </div>
  );
}
