import type { EngineEvent } from '../../../shared/contract.ts';
import type { WhereaboutsView } from '../../../shared/sync-values.ts';
import { engineIsAway, wasCancelled } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import type { RemotesState, RemotesSurroundings, SetRemotes } from './store.ts';

export interface Places {
  /** Where each version of the open artifact is; none where it belongs to no remote. */
  places: Readonly<Record<string, WhereaboutsView>>;
  /** Versions whose contents are being brought here. */
  fetching: readonly string[];

  loadPlaces(): Promise<void>;
  foldPlaces(event: EngineEvent): void;
  /** Brings contents here that lie in the bucket alone. */
  fetch(ref: string): Promise<void>;
}

/** Where versions are: here, in the bucket, or both. */
export function createPlaces({ client, notices }: RemotesSurroundings, set: SetRemotes, get: () => RemotesState): Places {
  let asking = false;
  let outdated = false;

  async function ask(artifact: string): Promise<void> {
    if (artifact === '') return;
    try {
      const { places } = await client.invoke('version.whereabouts', { artifact });
      if (get().linkOf === artifact) set({ places: Object.fromEntries(places.map((place) => [place.ref, place])) });
    } catch {
      // It is gone, or the engine is away: both are told elsewhere.
      if (get().linkOf === artifact) set({ places: {} });
    }
  }

  return {
    places: {},
    fetching: [],

    async loadPlaces() {
      outdated = true;
      if (asking) return;
      asking = true;
      while (outdated) {
        outdated = false;
        await ask(get().linkOf);
      }
      asking = false;
    },

    foldPlaces(event) {
      const ends = event.kind === 'activity.finished' && (event.activity.kind === 'fetch' || event.activity.kind === 'restore');
      if (ends && event.activity.artifact === get().linkOf) void get().loadPlaces();
    },

    async fetch(ref) {
      const artifact = get().linkOf;
      set(({ fetching }) => ({ fetching: [...fetching, `${artifact}:${ref}`] }));
      try {
        await client.invoke('version.fetch', { artifact, ref });
      } catch (error) {
        if (!engineIsAway(error) && !wasCancelled(error)) tellError(notices, `${ref} was not downloaded`, error);
      }
      set(({ fetching }) => ({ fetching: fetching.filter((one) => one !== `${artifact}:${ref}`) }));
      await get().loadPlaces();
    },
  };
}
