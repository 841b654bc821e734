import styles from './Activities.module.css';
import { ActivityCard } from './ActivityCard.tsx';
import { useActivities } from './context.ts';

/** Everything that is under way, at the foot of the window; nothing when there is nothing. */
export function ActivitiesBar() {
  const running = useActivities((state) => state.running);
  if (running.length === 0) return null;
  return (
    <section className={styles['bar']} aria-label="Activities">
      {running.map((activity) => (
        <ActivityCard key={activity.id} activity={activity} testId="activity" />
      ))}
    </section>
  );
}
