import { createStoreContext } from '../../lib/store-context.tsx';
import type { DeleteState } from './store.ts';

export const deleteContext = createStoreContext<DeleteState>('delete');
export const useDelete = deleteContext.use;
export const useDeleteApi = deleteContext.useApi;
