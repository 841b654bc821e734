import { createStoreContext } from '../../lib/store-context.tsx';
import type { EngineStoreState } from './store.ts';

export const engineContext = createStoreContext<EngineStoreState>('engine');
export const useEngine = engineContext.use;
export const useEngineApi = engineContext.useApi;
