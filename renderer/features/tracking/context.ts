import { createStoreContext } from '../../lib/store-context.tsx';
import type { TrackingState } from './store.ts';

export const trackingContext = createStoreContext<TrackingState>('tracking');
export const useTracking = trackingContext.use;
export const useTrackingApi = trackingContext.useApi;
