import { createStoreContext } from '../../lib/store-context.tsx';
import type { StorageState } from './store.ts';

export const storageContext = createStoreContext<StorageState>('storage');
export const useStorage = storageContext.use;
export const useStorageApi = storageContext.useApi;
