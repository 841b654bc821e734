import type { ActivityView } from '../../../shared/values.ts';
import { ActivityCard } from './ActivityCard.tsx';
import { useActivities } from './context.ts';

interface Props {
  kind: ActivityView['kind'];
  /** Missing: of any artifact. */
  artifact?: string;
  /** They are at the foot of the window too. */
  alsoInBar?: boolean;
}

/** The running activities of one kind, to stand in the view that began them. */
export function ActivitiesOf({ kind, artifact, alsoInBar = false }: Props) {
  const running = useActivities((state) => state.running);
  return running
    .filter((activity) => activity.kind === kind && (artifact === undefined || activity.artifact === artifact))
    .map((activity) => <ActivityCard key={activity.id} activity={activity} testId={alsoInBar ? 'activity-here' : 'activity'} />);
}
