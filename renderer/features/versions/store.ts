import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { VersionView } from '../../../shared/values.ts';
import { createMeanwhile } from '../../lib/meanwhile.ts';
import type { JsonValue } from '../../lib/naming.ts';
import type { Notices } from '../../lib/notices.ts';
import { createEditing } from './editing.ts';
import type { Edit } from './edits.ts';
import { emptyTimeline, foldTimeline, nearest, restated } from './fold.ts';
import type { Timeline, VersionsByIndex } from './fold.ts';
import { closed, createLoading } from './loading.ts';
import { createTicking, type Reclaim } from './ticking.ts';
import { keptTicks, type Ticks } from './ticks.ts';

export type VersionTab = 'files' | 'changes' | 'metadata' | 'problems';

export interface VersionsState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  timeline: Timeline;
  pending: readonly Edit[];
  /** The timeline's versions with unanswered edits over them. */
  shown: VersionsByIndex;
  loadingMore: boolean;
  /** Versions that came while the timeline was open and were not seen coming yet. */
  arrived: readonly number[];
  /** Index of the version whose page is open. */
  selected: number | null;
  /** Index of the version to compare the selected one with; null: the one before it. */
  compared: number | null;
  tab: VersionTab;
  /** The part of the summary that is being edited. */
  editing: 'alias' | 'description' | null;
  /** On a narrow window either the timeline or the version's page is shown. */
  pageOpened: boolean;
  ticks: Ticks;
  /** What the ticked versions would free, as it was last told; null: not told yet. */
  reclaim: Reclaim | null;

  open(artifact: string): Promise<void>;
  reload(): Promise<void>;
  loadMore(limit?: number): Promise<void>;
  fold(event: EngineEvent): void;
  /** The version was seen coming: its row stands still from now on, also when it is drawn anew. */
  settleArrival(index: number): void;
  select(index: number): Promise<void>;
  showPage(opened: boolean): void;
  showTab(tab: VersionTab): void;
  setEditing(field: 'alias' | 'description' | null): void;
  compareWith(index: number | null): void;

  toggleTick(index: number): void;
  /** Ticks all versions between the last one that was ticked (or `from`) and `to`. */
  extendTicks(from: number, to: number): void;
  tickAll(): Promise<void>;
  endTicks(): void;
  /** Asks what the ticked versions would free. */
  weigh(): Promise<void>;

  addAlias(index: number, alias: string): Promise<boolean>;
  dropAlias(index: number, alias: string): Promise<boolean>;
  protectAlias(index: number, alias: string, isProtected: boolean): Promise<boolean>;
  renameAlias(index: number, alias: string, to: string): Promise<boolean>;
  addTag(index: number, tag: string): Promise<boolean>;
  dropTag(index: number, tag: string): Promise<boolean>;
  describe(index: number, description: string): Promise<boolean>;
  setMetadata(index: number, set: Record<string, JsonValue>, remove?: readonly string[]): Promise<boolean>;
}

export type VersionsStore = StoreApi<VersionsState>;

export interface VersionsSurroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createVersionsStore(surroundings: VersionsSurroundings): VersionsStore {
  return createStore<VersionsState>()((set, get) => {
    const meanwhile = createMeanwhile<EngineEvent>();
    return {
      status: 'idle',
      ...restated(emptyTimeline(''), []),
      ...closed,

      ...createLoading(surroundings, meanwhile, set, get),

      fold(event) {
        meanwhile.hear(event);
        const before = get().timeline;
        set((state) => folded(state, event));
        const isOther = event.kind === 'versions.revived' || event.kind === 'version.renumbered';
        if (isOther && event.artifact.name === before.artifact) void get().reload();
        if (get().timeline !== before || event.kind === 'store.changed') void get().weigh();
      },

      settleArrival: (index) => set(({ arrived }) => ({ arrived: arrived.filter((one) => one !== index) })),
      showPage: (pageOpened) => set({ pageOpened }),
      showTab: (tab) => set({ tab }),
      setEditing: (editing) => set({ editing }),
      compareWith: (compared) => set({ compared, tab: 'changes', pageOpened: true }),

      ...createEditing(surroundings, set, get),
      ...createTicking(surroundings, set, get),
    };
  });
}

/** Whoever looks at a version goes on looking at it under its new number. */
function renumbered({ selected, compared, ticks, timeline }: VersionsState, moves: readonly { readonly from: string; readonly to: string }[]): Partial<VersionsState> {
  const later = new Map(moves.map(({ from, to }) => [Number(from.slice(1)), Number(to.slice(1))]));
  const moved = (index: number | null): number | null => (index === null ? null : (later.get(index) ?? index));
  const told = Object.fromEntries(Object.values(timeline.told).map((version) => [later.get(version.index) ?? version.index, renamed(version, later)]));
  return {
    ...restated({ ...timeline, told, order: timeline.order.map((index) => later.get(index) ?? index) }, []),
    selected: moved(selected),
    compared: moved(compared),
    ticks: { ...ticks, indexes: ticks.indexes.map((index) => later.get(index) ?? index) },
  };
}

function renamed(version: VersionView, later: ReadonlyMap<number, number>): VersionView {
  const index = later.get(version.index);
  return index === undefined ? version : { ...version, index, ref: `v${index}` };
}

/** What changes with a fact. */
function folded(state: VersionsState, event: EngineEvent): Partial<VersionsState> {
  const { timeline, pending, arrived, selected, compared, ticks } = state;
  if (event.kind === 'version.renumbered') return event.artifact.name === timeline.artifact ? renumbered(state, event.renumbered) : {};
  const next = foldTimeline(timeline, event);
  if (next === timeline) return {};
  if (event.kind === 'artifact.removed') return { ...closed, status: 'idle', ...restated(next, pending) };
  const still = restated(next, pending);
  if (event.kind === 'version.created') {
    return { ...still, arrived: [...arrived, event.version.index], selected: selected ?? event.version.index };
  }
  if (event.kind !== 'versions.deleted') return still;
  return {
    ...still,
    selected: nearest(timeline.order, next, selected),
    compared: compared !== null && next.told[compared] === undefined ? null : compared,
    ticks: keptTicks(ticks, next.order),
  };
}
