import { createStoreContext } from '../../lib/store-context.tsx';
import type { ArtifactsState } from './store.ts';

export const artifactsContext = createStoreContext<ArtifactsState>('artifacts');
export const useArtifacts = artifactsContext.use;
export const useArtifactsApi = artifactsContext.useApi;
