import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { ArtifactView } from '../../../shared/values.ts';
import { createMeanwhile } from '../../lib/meanwhile.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { foldArtifacts, withArtifact } from './fold.ts';
import type { ArtifactsByName } from './fold.ts';

export interface ArtifactsState {
  status: 'loading' | 'ready' | 'failed';
  byName: ArtifactsByName;
  allPaused: boolean;
  filter: string;
  /** Artifacts whose "snapshot now" is under way. */
  snapshotting: readonly string[];

  load(): Promise<void>;
  fold(event: EngineEvent): void;
  setFilter(filter: string): void;
  setPaused(name: string, paused: boolean): Promise<void>;
  setAllPaused(paused: boolean): Promise<void>;
  /** Rescans now, and tells what came of it. */
  snapshot(name: string): Promise<void>;
  untrack(name: string): Promise<void>;
  configure(name: string, quietWindowMs: number): Promise<boolean>;
}

export type ArtifactsStore = StoreApi<ArtifactsState>;

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createArtifactsStore({ client, notices }: Surroundings): ArtifactsStore {
  return createStore<ArtifactsState>()((set, get) => {
    const meanwhile = createMeanwhile<EngineEvent>();
    const put = (artifact: ArtifactView): void => set(({ byName }) => ({ byName: withArtifact(byName, artifact) }));

    return {
      status: 'loading',
      byName: {},
      allPaused: false,
      filter: '',
      snapshotting: [],

      async load() {
        const heardMeanwhile = meanwhile.begin();
        try {
          const [{ artifacts }, { allPaused }] = await Promise.all([
            client.invoke('artifact.list', {}),
            client.invoke('home.status', {}),
          ]);
          const byName: ArtifactsByName = Object.fromEntries(artifacts.map((artifact) => [artifact.name, artifact]));
          set({ status: 'ready', byName: heardMeanwhile().reduce(foldArtifacts, byName), allPaused });
        } catch (error) {
          heardMeanwhile();
          set(({ status }) => ({ status: status === 'ready' ? 'ready' : 'failed' }));
          tellError(notices, 'The artifacts could not be listed', error);
        }
      },

      fold(event) {
        meanwhile.hear(event);
        set(({ byName, allPaused }) => ({
          byName: foldArtifacts(byName, event),
          allPaused: event.kind === 'home.pausedChanged' ? event.allPaused : allPaused,
        }));
      },

      setFilter: (filter) => set({ filter }),

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

      async snapshot(name) {
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
      },

      async untrack(name) {
        try {
          const { artifact } = await client.invoke('artifact.untrack', { artifact: name });
          put(artifact);
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
  });
}
