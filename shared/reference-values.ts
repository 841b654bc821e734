import { z } from 'zod';

/** Something that an artifact refers to because somebody at this computer said so. */
export const addedReferenceSchema = z.object({
  /** An object, or a prefix of many. */
  uri: z.string(),
  /** Where its objects stand in the artifact; empty: the top. */
  path: z.string(),
  /** False: nothing is asked of the source, and so no change can be noticed. */
  checksum: z.boolean(),
  addedAt: z.number(),
});
export type AddedReferenceView = z.infer<typeof addedReferenceSchema>;

export const referencesSchema = z.object({
  references: z.array(addedReferenceSchema),
  /** How often their sources are looked at without being asked; null: never. */
  everyMs: z.number().nullable(),
  /** The last look. One sentence when it failed; empty otherwise. */
  lastScan: z.object({ at: z.number(), message: z.string() }).nullable(),
  /** Local and private places that references from others may be fetched from: `https://intern.example`, `file://`. */
  permissions: z.array(z.string()),
});
export type ReferencesView = z.infer<typeof referencesSchema>;

const driftedSchema = z.object({ path: z.string(), uri: z.string(), message: z.string() });
/** Whether what references name is still what it was. The lists are cut at the asked limit, the counts are whole. */
export const driftSchema = z.object({
  ref: z.string(),
  counts: z.object({
    intact: z.int(),
    changed: z.int(),
    missing: z.int(),
    /** Overwritten or deleted, but the bucket still keeps the recorded generation or version. */
    recoverable: z.int(),
    /** The source gave no identity, so that nothing can be told. */
    unchecked: z.int(),
    /** The source gave no answer. */
    unreachable: z.int(),
  }),
  changed: z.array(driftedSchema),
  missing: z.array(driftedSchema),
  recoverable: z.array(driftedSchema),
  unreachable: z.array(driftedSchema),
  /** Local and private places of unreachable ones that may be permitted (`reference.permit`). */
  places: z.array(z.string()),
});
export type DriftView = z.infer<typeof driftSchema>;
