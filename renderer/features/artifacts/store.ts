import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import { createMeanwhile } from '../../lib/meanwhile.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { createArtifactActions } from './actions.ts';
import { foldArtifacts } from './fold.ts';
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

export interface ArtifactsSurroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createArtifactsStore(surroundings: ArtifactsSurroundings): ArtifactsStore {
  const { client, notices } = surroundings;
  return createStore<ArtifactsState>()((set, get) => {
    const meanwhile = createMeanwhile<EngineEvent>();
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

      ...createArtifactActions(surroundings, set, get),
    };
  });
}
