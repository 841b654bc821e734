import { createStoreContext } from '../../lib/store-context.tsx';
import type { FilesState } from './store.ts';

export const filesContext = createStoreContext<FilesState>('files');
export const useFiles = filesContext.use;
export const useFilesApi = filesContext.useApi;
