/** What an artifact does with its remote by itself: push, pull, ask for news, bring contents. */
export const syncWorks = ['push', 'pull', 'look', 'fetch'] as const;
export type SyncWork = (typeof syncWorks)[number];

/**
 * Why nothing goes at the moment. `settling`: a change waits for quiet; `resting`: nothing is to be done; `offline` and `busy`: it is tried again by itself;
 * `refused`: it needs a person; `cancelled`: a person called it off, and the next version goes again.
 */
export const syncHolds = ['manual', 'paused', 'battery', 'metered', 'offline', 'busy', 'refused', 'cancelled', 'settling', 'resting'] as const;
export type SyncHold = (typeof syncHolds)[number];

/** How an artifact stands to its remote at one moment. Times are ms since 1970. */
export interface SyncStatus {
  readonly state: SyncWork | SyncHold;
  /** Since when it goes on, or waits for what went wrong. */
  readonly since: number | null;
  /** When it goes on by itself; null: only when something happens. */
  readonly until: number | null;
  /** One sentence about what went wrong; empty otherwise. */
  readonly message: string;
  /** How many names and notes were changed here and by others, to different ends. */
  readonly conflicts: number;
}
