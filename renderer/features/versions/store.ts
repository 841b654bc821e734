import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import { createMeanwhile } from '../../lib/meanwhile.ts';
import type { JsonValue } from '../../lib/naming.ts';
import type { Notices } from '../../lib/notices.ts';
import { createEditing } from './editing.ts';
import type { Edit } from './edits.ts';
import { emptyTimeline, foldTimeline, restated } from './fold.ts';
import type { Timeline, VersionsByIndex } from './fold.ts';
import { closed, createLoading } from './loading.ts';

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
        if (event.kind === 'versions.revived' && event.artifact.name === get().timeline.artifact) void get().reload();
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

      showPage: (pageOpened) => set({ pageOpened }),
      showTab: (tab) => set({ tab }),
      setEditing: (editing) => set({ editing }),
      compareWith: (compared) => set({ compared, tab: 'changes', pageOpened: true }),

      ...createEditing(surroundings, set, get),
    };
  });
}
