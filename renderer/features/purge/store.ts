import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { PurgePlanView } from '../../../shared/values.ts';
import { codeOf, sentenceOf } from '../../lib/errors.ts';
import { formatBytes, formatNumberOf, lastName } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

/** What is to be taken out of every version. */
export interface PurgeOrder {
  readonly artifact: string;
  /** A file, or a folder with all in it. */
  readonly path: string;
  /** The tracked folder; null when there is none. */
  readonly folder: string | null;
}

export interface PurgeState {
  /** Null when the dialog is closed. */
  order: PurgeOrder | null;
  plan: PurgePlanView | null;
  /** Why there is no plan. */
  refusal: string | null;
  looking: boolean;
  /** The person has said that it is meant. */
  sure: boolean;
  applying: boolean;

  open(order: PurgeOrder): Promise<void>;
  /** Makes the plan again: the folder may be another now. */
  look(): Promise<void>;
  setSure(sure: boolean): void;
  apply(): Promise<void>;
  close(): void;
}

export type PurgeStore = StoreApi<PurgeState>;

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createPurgeStore({ client, notices }: Surroundings): PurgeStore {
  return createStore<PurgeState>()((set, get) => ({
    order: null,
    plan: null,
    refusal: null,
    looking: false,
    sure: false,
    applying: false,

    async open(order) {
      if (get().applying) return;
      set({ order, plan: null, refusal: null, sure: false });
      await get().look();
    },

    async look() {
      const { order } = get();
      if (order === null) return;
      set({ looking: true });
      try {
        const plan = await client.invoke('purge.plan', { artifact: order.artifact, path: order.path });
        if (get().order === order) set({ plan, refusal: null, looking: false });
      } catch (error) {
        if (get().order === order) set({ plan: null, refusal: sentenceOf(error), looking: false });
      }
    },

    setSure: (sure) => set({ sure }),

    async apply() {
      const { order } = get();
      if (order === null || !isReady(get())) return;
      set({ applying: true });
      try {
        const done = await client.invoke('purge.apply', { artifact: order.artifact, path: order.path });
        notices.tell(purgedNotice(order, done));
        set({ order: null, plan: null });
      } catch (error) {
        // It came back into the folder since the plan was made: the plan says so, and what to do.
        if (codeOf(error) === 'path.present') return await get().look();
        tellError(notices, 'Nothing was purged', error);
        set({ order: null, plan: null });
      } finally {
        set({ applying: false });
      }
    },

    close: () => set({ order: null, plan: null, refusal: null }),
  }));
}

/** It can be done, and it is meant. */
export function isReady({ plan, sure, looking, applying }: Pick<PurgeState, 'plan' | 'sure' | 'looking' | 'applying'>): boolean {
  return plan !== null && !plan.present && sure && !looking && !applying;
}

function purgedNotice({ artifact, path }: PurgeOrder, { refs, freedBytes, heldBytes }: PurgePlanView): Parameters<Notices['tell']>[0] {
  const held = heldBytes === 0 ? '' : ` ${formatBytes(heldBytes)} of the same content stay: something else holds it too.`;
  return {
    id: `purge:${artifact}:${path}`,
    title: `“${lastName(path)}” is gone from ${formatNumberOf(refs.length, 'version')} of ${artifact}`,
    message: `${formatBytes(freedBytes)} freed.${held}`,
    tone: heldBytes === 0 ? 'good' : 'warning',
    stays: heldBytes > 0,
  };
}
