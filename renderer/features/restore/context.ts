import { createStoreContext } from '../../lib/store-context.tsx';
import type { RestoreState } from './store.ts';

export const restoreContext = createStoreContext<RestoreState>('restore');
export const useRestore = restoreContext.use;
export const useRestoreApi = restoreContext.useApi;
