import { createStoreContext } from '../../lib/store-context.tsx';
import type { ApartState } from './store.ts';

export const apartContext = createStoreContext<ApartState>('apart');
export const useApart = apartContext.use;
export const useApartApi = apartContext.useApi;
