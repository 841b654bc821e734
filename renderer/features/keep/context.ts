import { createStoreContext } from '../../lib/store-context.tsx';
import type { KeepState } from './store.ts';

export const keepContext = createStoreContext<KeepState>('keep');
export const useKeep = keepContext.use;
export const useKeepApi = keepContext.useApi;
