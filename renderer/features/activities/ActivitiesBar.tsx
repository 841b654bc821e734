import type { ActivityView } from '../../../shared/values.ts';
import styles from './Activities.module.css';
import { ActivityCard } from './ActivityCard.tsx';
import { useActivities } from './context.ts';

interface Props {
  /** True of what another part of the window shows already. */
  isShownElsewhere: (activity: ActivityView) => boolean;
}

/** Everything that is under way, at the foot of the window; nothing when there is nothing. */
export function ActivitiesBar({ isShownElsewhere }: Props) {
  const running = useActivities((state) => state.running).filter((activity) => !isShownElsewhere(activity));
  if (running.length === 0) return null;
  return (
    <section className={styles['bar']} aria-label="Activities">
      {running.map((activity) => (
        <ActivityCard key={activity.id} activity={activity} testId="activity" />
      ))}
    </section>
  );
}
