import { useCallback } from 'react';
import type { ActivityView } from '../../shared/values.ts';
import { useArtifacts } from '../features/artifacts/context.ts';
import { useNavigation } from './navigation.ts';

/** The artifacts' view shows the baseline that is being stored in its middle: of the opened artifact, or of the very first. */
export function useIsInMain(): (activity: ActivityView) => boolean {
  const view = useNavigation((state) => state.view);
  const artifact = useNavigation((state) => state.artifact);
  const versions = useArtifacts((state) => (artifact === null ? undefined : state.byName[artifact]?.versions));
  const ready = useArtifacts((state) => state.status === 'ready');
  return useCallback(
    (activity) => {
      if (activity.kind !== 'track' || view !== 'artifact' || !ready) return false;
      return versions === undefined || (versions === 0 && activity.artifact === artifact);
    },
    [view, artifact, versions, ready],
  );
}
