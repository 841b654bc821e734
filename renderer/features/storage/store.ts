import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent, Result } from '../../../shared/contract.ts';
import type { CompositionView } from '../../../shared/values.ts';
import { codeOf } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { createFreeing } from './freeing.ts';
import { createSoundness } from './soundness.ts';
import type { Soundness } from './soundness.ts';

export type UsageView = Result<'store.usage'>;
export type WaitingView = Result<'delete.waiting'>;

export interface StorageState extends Soundness {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  usage: UsageView | null;
  /** There are no figures because a part of a manifest cannot be read. */
  unreadable: boolean;
  /** What the storage of each artifact consists of. */
  compositions: readonly CompositionView[];
  /** In containers, held by nobody. */
  deadBytes: number;
  /** Deletions that can still be taken back. */
  waiting: WaitingView;
  /** Operations that are being taken back. */
  undoing: readonly number[];
  /** What is being freed: all, or one deletion; null: nothing. */
  freeing: 'all' | number | null;
  /** Versions came since the figures were computed. */
  outdated: boolean;
  /** The view is on the screen, so that figures follow the facts. */
  shown: boolean;

  setShown(shown: boolean): void;
  load(): Promise<void>;
  fold(event: EngineEvent): void;
  /** Takes a deletion back. */
  undo(operation: number): Promise<void>;
  /** Frees what waits, for good: all of it, or one deletion with those that could not come back without it. */
  freeNow(operation?: number): Promise<void>;
}

export type StorageStore = StoreApi<StorageState>;

export interface StorageSurroundings {
  readonly client: Client;
  readonly notices: Notices;
  /** Opens the view that shows this store. */
  readonly openStorage: () => void;
}

/** Facts after which the figures are others. */
const changing: ReadonlySet<EngineEvent['kind']> = new Set([
  'version.created',
  'versions.deleted',
  'versions.revived',
  'artifact.removed',
  'store.changed',
]);

export function createStorageStore(surroundings: StorageSurroundings): StorageStore {
  const { client, notices } = surroundings;
  return createStore<StorageState>()((set, get) => ({
    status: 'idle',
    usage: null,
    unreadable: false,
    compositions: [],
    deadBytes: 0,
    waiting: { deletions: [], bytes: 0 },
    outdated: false,
    shown: false,

    setShown(shown) {
      set({ shown });
      if (shown) void get().load();
    },

    async load() {
      if (get().status === 'loading') return;
      set({ status: 'loading', outdated: false });
      try {
        set({ ...(await readFigures(client)), status: 'ready', unreadable: false });
      } catch (error) {
        // The view says it where the figures would be.
        const unreadable = codeOf(error) === 'store.damaged';
        set({ status: 'failed', unreadable });
        if (!unreadable) tellError(notices, 'The use of space could not be computed', error);
      }
      if (get().outdated && get().shown) await get().load();
    },

    fold(event) {
      get().foldSoundness(event);
      if (!changing.has(event.kind)) return;
      set({ outdated: true });
      if (get().shown) void get().load();
    },

    ...createFreeing(surroundings, set, get),
    ...createSoundness(surroundings, set, get),
  }));
}

async function readFigures(client: Client): Promise<Pick<StorageState, 'usage' | 'compositions' | 'deadBytes' | 'waiting'>> {
  const [usage, { artifacts, deadBytes }, waiting] = await Promise.all([
    client.invoke('store.usage', {}),
    client.invoke('store.composition', {}),
    client.invoke('delete.waiting', {}),
  ]);
  return { usage, compositions: artifacts, deadBytes, waiting };
}
