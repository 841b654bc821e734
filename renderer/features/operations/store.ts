import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { OperationView } from '../../../shared/values.ts';
import { createMeanwhile } from '../../lib/meanwhile.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

const pageSize = 200;

export interface OperationsState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  /** Newest first. */
  operations: readonly OperationView[];
  hasMore: boolean;
  loadingMore: boolean;
  filter: string;
  /** Ids whose undo is under way. */
  undoing: readonly number[];

  load(): Promise<void>;
  loadMore(): Promise<void>;
  fold(event: EngineEvent): void;
  setFilter(filter: string): void;
  undo(operation: number): Promise<void>;
}

export type OperationsStore = StoreApi<OperationsState>;

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

/** The log after an operation was recorded or told again (undone); newest first, each once. */
export function withOperation(log: readonly OperationView[], operation: OperationView): OperationView[] {
  const others = log.filter(({ id }) => id !== operation.id);
  return [...others, operation].toSorted((one, other) => other.id - one.id);
}

export function createOperationsStore({ client, notices }: Surroundings): OperationsStore {
  const meanwhile = createMeanwhile<OperationView>();
  return createStore<OperationsState>()((set, get) => ({
    status: 'idle',
    operations: [],
    hasMore: false,
    loadingMore: false,
    filter: '',
    undoing: [],

    async load() {
      if (get().status !== 'ready') set({ status: 'loading' });
      const heardMeanwhile = meanwhile.begin();
      try {
        const { operations } = await client.invoke('operation.list', { limit: pageSize });
        const log = heardMeanwhile().reduce<readonly OperationView[]>(withOperation, operations);
        set({ status: 'ready', operations: log, hasMore: operations.length === pageSize });
      } catch (error) {
        heardMeanwhile();
        set({ status: 'failed' });
        tellError(notices, 'The history could not be read', error);
      }
    },

    async loadMore() {
      const { hasMore, loadingMore, operations } = get();
      const last = operations.at(-1);
      if (!hasMore || loadingMore || last === undefined) return;
      set({ loadingMore: true });
      try {
        const page = await client.invoke('operation.list', { before: last.id, limit: pageSize });
        set((state) => ({
          operations: [...state.operations, ...page.operations],
          hasMore: page.operations.length === pageSize,
        }));
      } catch (error) {
        tellError(notices, 'Older history could not be read', error);
      } finally {
        set({ loadingMore: false });
      }
    },

    fold(event) {
      if (event.kind !== 'operation.recorded') return;
      meanwhile.hear(event.operation);
      set(({ operations }) => ({ operations: withOperation(operations, event.operation) }));
    },

    setFilter: (filter) => set({ filter }),

    async undo(operation) {
      if (get().undoing.includes(operation)) return;
      set(({ undoing }) => ({ undoing: [...undoing, operation] }));
      try {
        const { undone } = await client.invoke('operation.undo', { operation });
        set(({ operations }) => ({
          operations: withOperation(operations, { ...undone, undone: true, undoable: false }),
        }));
        notices.tell({ title: 'Taken back', message: 'It is as it was before.', tone: 'good' });
      } catch (error) {
        tellError(notices, 'It could not be taken back', error);
      } finally {
        set(({ undoing }) => ({ undoing: undoing.filter((id) => id !== operation) }));
      }
    },
  }));
}
