import { createStoreContext } from '../../lib/store-context.tsx';
import type { RemotesState } from './store.ts';

export const remotesContext = createStoreContext<RemotesState>('remotes');
export const useRemotes = remotesContext.use;
export const useRemotesApi = remotesContext.useApi;
