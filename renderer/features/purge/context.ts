import { createStoreContext } from '../../lib/store-context.tsx';
import type { PurgeState } from './store.ts';

export const purgeContext = createStoreContext<PurgeState>('purge');
export const usePurge = purgeContext.use;
export const usePurgeApi = purgeContext.useApi;
