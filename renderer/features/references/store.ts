import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { ReferencesView } from '../../../shared/reference-values.ts';
import type { Shell } from '../../../shared/shell.ts';
import { engineIsAway } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { createAdding } from './adding.ts';
import type { Adding } from './adding.ts';
import { createDrifting } from './drifting.ts';
import type { Drifting } from './drifting.ts';

export interface ReferencesState extends Adding, Drifting {
  /** The artifact that is open. */
  of: string | null;
  /** What it refers to; null until that is known. */
  view: ReferencesView | null;
  detailsShown: boolean;

  open(artifact: string | null): Promise<void>;
  fold(event: EngineEvent): void;
  showDetails(shown: boolean): void;
  setSchedule(everyMs: number | null): Promise<void>;
  /** Takes what was added out of the artifact again, in a new version. */
  remove(uri: string): Promise<void>;
}

export type ReferencesStore = StoreApi<ReferencesState>;
export type SetReferences = ReferencesStore['setState'];

export interface ReferencesSurroundings {
  readonly client: Client;
  readonly shell: Shell;
  readonly notices: Notices;
  /** Called with the artifact's name once a reference was added to it. */
  readonly added: (artifact: string) => void;
}

export function createReferencesStore(surroundings: ReferencesSurroundings): ReferencesStore {
  const { client, notices } = surroundings;
  return createStore<ReferencesState>()((set, get) => {
    async function load(artifact: string): Promise<void> {
      try {
        const view = await client.invoke('reference.list', { artifact });
        if (get().of === artifact) set({ view });
      } catch (error) {
        if (!engineIsAway(error) && get().of === artifact) set({ view: null });
      }
    }

    return {
      of: null,
      view: null,
      detailsShown: false,
      ...createAdding(surroundings, set, get),
      ...createDrifting(surroundings, set, get),

      async open(artifact) {
        if (get().of !== artifact) set({ of: artifact, view: null, drift: null, trouble: null, detailsShown: false });
        if (artifact !== null) await load(artifact);
      },

      fold(event) {
        const { of } = get();
        if (of === null) return;
        if (event.kind === 'references.changed' && event.artifact === of) void load(of);
        if (event.kind === 'version.created' && event.artifact === of) set({ drift: null });
      },

      showDetails: (detailsShown) => set({ detailsShown, trouble: null }),

      async setSchedule(everyMs) {
        const { of: artifact } = get();
        if (artifact === null) return;
        try {
          const view = await client.invoke('reference.setSchedule', { artifact, everyMs });
          if (get().of === artifact) set({ view });
        } catch (error) {
          tellError(notices, 'The schedule was not changed', error);
        }
      },

      async remove(uri) {
        const { of: artifact } = get();
        if (artifact === null) return;
        try {
          const { version } = await client.invoke('reference.remove', { artifact, uri });
          notices.tell({ title: `${artifact} does not refer to it any more`, message: `From ${version.ref} on. Earlier versions still name it, and nothing there was touched.`, tone: 'good' });
          await load(artifact);
        } catch (error) {
          tellError(notices, 'The reference was not removed', error);
        }
      },
    };
  });
}
