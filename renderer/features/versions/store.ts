import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import { createMeanwhile } from '../../lib/meanwhile.ts';
import type { JsonValue } from '../../lib/naming.ts';
import type { Notices } from '../../lib/notices.ts';
import { tellError } from '../../lib/notices.ts';
import { createEditing } from './editing.ts';
import type { Edit } from './edits.ts';
import { emptyTimeline, foldTimeline, restated, withFirstPage, withOlderPage, withVersion } from './fold.ts';
import type { Timeline, VersionsByIndex } from './fold.ts';

const pageSize = 200;

export type VersionTab = 'files' | 'changes' | 'metadata' | 'problems';

export interface VersionsState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  timeline: Timeline;
  pending: readonly Edit[];
  /** The timeline's versions with unanswered edits over them. */
  shown: VersionsByIndex;
  loadingMore: boolean;
  /** Versions that came while the timeline was open. */
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

  open(artifact: string): Promise<void>;
  reload(): Promise<void>;
  loadMore(): Promise<void>;
  fold(event: EngineEvent): void;
  select(index: number): Promise<void>;
  showPage(opened: boolean): void;
  showTab(tab: VersionTab): void;
  setEditing(field: 'alias' | 'description' | null): void;
  compareWith(index: number | null): void;

  addAlias(index: number, alias: string): Promise<boolean>;
  dropAlias(index: number, alias: string): Promise<boolean>;
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

const closed = { loadingMore: false, arrived: [], selected: null, compared: null, pageOpened: false, editing: null, tab: 'files' } as const;

export function createVersionsStore({ client, notices }: VersionsSurroundings): VersionsStore {
  return createStore<VersionsState>()((set, get) => {
    const meanwhile = createMeanwhile<EngineEvent>();
    const isOpen = (artifact: string): boolean => get().timeline.artifact === artifact;

    return {
      status: 'idle',
      ...restated(emptyTimeline(''), []),
      ...closed,

      async open(artifact) {
        if (isOpen(artifact) && get().status !== 'failed') return;
        set({ status: 'loading', ...closed, ...restated(emptyTimeline(artifact), get().pending) });
        await get().reload();
      },

      async reload() {
        const { artifact } = get().timeline;
        if (artifact === '') return;
        const heardMeanwhile = meanwhile.begin();
        try {
          const { versions, total } = await client.invoke('version.list', { artifact, limit: pageSize });
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

      async loadMore() {
        const { timeline, loadingMore, status } = get();
        const before = timeline.order.at(-1);
        if (status !== 'ready' || loadingMore || !timeline.hasMore || before === undefined) return;
        set({ loadingMore: true });
        const { artifact } = timeline;
        try {
          const { versions, total } = await client.invoke('version.list', { artifact, before, limit: pageSize });
          if (!isOpen(artifact)) return;
          set((state) => restated(withOlderPage(state.timeline, versions, total), state.pending));
        } catch (error) {
          tellError(notices, 'Older versions could not be listed', error);
        } finally {
          if (isOpen(artifact)) set({ loadingMore: false });
        }
      },

      fold(event) {
        meanwhile.hear(event);
        set(({ timeline, pending, arrived, selected }) => {
          const next = foldTimeline(timeline, event);
          if (next === timeline) return {};
          if (event.kind !== 'version.created') return restated(next, pending);
          return {
            ...restated(next, pending),
            arrived: [...arrived, event.version.index],
            selected: selected ?? event.version.index,
          };
        });
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

      showPage: (pageOpened) => set({ pageOpened }),
      showTab: (tab) => set({ tab }),
      setEditing: (editing) => set({ editing }),
      compareWith: (compared) => set({ compared, tab: 'changes', pageOpened: true }),

      ...createEditing({ client, notices }, set, get),
    };
  });
}
