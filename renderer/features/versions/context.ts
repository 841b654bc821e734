import { createStoreContext } from '../../lib/store-context.tsx';
import type { VersionsState } from './store.ts';

export const versionsContext = createStoreContext<VersionsState>('versions');
export const useVersions = versionsContext.use;
export const useVersionsApi = versionsContext.useApi;
