import type { ArtifactView } from '../../../shared/values.ts';
import { tellError } from '../../lib/notices.ts';
import { withArtifact } from './fold.ts';
import type { ArtifactsState, ArtifactsSurroundings } from './store.ts';

type Actions = Pick<ArtifactsState, 'setPaused' | 'setAllPaused' | 'snapshot' | 'untrack' | 'configure'>;
type SetState = (change: Partial<ArtifactsState> | ((state: ArtifactsState) => Partial<ArtifactsState>)) => void;
type GetState = () => ArtifactsState;

/** What is done with artifacts. A pause is shown at once and taken back when it is refused; the rest follows the answer. */
export function createArtifactActions(surroundings: ArtifactsSurroundings, set: SetState, get: GetState): Actions {
  const put = (artifact: ArtifactView): void => set(({ byName }) => ({ byName: withArtifact(byName, artifact) }));
  return {
    ...createPauses(surroundings, set, get, put),
    ...createSettings(surroundings, put),
    snapshot: createSnapshot(surroundings, set, get),
  };
}

function createPauses(
  { client, notices }: ArtifactsSurroundings,
  set: SetState,
  get: GetState,
  put: (artifact: ArtifactView) => void,
): Pick<Actions, 'setPaused' | 'setAllPaused'> {
  return {
    async setPaused(name, paused) {
      const before = get().byName[name];
      if (before === undefined) return;
      put({ ...before, state: paused ? 'paused' : 'watching' });
      try {
        put((await client.invoke('artifact.setPaused', { artifact: name, paused })).artifact);
      } catch (error) {
        put(before);
        tellError(notices, paused ? `"${name}" could not be paused` : `"${name}" could not be resumed`, error);
      }
    },

    async setAllPaused(paused) {
      const before = get().allPaused;
      set({ allPaused: paused });
      try {
        set({ allPaused: (await client.invoke('home.setAllPaused', { paused })).allPaused });
      } catch (error) {
        set({ allPaused: before });
        tellError(notices, paused ? 'Not everything could be paused' : 'Not everything could be resumed', error);
      }
    },
  };
}

function createSnapshot({ client, notices }: ArtifactsSurroundings, set: SetState, get: GetState): Actions['snapshot'] {
  return async function snapshot(name) {
    if (get().snapshotting.includes(name)) return;
    set(({ snapshotting }) => ({ snapshotting: [...snapshotting, name] }));
    try {
      const { created, version } = await client.invoke('artifact.snapshot', { artifact: name });
      notices.tell(
        created
          ? { title: `Saved as ${version.ref}`, message: `${name} has a new version.`, tone: 'good' }
          : { title: 'Nothing has changed', message: `${name} is the same as ${version.ref}.`, tone: 'plain' },
      );
    } catch (error) {
      tellError(notices, `No snapshot of "${name}" was made`, error);
    } finally {
      set(({ snapshotting }) => ({ snapshotting: snapshotting.filter((other) => other !== name) }));
    }
  };
}

function createSettings(
  { client, notices }: ArtifactsSurroundings,
  put: (artifact: ArtifactView) => void,
): Pick<Actions, 'untrack' | 'configure'> {
  return {
    async untrack(name) {
      try {
        put((await client.invoke('artifact.untrack', { artifact: name })).artifact);
        notices.tell({
          title: `${name} is no longer tracked`,
          message: 'Its versions stay and can be restored.',
          tone: 'plain',
        });
      } catch (error) {
        tellError(notices, `Tracking of "${name}" could not be stopped`, error);
      }
    },

    async configure(name, quietWindowMs) {
      try {
        put((await client.invoke('artifact.configure', { artifact: name, quietWindowMs })).artifact);
        return true;
      } catch (error) {
        tellError(notices, `The quiet window of "${name}" could not be changed`, error);
        return false;
      }
    },
  };
}
