import { z } from 'zod';

/** How an artifact goes together with its remote by itself. */
export const syncRulesSchema = z.object({
  /** `automatic`: pushes after each version and pulls what others did, while Strata runs. */
  mode: z.enum(['manual', 'automatic']),
  paused: z.boolean(),
  notOnBattery: z.boolean(),
  notOnMetered: z.boolean(),
  /** Of which versions the contents are brought here before anybody asks for them. */
  offline: z.enum(['as-needed', 'newest', 'all']),
});
export type SyncRulesView = z.infer<typeof syncRulesSchema>;

export const syncStateSchema = z.enum([
  'push', // these four go on now
  'pull',
  'look', // asks whether others made a version
  'fetch',
  'manual', // nothing goes by itself
  'paused',
  'battery',
  'metered',
  'offline', // tried again by itself, and so is busy
  'busy',
  'refused', // needs a person: see the message
  'cancelled', // called off; the next version goes again
  'settling', // a change waits for quiet
  'resting', // nothing is to be done
]);
export type SyncState = z.infer<typeof syncStateSchema>;

export const syncStatusSchema = z.object({
  state: syncStateSchema,
  since: z.number().nullable(),
  /** When it goes on by itself; null: only when something happens. */
  until: z.number().nullable(),
  /** One sentence about what went wrong; empty otherwise. */
  message: z.string(),
  /** Names and notes that were changed here and by others, to different ends. */
  conflicts: z.int(),
});
export type SyncStatusView = z.infer<typeof syncStatusSchema>;

/** What the computer runs on and how it is connected; null: this system does not tell. */
export const conditionsSchema = z.object({ onBattery: z.boolean().nullable(), metered: z.boolean().nullable(), online: z.boolean().nullable() });
export type ConditionsView = z.infer<typeof conditionsSchema>;

/** Which remote an artifact belongs to. */
export const linkSchema = z.object({
  remote: z.string(),
  content: z.enum(['all', 'metadata']),
  writable: z.boolean(),
  /** Versions here that nobody in the bucket has yet. */
  waiting: z.int(),
  /** From this index on indexes are provisional: nobody is known to have them in the bucket. */
  next: z.int(),
  rules: syncRulesSchema,
  /** Null: nothing stays that could go by itself; it is a command that runs alone. */
  status: syncStatusSchema.nullable(),
  conditions: conditionsSchema,
  /** When this home last pushed a version of it. */
  pushedAt: z.number().nullable(),
});
export type LinkView = z.infer<typeof linkSchema>;

/** Where a version is. */
export const whereaboutsSchema = z.object({
  ref: z.string(),
  /** All of its contents are on this computer. */
  here: z.boolean(),
  /** `records`: its files can be seen there, but their contents are not (all) there. */
  bucket: z.enum(['none', 'records', 'contents']),
  /** It came from the bucket. */
  pulled: z.boolean(),
  /** Who pushed it, and when by that one's clock. */
  by: z.string().nullable(),
  at: z.number().nullable(),
});
export type WhereaboutsView = z.infer<typeof whereaboutsSchema>;
