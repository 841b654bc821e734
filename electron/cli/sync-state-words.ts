import type { SyncState } from '../../shared/sync-values.ts';

/** Each state of an artifact and its remote, in a few words. */
export const syncStateWords: Readonly<Record<SyncState, string>> = {
  push: 'is pushed',
  pull: 'is pulled',
  look: 'asks for news',
  fetch: 'contents come',
  manual: 'pushed when asked',
  paused: 'paused',
  battery: 'waits: on battery',
  metered: 'waits: metered connection',
  offline: 'waits for the network',
  busy: 'waits for the bucket',
  refused: 'needs you',
  cancelled: 'called off; the next version goes again',
  settling: 'a change waits for quiet',
  resting: 'up to date',
};
