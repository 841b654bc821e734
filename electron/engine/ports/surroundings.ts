/** What the computer runs on and how it is connected; null: this system does not tell. */
export interface Conditions {
  readonly onBattery: boolean | null;
  /** Bytes over the present connection are counted, or cost something. */
  readonly metered: boolean | null;
  /** Whether there is a connection at all. True says nothing of whether a bucket can be reached. */
  readonly online: boolean | null;
}

export const unknownConditions: Conditions = { onBattery: null, metered: null, online: null };

/**
 * The computer around the engine.
 *
 * Law: `current` answers at once with what was told last; before anything was told, all is unknown. `listen` tells each change after `current` shows it, and
 * that the computer woke from sleep, until the returned function is called; what did not change is not told.
 */
export interface Surroundings {
  current(): Conditions;
  listen(listener: (what: 'changed' | 'woke') => void): () => void;
}
