import { createStoreContext } from '../../lib/store-context.tsx';
import type { ReferencesState } from './store.ts';

export const referencesContext = createStoreContext<ReferencesState>('references');
export const useReferences = referencesContext.use;
export const useReferencesApi = referencesContext.useApi;
