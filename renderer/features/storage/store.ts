import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent, Result } from '../../../shared/contract.ts';
import type { VerifyReportView } from '../../../shared/values.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

export type UsageView = Result<'store.usage'>;

export interface StorageState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  usage: UsageView | null;
  /** Versions came since the figures were computed. */
  outdated: boolean;
  /** The view is on the screen, so that figures follow the facts. */
  shown: boolean;
  verifying: boolean;
  deep: boolean;
  report: VerifyReportView | null;

  setShown(shown: boolean): void;
  load(): Promise<void>;
  fold(event: EngineEvent): void;
  setDeep(deep: boolean): void;
  verify(): Promise<void>;
}

export type StorageStore = StoreApi<StorageState>;

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createStorageStore({ client, notices }: Surroundings): StorageStore {
  return createStore<StorageState>()((set, get) => ({
    status: 'idle',
    usage: null,
    outdated: false,
    shown: false,
    verifying: false,
    deep: false,
    report: null,

    setShown(shown) {
      set({ shown });
      if (shown) void get().load();
    },

    async load() {
      if (get().status === 'loading') return;
      set({ status: 'loading', outdated: false });
      try {
        set({ usage: await client.invoke('store.usage', {}), status: 'ready' });
      } catch (error) {
        set({ status: 'failed' });
        tellError(notices, 'The use of space could not be computed', error);
      }
      if (get().outdated && get().shown) await get().load();
    },

    fold(event) {
      if (event.kind !== 'version.created' && event.kind !== 'artifact.removed' && event.kind !== 'store.changed') return;
      set({ outdated: true });
      if (get().shown) void get().load();
    },

    setDeep: (deep) => set({ deep }),

    async verify() {
      if (get().verifying) return;
      set({ verifying: true, report: null });
      try {
        set({ report: await client.invoke('store.verify', { deep: get().deep }) });
      } catch (error) {
        tellError(notices, 'The store was not verified', error);
      } finally {
        set({ verifying: false });
      }
    },
  }));
}
