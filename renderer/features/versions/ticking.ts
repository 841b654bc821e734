import { codeOf } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import type { VersionsState, VersionsSurroundings } from './store.ts';
import { allTicked, extended, noTicks, toggled, type Ticks } from './ticks.ts';

/** What deleting the ticked versions would free. */
export interface Reclaim {
  /** The ticks that it was told for. */
  readonly of: readonly number[];
  readonly bytes: number;
}

type Ticking = Pick<VersionsState, 'toggleTick' | 'extendTicks' | 'tickAll' | 'endTicks' | 'weigh'>;
type SetState = (change: Partial<VersionsState> | ((state: VersionsState) => Partial<VersionsState>)) => void;

/** More than an artifact is likely to have: "all" loads the rest in one page. */
const largePage = 10_000;

/** Ticking versions; what they would free is asked after each tick, one question at a time, and only the newest answer counts. */
export function createTicking({ client, notices }: VersionsSurroundings, set: SetState, get: () => VersionsState): Ticking {
  let asking = false;
  /** Something changed since the question was asked. */
  let again = false;

  function tick(ticks: Ticks): void {
    set({ ticks, ...(ticks.indexes.length === 0 ? { reclaim: null } : {}) });
    void get().weigh();
  }

  async function ask(): Promise<void> {
    const { timeline, ticks } = get();
    const { bytes } = await client.invoke('store.reclaim', { artifact: timeline.artifact, refs: ticks.indexes.map((index) => `v${index}`) });
    if (get().timeline.artifact === timeline.artifact && get().ticks.indexes.length > 0) set({ reclaim: { of: ticks.indexes, bytes } });
  }

  return {
    toggleTick: (index) => tick(toggled(get().ticks, index)),
    extendTicks: (from, to) => tick(extended(get().ticks, get().timeline.order, from, to)),
    endTicks: () => tick(noTicks),

    async tickAll() {
      const { artifact } = get().timeline;
      tick(allTicked(get().timeline.order));
      while (get().timeline.hasMore) {
        const before = get().timeline.order.length;
        await get().loadMore(largePage);
        if (get().timeline.artifact !== artifact || get().timeline.order.length === before) return;
      }
      if (get().ticks.indexes.length > 0) tick(allTicked(get().timeline.order));
    },

    async weigh() {
      again = true;
      if (asking) return;
      asking = true;
      try {
        while (again && get().ticks.indexes.length > 0) {
          again = false;
          await ask();
        }
      } catch (error) {
        set({ reclaim: null });
        // A version that has just gone: the fact that says so is on its way, and asks again.
        if (codeOf(error) !== 'version.not-found') tellError(notices, 'What these versions would free could not be told', error);
      } finally {
        asking = false;
      }
    },
  };
}
