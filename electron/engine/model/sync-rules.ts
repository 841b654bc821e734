/** `as-needed`: contents of others' versions come when a version is restored or looked at. */
export const offlineChoices = ['as-needed', 'newest', 'all'] as const;
export type OfflineChoice = (typeof offlineChoices)[number];

/** How an artifact goes together with its remote by itself. */
export interface SyncRules {
  /** `automatic`: pushes after each version and pulls what others did, while an engine stays. `manual`: only when asked. */
  readonly mode: 'manual' | 'automatic';
  /** Nothing goes by itself until it is resumed. */
  readonly paused: boolean;
  readonly notOnBattery: boolean;
  readonly notOnMetered: boolean;
  /** Of which versions the contents are brought here before anybody asks for them. */
  readonly offline: OfflineChoice;
}

export const firstRules: SyncRules = { mode: 'manual', paused: false, notOnBattery: false, notOnMetered: false, offline: 'as-needed' };
