import { createStoreContext } from '../../lib/store-context.tsx';
import type { ActivitiesState } from './store.ts';

export const activitiesContext = createStoreContext<ActivitiesState>('activities');
export const useActivities = activitiesContext.use;
export const useActivitiesApi = activitiesContext.useApi;
