import { formatBytes } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { StorageState, StorageSurroundings } from './store.ts';

type Freeing = Pick<StorageState, 'undoing' | 'freeing' | 'undo' | 'freeNow'>;
type SetState = (change: Partial<StorageState> | ((state: StorageState) => Partial<StorageState>)) => void;

/** What can be done with deletions that wait: take one back, free one, or free all at once. The list follows the facts. */
export function createFreeing({ client, notices }: StorageSurroundings, set: SetState, get: () => StorageState): Freeing {
  return {
    undoing: [],
    freeing: null,

    async undo(operation) {
      if (get().undoing.includes(operation)) return;
      set(({ undoing }) => ({ undoing: [...undoing, operation] }));
      try {
        await client.invoke('operation.undo', { operation });
        notices.tell({ title: 'Deletion taken back', message: 'All of it is there again.', tone: 'good' });
      } catch (error) {
        tellError(notices, 'The deletion could not be taken back', error);
      } finally {
        set(({ undoing }) => ({ undoing: undoing.filter((id) => id !== operation) }));
      }
    },

    async freeNow(operation) {
      if (get().freeing !== null) return;
      set({ freeing: operation ?? 'all' });
      try {
        const { freedBytes } = await client.invoke('delete.emptyUndo', operation === undefined ? {} : { operation });
        const message = operation === undefined ? 'Nothing waits in the undo window any more.' : 'It is gone for good; the others wait on.';
        notices.tell({ title: `${formatBytes(freedBytes)} freed`, message, tone: 'good' });
      } catch (error) {
        tellError(notices, 'The space was not freed', error);
      } finally {
        set({ freeing: null });
      }
    },
  };
}
