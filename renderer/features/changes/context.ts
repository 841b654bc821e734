import { createStoreContext } from '../../lib/store-context.tsx';
import type { ChangesState } from './store.ts';

export const changesContext = createStoreContext<ChangesState>('changes');
export const useChanges = changesContext.use;
export const useChangesApi = changesContext.useApi;
