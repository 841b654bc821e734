import type { EngineEvent } from '../../../shared/contract.ts';
import type { Meanwhile } from '../../lib/meanwhile.ts';
import { tellError } from '../../lib/notices.ts';
import { emptyTimeline, foldTimeline, restated, withFirstPage, withOlderPage, withVersion } from './fold.ts';
import type { VersionsState, VersionsSurroundings } from './store.ts';
import { noTicks } from './ticks.ts';

const pageSize = 200;
const largestPage = 10_000;

/** Nothing of the artifact that was open before stays on the screen. */
export const closed = { loadingMore: false, arrived: [], selected: null, compared: null, pageOpened: false, editing: null, tab: 'files', ticks: noTicks, reclaim: null } as const;

type Loading = Pick<VersionsState, 'open' | 'reload' | 'loadMore' | 'select'>;
type SetState = (change: Partial<VersionsState> | ((state: VersionsState) => Partial<VersionsState>)) => void;
type GetState = () => VersionsState;

/** Reading versions: the newest page, older pages, one by one. An answer for an artifact that was left is dropped. */
export function createLoading(
  surroundings: VersionsSurroundings,
  meanwhile: Meanwhile<EngineEvent>,
  set: SetState,
  get: GetState,
): Loading {
  return {
    ...createFirst(surroundings, meanwhile, set, get),
    ...createFurther(surroundings, set, get),
  };
}

function createFirst(
  { client, notices }: VersionsSurroundings,
  meanwhile: Meanwhile<EngineEvent>,
  set: SetState,
  get: GetState,
): Pick<Loading, 'open' | 'reload'> {
  const isOpen = (artifact: string): boolean => get().timeline.artifact === artifact;
  return {
    async open(artifact) {
      if (isOpen(artifact) && get().status !== 'failed') return;
      set({ status: 'loading', ...closed, ...restated(emptyTimeline(artifact), get().pending) });
      await get().reload();
    },

    async reload() {
      const { artifact, order } = get().timeline;
      if (artifact === '') return;
      // As many as there were, so that what one has scrolled to stays.
      const limit = Math.min(largestPage, Math.max(pageSize, order.length));
      const heardMeanwhile = meanwhile.begin();
      try {
        const { versions, total } = await client.invoke('version.list', { artifact, limit });
        const facts = heardMeanwhile();
        if (!isOpen(artifact)) return;
        set(({ timeline, pending, selected }) => ({
          status: 'ready',
          ...restated(facts.reduce(foldTimeline, withFirstPage(timeline, versions, total)), pending),
          selected: selected ?? versions[0]?.index ?? null,
        }));
        const { selected, timeline } = get();
        if (selected !== null && !(selected in timeline.told)) await get().select(selected);
      } catch (error) {
        heardMeanwhile();
        if (!isOpen(artifact)) return;
        set(({ status }) => ({ status: status === 'ready' ? 'ready' : 'failed' }));
        tellError(notices, `The versions of "${artifact}" could not be listed`, error);
      }
    },
  };
}

function createFurther(
  { client, notices }: VersionsSurroundings,
  set: SetState,
  get: GetState,
): Pick<Loading, 'loadMore' | 'select'> {
  const isOpen = (artifact: string): boolean => get().timeline.artifact === artifact;
  return {
    async loadMore(limit = pageSize) {
      const { timeline, loadingMore, status } = get();
      const before = timeline.order.at(-1);
      if (status !== 'ready' || loadingMore || !timeline.hasMore || before === undefined) return;
      set({ loadingMore: true });
      const { artifact } = timeline;
      try {
        const { versions, total } = await client.invoke('version.list', { artifact, before, limit });
        if (!isOpen(artifact)) return;
        set((state) => restated(withOlderPage(state.timeline, versions, total), state.pending));
      } catch (error) {
        tellError(notices, 'Older versions could not be listed', error);
      } finally {
        if (isOpen(artifact)) set({ loadingMore: false });
      }
    },

    async select(index) {
      set({ selected: index, compared: null, editing: null });
      const { timeline } = get();
      if (index in timeline.told) return;
      try {
        const { artifact } = timeline;
        const { version } = await client.invoke('version.get', { artifact, ref: `v${index}` });
        if (!isOpen(artifact)) return;
        set((state) => restated({ ...state.timeline, told: withVersion(state.timeline.told, version) }, state.pending));
      } catch (error) {
        set({ selected: timeline.order[0] ?? null });
        tellError(notices, `v${index} could not be opened`, error);
      }
    },
  };
}
