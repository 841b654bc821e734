import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { RestorePlanView } from '../../../shared/values.ts';
import type { Shell } from '../../../shared/shell.ts';
import { sentenceOf, wasCancelled } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { tellResult } from './result.ts';

/** What is to be restored and where. */
export interface RestoreOrder {
  readonly artifact: string;
  readonly ref: string;
  /** Folders or files of the version; none: all of it. */
  readonly paths: readonly string[];
  /** Absolute folder; null: in place. */
  readonly target: string | null;
  readonly deleteExtra: boolean;
  /** What becomes of references in another folder. */
  readonly references: ReferencesWanted;
}

/** Their bytes are fetched; links stand where they name files of this computer; they are left out. */
export type ReferencesWanted = 'fetch' | 'link' | 'leave';

export interface RestoreState {
  /** Null when the dialog is closed. */
  order: RestoreOrder | null;
  /** In place, or into another folder (which may not be chosen yet). */
  where: 'in-place' | 'elsewhere';
  /** The artifact has a folder to restore into. */
  canInPlace: boolean;
  plan: RestorePlanView | null;
  /** Why there is no plan. */
  refusal: string | null;
  applying: boolean;

  open(order: { artifact: string; ref: string; paths?: readonly string[]; canInPlace: boolean }): Promise<void>;
  setWhere(where: 'in-place' | 'elsewhere'): Promise<void>;
  chooseTarget(): Promise<void>;
  setDeleteExtra(deleteExtra: boolean): Promise<void>;
  setReferences(references: ReferencesWanted): Promise<void>;
  /** All of the version instead of the chosen paths. */
  widen(): Promise<void>;
  replan(): Promise<void>;
  apply(): Promise<void>;
  close(): void;
}

export type RestoreStore = StoreApi<RestoreState>;

interface Surroundings {
  readonly client: Client;
  readonly shell: Shell;
  readonly notices: Notices;
}

const itemLimit = 5_000;

/** The parameters of plan and apply for an order. */
export function restoreParams(order: RestoreOrder): {
  artifact: string;
  ref: string;
  paths?: string[];
  target?: string;
  deleteExtra: boolean;
  references?: ReferencesWanted;
} {
  return {
    artifact: order.artifact,
    ref: order.ref,
    ...(order.paths.length === 0 ? {} : { paths: [...order.paths] }),
    ...(order.target === null ? {} : { target: order.target }),
    deleteExtra: order.target !== null && order.deleteExtra,
    ...(order.target === null || order.references === 'fetch' ? {} : { references: order.references }),
  };
}

export function createRestoreStore({ client, shell, notices }: Surroundings): RestoreStore {
  return createStore<RestoreState>()((set, get) => {
    async function change(part: Partial<RestoreOrder>): Promise<void> {
      const { order } = get();
      if (order === null) return;
      set({ order: { ...order, ...part } });
      await get().replan();
    }

    return {
      order: null,
      where: 'in-place',
      canInPlace: true,
      plan: null,
      refusal: null,
      applying: false,

      async open({ artifact, ref, paths = [], canInPlace }) {
        if (get().applying) return;
        set({
          order: { artifact, ref, paths, target: null, deleteExtra: false, references: 'fetch' },
          where: canInPlace ? 'in-place' : 'elsewhere',
          canInPlace,
        });
        await get().replan();
      },

      async setWhere(where) {
        set({ where });
        await change({ target: null, deleteExtra: false });
        if (where === 'elsewhere') await get().chooseTarget();
      },

      async chooseTarget() {
        try {
          const { path } = await shell.invoke('shell.chooseFolder', { title: 'Choose a folder to restore into', button: 'Choose' });
          if (path !== null) await change({ target: path });
        } catch (error) {
          tellError(notices, 'No folder could be chosen', error);
        }
      },

      setDeleteExtra: (deleteExtra) => change({ deleteExtra }),
      setReferences: (references) => change({ references }),
      widen: () => change({ paths: [] }),

      async replan() {
        const { order, where } = get();
        set({ plan: null, refusal: null });
        if (order === null || (where === 'elsewhere' && order.target === null)) return;
        try {
          const plan = await client.invoke('restore.plan', { ...restoreParams(order), limit: itemLimit });
          if (get().order === order) set({ plan });
        } catch (error) {
          if (get().order === order) set({ refusal: sentenceOf(error) });
        }
      },

      async apply() {
        const { order, plan, applying } = get();
        if (order === null || plan === null || applying) return;
        set({ applying: true });
        try {
          tellResult({ client, notices }, order, await client.invoke('restore.apply', restoreParams(order)));
          set({ order: null, plan: null });
        } catch (error) {
          tellError(notices, wasCancelled(error) ? 'Restore cancelled' : 'The restore did not finish', error);
          set({ order: null, plan: null });
        } finally {
          set({ applying: false });
        }
      },

      close: () => set({ order: null, plan: null, refusal: null }),
    };
  });
}
