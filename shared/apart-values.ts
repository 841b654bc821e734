import { z } from 'zod';

/** Who did something in the team's bucket, and when by that one's clock (ms since 1970). */
const bySchema = z.object({ actor: z.string(), at: z.number() }).nullable();

/** Where an alias stands: the version (`v3`) that it names, null when it is no more. */
const aliasStateSchema = z.object({ ref: z.string().nullable(), protected: z.boolean() });

/** An alias that both sides moved to different ends. */
export const undecidedAliasSchema = z.object({
  kind: z.literal('alias'),
  alias: z.string(),
  base: aliasStateSchema,
  ours: aliasStateSchema,
  theirs: aliasStateSchema,
  by: bySchema,
  /** Which of their states this is: a decision says which one was seen. */
  seen: z.string(),
  /** Why ours cannot be kept; null when it can. */
  refusal: z.string().nullable(),
});

/** A field of a version's edits that both sides changed to different ends. */
export const undecidedEditSchema = z.object({
  kind: z.literal('edit'),
  ref: z.string(),
  /** `description`, `pinned`, `timeToLive`, `metadata.<key>`, or `metadata` when both sides' keys are too many together. */
  field: z.string(),
  /** Null: it was not there. */
  base: z.json(),
  ours: z.json(),
  theirs: z.json(),
  by: bySchema,
  seen: z.string().nullable(),
});

export const undecidedSchema = z.discriminatedUnion('kind', [undecidedAliasSchema, undecidedEditSchema]);
export type UndecidedView = z.infer<typeof undecidedSchema>;
export type UndecidedAliasView = z.infer<typeof undecidedAliasSchema>;
export type UndecidedEditView = z.infer<typeof undecidedEditSchema>;

/** A version of this home that has another index now, because somebody else's came first. */
export const renumberedSchema = z.object({ from: z.string(), to: z.string(), by: z.string() });
export type RenumberedView = z.infer<typeof renumberedSchema>;

/** How many paths were changed by one side alone, by both to different ends, and by both alike. */
export const sidesTotalsSchema = z.object({ here: z.int(), there: z.int(), both: z.int(), alike: z.int() });

/** A folder that lacks what somebody else made. */
export const folderApartSchema = z.object({
  /** The version that the folder stands at. */
  here: z.string(),
  /** The newest of others that the folder does not have. */
  there: z.string(),
  /** Who made that one. */
  by: z.string(),
  /** The newest version that both come from; null: it was deleted. */
  base: z.string().nullable(),
  totals: sidesTotalsSchema,
});
export type FolderApartView = z.infer<typeof folderApartSchema>;

/** What this home and others have not brought together. */
export const apartSchema = z.object({
  undecided: z.array(undecidedSchema),
  /** Since somebody saw them. */
  renumbered: z.array(renumberedSchema),
  folder: folderApartSchema.nullable(),
});
export type ApartView = z.infer<typeof apartSchema>;

/** What a path is on one side; null: it is not there. */
const sideSchema = z.object({ kind: z.enum(['file', 'link', 'directory', 'reference']), size: z.number() }).nullable();

export const sidesRowSchema = z.object({
  path: z.string(),
  changed: z.enum(['here', 'there', 'both', 'alike']),
  base: sideSchema,
  here: sideSchema,
  there: sideSchema,
});
export type SidesRow = z.infer<typeof sidesRowSchema>;
export const sidesSchema = z.object({ rows: z.array(sidesRowSchema), totals: sidesTotalsSchema });
export type SidesView = z.infer<typeof sidesSchema>;
