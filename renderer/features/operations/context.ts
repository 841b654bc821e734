import { createStoreContext } from '../../lib/store-context.tsx';
import type { OperationsState } from './store.ts';

export const operationsContext = createStoreContext<OperationsState>('operations');
export const useOperations = operationsContext.use;
export const useOperationsApi = operationsContext.useApi;
