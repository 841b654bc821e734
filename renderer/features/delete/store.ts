import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { Params } from '../../../shared/contract.ts';
import type { DeletePlanView } from '../../../shared/values.ts';
import { sentenceOf } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { tellDeleted } from './result.ts';

/** What is to be deleted. */
export interface DeleteOrder {
  readonly artifact: string;
  /** Versions of it; null: the artifact itself with all of them. */
  readonly refs: readonly string[] | null;
  /** The tracked folder, which stays as it is; null when there is none. */
  readonly folder: string | null;
}

export interface DeleteState {
  /** Null when the dialog is closed. */
  order: DeleteOrder | null;
  plan: DeletePlanView | null;
  /** Why there is no plan. */
  refusal: string | null;
  /** Free at once, so that it cannot be taken back. */
  now: boolean;
  /** What lies in a team's bucket stays there. */
  hereOnly: boolean;
  /** The person has agreed that aliases go with their versions. */
  aliasesToo: boolean;
  applying: boolean;

  open(order: DeleteOrder): Promise<void>;
  setNow(now: boolean): Promise<void>;
  setHereOnly(hereOnly: boolean): Promise<void>;
  setAliasesToo(aliasesToo: boolean): void;
  apply(): Promise<void>;
  close(): void;
}

export type DeleteStore = StoreApi<DeleteState>;

export interface DeleteSurroundings {
  readonly client: Client;
  readonly notices: Notices;
  /** The artifact was deleted and is there again. */
  readonly revived: (artifact: string) => void;
}

export function createDeleteStore(surroundings: DeleteSurroundings): DeleteStore {
  const { client, notices } = surroundings;
  return createStore<DeleteState>()((set, get) => {
    async function makePlan(): Promise<void> {
      const { order, now, hereOnly } = get();
      if (order === null) return;
      try {
        // Planned with the aliases, so that the plan can name them; deleting asks for the person's word.
        const plan = await client.invoke('delete.plan', { ...targetsOf(order), deleteAliases: true, now, fromBucket: !hereOnly });
        if (get().order === order && get().now === now && get().hereOnly === hereOnly) set({ plan, refusal: null });
      } catch (error) {
        if (get().order === order) set({ plan: null, refusal: sentenceOf(error) });
      }
    }

    return {
      order: null,
      plan: null,
      refusal: null,
      now: false,
      hereOnly: false,
      aliasesToo: false,
      applying: false,

      async open(order) {
        if (get().applying) return;
        set({ order, plan: null, refusal: null, now: false, hereOnly: false, aliasesToo: false });
        await makePlan();
      },

      async setNow(now) {
        set({ now });
        await makePlan();
      },

      async setHereOnly(hereOnly) {
        set({ hereOnly });
        await makePlan();
      },

      setAliasesToo: (aliasesToo) => set({ aliasesToo }),

      async apply() {
        const { order, now, hereOnly, aliasesToo, applying } = get();
        if (order === null || applying || !isReady(get())) return;
        set({ applying: true });
        try {
          tellDeleted(surroundings, await client.invoke('delete.apply', { ...targetsOf(order), deleteAliases: aliasesToo, now, fromBucket: !hereOnly }));
        } catch (error) {
          tellError(notices, 'Nothing was deleted', error);
        } finally {
          set({ applying: false, order: null, plan: null });
        }
      },

      close: () => set({ order: null, plan: null, refusal: null }),
    };
  });
}

/** Everything that has to be agreed to is. An artifact's aliases go with it as its versions do. */
export function isReady({ order, plan, aliasesToo }: Pick<DeleteState, 'order' | 'plan' | 'aliasesToo'>): boolean {
  return plan !== null && (order?.refs === null || aliasesToo || plan.parts.every(({ aliases }) => aliases.length === 0));
}

function targetsOf({ artifact, refs }: DeleteOrder): Pick<Params<'delete.plan'>, 'targets'> {
  return { targets: [{ artifact, ...(refs === null ? {} : { refs: [...refs] }) }] };
}
