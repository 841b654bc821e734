import { z } from 'zod';

/** Sizes are bytes, times are ms since 1970 (`…At`) or ms (`…Ms`), paths are as the system writes them. */

/** Which versions of an artifact stay by themselves; protected ones always do. */
export const keepRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('last'), count: z.int().min(1) }),
  /** All of the last day, one an hour for a week, one a day for a month, one a week after. */
  z.object({ kind: z.literal('thin') }),
]);
export type KeepRuleView = z.infer<typeof keepRuleSchema>;

/** Seconds from a version's creation. */
export const timeToLiveSchema = z.union([z.int().min(1), z.literal('never')]);
/** `inherit`: as the artifact says. */
export const versionTimeToLiveSchema = z.union([timeToLiveSchema, z.literal('inherit')]);

export const versionSchema = z.object({
  index: z.int().nonnegative(),
  /** `v3` */
  ref: z.string(),
  digest: z.string(),
  files: z.int().nonnegative(),
  /** Size: all bytes of the version. */
  bytes: z.number().nonnegative(),
  /** Content bytes this version brought into the store. */
  addedBytes: z.number().nonnegative(),
  createdAt: z.number(),
  actor: z.string(),
  origin: z.enum(['baseline', 'save', 'manual', 'before-restore', 'restore', 'rescan']),
  /** Index of the older version with equal content, or null. */
  identicalTo: z.int().nullable(),
  changes: z.object({ added: z.int(), modified: z.int(), removed: z.int(), renamed: z.int() }),
  problems: z.array(z.object({ path: z.string(), reason: z.string(), message: z.string() })),
  description: z.string(),
  metadata: z.record(z.string(), z.json()),
  tags: z.array(z.string()),
  aliases: z.array(z.string()),
  /** Those of them that neither move nor go, with the version, until somebody unprotects them. */
  protectedAliases: z.array(z.string()),
  /** No keep rule and no time to live takes it. */
  pinned: z.boolean(),
  timeToLive: versionTimeToLiveSchema,
});
export type VersionView = z.infer<typeof versionSchema>;

export const artifactStateSchema = z.enum([
  'starting', // watching begins, or the start-up rescan runs
  'watching',
  'settling', // saves were seen; waiting for quiet
  'snapshotting',
  'restoring',
  'paused',
  'problem', // see stateMessage; rescans go on where they can
  'unwatched', // tracked, but this engine does not watch: a command that runs by itself
  'untracked',
]);
export type ArtifactState = z.infer<typeof artifactStateSchema>;

export const artifactSchema = z.object({
  name: z.string(),
  type: z.string(),
  mode: z.enum(['copy', 'reference']),
  path: z.string().nullable(),
  quietWindowMs: z.number(),
  keep: keepRuleSchema,
  /** Of versions that have none of their own. */
  timeToLive: timeToLiveSchema,
  state: artifactStateSchema,
  /** One sentence about the state where there is something to say; empty otherwise. */
  stateMessage: z.string(),
  createdAt: z.number(),
  /** How many objects and prefixes were added to it here; see `reference.list`. */
  references: z.int(),
  versions: z.int(),
  latest: versionSchema.nullable(),
});
export type ArtifactView = z.infer<typeof artifactSchema>;

export const entrySchema = z.object({
  path: z.string(),
  kind: z.enum(['file', 'link', 'directory', 'reference']),
  size: z.number().nullable(),
  /** Digest of the content; null for links and directories. */
  digest: z.string().nullable(),
  /** Octal text such as `0644`; null where it has no meaning. */
  mode: z.string().nullable(),
  modifiedAt: z.number().nullable(),
  /** Text of a link, URI of a reference. */
  target: z.string().nullable(),
  /** Of a reference: what its source gave as identity; empty when nothing was asked. */
  identity: z.record(z.string(), z.string()).optional(),
});
export type EntryView = z.infer<typeof entrySchema>;

/** One row of a folder of a version: an entry, or a folder with its totals. */
export const folderRowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), name: z.string(), files: z.int(), bytes: z.number() }),
  z.object({ kind: z.literal('entry'), name: z.string(), entry: entrySchema }),
]);
export type FolderRow = z.infer<typeof folderRowSchema>;

export const sizedPathSchema = z.object({ path: z.string(), size: z.number() });
export const diffSchema = z.object({
  added: z.array(sizedPathSchema),
  removed: z.array(sizedPathSchema),
  /** `size` is the newer size. */
  modified: z.array(sizedPathSchema.extend({ sizeBefore: z.number() })),
  renamed: z.array(z.object({ from: z.string(), to: z.string(), size: z.number() })),
  /** Whole counts, also when the lists were cut at the limit. */
  totals: z.object({ added: z.int(), removed: z.int(), modified: z.int(), renamed: z.int() }),
});
export type DiffView = z.infer<typeof diffSchema>;

export const historyChangeSchema = z.object({
  ref: z.string(),
  kind: z.enum(['added', 'modified', 'removed']),
  size: z.number().nullable(),
  createdAt: z.number(),
});

export const restoreItemSchema = z.object({
  path: z.string(),
  action: z.enum(['create', 'overwrite', 'delete', 'touch']),
  kind: z.enum(['file', 'link', 'directory', 'reference']),
  size: z.number(),
});
export const restorePlanSchema = z.object({
  target: z.string(),
  inPlace: z.boolean(),
  ref: z.string(),
  create: z.int(),
  overwrite: z.int(),
  delete: z.int(),
  /** Same bytes, other time or permission bits. */
  touch: z.int(),
  unchanged: z.int(),
  /** Bytes that will be written. */
  bytes: z.number(),
  freeBytes: z.number(),
  /** The first items, at most the asked limit. */
  items: z.array(restoreItemSchema),
  /** Paths that would be left as they are, and why. */
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type RestorePlanView = z.infer<typeof restorePlanSchema>;

export const restoreResultSchema = z.object({
  written: z.int(),
  deleted: z.int(),
  unchanged: z.int(),
  bytes: z.number(),
  /** The version made just before, that takes the restore back (`v7`); null when the target is elsewhere. */
  safetyVersion: z.string().nullable(),
  /** The version that holds the restored state (often identical to an older one); null when nothing changed or elsewhere. */
  version: versionSchema.nullable(),
  target: z.string(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  /** Id for operation.undo; null when there is nothing to take back. */
  operation: z.int().nullable(),
});
export type RestoreResultView = z.infer<typeof restoreResultSchema>;

export const previewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), size: z.number(), truncated: z.boolean() }),
  z.object({ kind: z.literal('image'), mediaType: z.string(), base64: z.string(), size: z.number() }),
  z.object({ kind: z.literal('binary'), size: z.number(), hex: z.string() }),
  z.object({ kind: z.literal('none'), size: z.number().nullable(), reason: z.string() }),
]);
export type PreviewView = z.infer<typeof previewSchema>;

export const operationSchema = z.object({
  id: z.int(),
  at: z.number(),
  actor: z.string(),
  kind: z.string(),
  artifact: z.string().nullable(),
  arguments: z.record(z.string(), z.unknown()),
  undoable: z.boolean(),
  undone: z.boolean(),
});
export type OperationView = z.infer<typeof operationSchema>;

/** What a deletion does to one artifact. */
export const deletePartSchema = z.object({
  artifact: z.string(),
  /** The artifact itself goes, with all of its versions. */
  whole: z.boolean(),
  versions: z.array(versionSchema),
  /** Aliases that go, `latest` not counted. */
  aliases: z.array(z.string()),
  /** The version that `latest` names afterwards; null when none is left. */
  latestAfter: z.string().nullable(),
});

export const deletePlanSchema = z.object({
  parts: z.array(deletePartSchema),
  /** Content bytes that nobody else holds: freed at once, or when it can no longer be taken back. */
  freedBytes: z.number(),
  /** How long it could be taken back, ms. */
  undoWindowMs: z.number(),
  /**
   * What of it lies in buckets in which it may be deleted; null: nothing. `freedBytes`: content bytes that no other version in the bucket needs, as far as is known
   * here; they are free a day after the next push. `isChosen`: it goes from there too.
   */
  bucket: z.object({ remotes: z.array(z.string()), freedBytes: z.number(), isChosen: z.boolean() }).nullable().optional(),
});
export type DeletePlanView = z.infer<typeof deletePlanSchema>;

export const deleteResultSchema = deletePlanSchema.extend({
  /** Ids for operation.undo, one for each part; empty when it cannot be taken back. */
  operations: z.array(z.int()),
  /** When it can no longer be taken back; null: it cannot be. */
  dueAt: z.number().nullable(),
});
export type DeleteResultView = z.infer<typeof deleteResultSchema>;

/** What taking a path out of every version does. */
export const purgePlanSchema = z.object({
  path: z.string(),
  /** Versions that have it, oldest first; those in the undo window too. */
  refs: z.array(z.string()),
  /** Those of them that wait in the undo window. */
  waitingRefs: z.array(z.string()),
  /** The folder still holds it, so that purging is refused. */
  present: z.boolean(),
  /** Files that go, counted in every version. */
  entries: z.int(),
  /** Content bytes that go from the disk. */
  freedBytes: z.number(),
  /** Content bytes that stay, because other paths or artifacts hold the same content. */
  heldBytes: z.number(),
});
export type PurgePlanView = z.infer<typeof purgePlanSchema>;

/** A deletion that can still be taken back. */
export const deletionSchema = z.object({
  operation: z.int(),
  artifact: z.string(),
  whole: z.boolean(),
  refs: z.array(z.string()),
  at: z.number(),
  dueAt: z.number(),
  /** Content bytes that are freed when it is due. */
  bytes: z.number(),
  /** Operations of other deletions that are freed with it, when it is freed before it is due. */
  together: z.array(z.int()),
  /** Content bytes that this frees: those that no later deletion holds. */
  bytesNow: z.number(),
  /** Who deleted it for everybody, when that was somebody else; null or missing: it was deleted here. */
  by: z.string().nullable().optional(),
});
export type DeletionView = z.infer<typeof deletionSchema>;

/** Something long that is under way. */
export const activitySchema = z.object({
  id: z.string(),
  kind: z.enum(['track', 'snapshot', 'restore', 'verify', 'repair', 'rescan', 'compact', 'push', 'pull', 'fetch']),
  artifact: z.string().nullable(),
  /** What it does now, for people: "Reading files". */
  phase: z.string(),
  files: z.number(),
  totalFiles: z.number().nullable(),
  bytes: z.number(),
  totalBytes: z.number().nullable(),
  /** Bytes per second over the last seconds. */
  bytesPerSecond: z.number(),
  remainingMs: z.number().nullable(),
  startedAt: z.number(),
  cancellable: z.boolean(),
  /** Nobody asked for it: it went by itself. */
  automatic: z.boolean().optional(),
});
export type ActivityView = z.infer<typeof activitySchema>;

export const usageSchema = z.object({
  versions: z.array(
    z.object({
      artifact: z.string(),
      ref: z.string(),
      createdAt: z.number(),
      size: z.number(),
      cost: z.number(),
      /** Content bytes that deleting this version alone would free. */
      reclaim: z.number(),
    }),
  ),
  totals: z.object({ size: z.number(), cost: z.number() }),
  /** Bytes of all containers on disk. */
  storeBytes: z.number(),
  /** Those of them that lie in clones: they share their blocks with files of the user as long as those stay as they are. */
  cloneBytes: z.number(),
  /** Bytes that wait in the undo window. */
  undoBytes: z.number(),
});

/** Content bytes of one artifact, each in one of four parts. */
export const compositionSchema = z.object({
  artifact: z.string(),
  /** Held by several of its versions. */
  shared: z.number(),
  /** Held by one of its versions alone. */
  unique: z.number(),
  /** Held by other artifacts as well. */
  elsewhere: z.number(),
  /** Held by its deleted versions alone, in the undo window. */
  waiting: z.number(),
});
export type CompositionView = z.infer<typeof compositionSchema>;
/** Something that is not as it should be in the store. */
export const findingSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** Versions and paths it touches, `name:v3` and path; bounded. A null path: a part of the manifest itself. */
  touches: z.array(z.object({ version: z.string(), path: z.string().nullable() })),
});
export type FindingView = z.infer<typeof findingSchema>;

export const verifyReportSchema = z.object({
  ok: z.boolean(),
  versions: z.int(),
  nodes: z.int(),
  chunks: z.int(),
  bytes: z.number(),
  deep: z.boolean(),
  /** Empty when all is well. */
  findings: z.array(findingSchema),
  /** Containers of the store. */
  containers: z.int(),
  /** Of these, read before, by a deep look that was cut short and now went on. */
  provenBefore: z.int(),
});
export type VerifyReportView = z.infer<typeof verifyReportSchema>;

/** What becomes of a version as things stand. The sentences tell no times. */
export const fateSchema = z.object({
  ref: z.string(),
  /** Why it is kept now; null: it goes now. */
  kept: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** When it goes; null: nothing known takes it. */
  goes: z.object({ at: z.number(), code: z.string(), message: z.string() }).nullable(),
});
export type FateView = z.infer<typeof fateSchema>;

/** What a rule would do at once, newest first. */
export const keepPlanSchema = z.object({
  rule: keepRuleSchema,
  timeToLive: timeToLiveSchema,
  going: z.array(versionSchema),
  /** Content bytes that nobody else holds: freed when it can no longer be taken back. */
  freedBytes: z.number(),
  fates: z.array(fateSchema),
});
export type KeepPlanView = z.infer<typeof keepPlanSchema>;

export const keepResultSchema = z.object({
  artifact: artifactSchema,
  /** What went at once; null: nothing. */
  thinned: deleteResultSchema.nullable(),
  /** Id for operation.undo of the rule alone; null when it was like that already. */
  operation: z.int().nullable(),
});
export type KeepResultView = z.infer<typeof keepResultSchema>;

export const roomSchema = z.object({
  /** Bytes on disk that the store may take; null: no limit. */
  limitBytes: z.number().nullable(),
  storeBytes: z.number(),
  /** `near`: from 90 % on. `full`: no new versions are made. */
  state: z.enum(['free', 'near', 'full']),
});
export type RoomView = z.infer<typeof roomSchema>;
export const repairReportSchema = z.object({
  /** Nothing is wrong any more. */
  ok: z.boolean(),
  /** The deep look before. */
  verified: verifyReportSchema,
  /** What was mended: chunks stored again with their bytes, damaged containers written again, records, counts. */
  repaired: z.object({ chunks: z.int(), bytes: z.number(), containers: z.int(), records: z.int(), counts: z.int() }),
  /** What could not be; everything else stays usable. */
  lost: z.array(findingSchema),
});
export type RepairReportView = z.infer<typeof repairReportSchema>;

const healthNote = z.object({
  at: z.number(),
  deep: z.boolean(),
  findings: z.int(),
  /** The first sentences of what was found. */
  messages: z.array(z.string()),
});
export const healthSchema = z.object({
  last: healthNote.nullable(),
  lastDeep: healthNote.nullable(),
  /** The round through every byte that goes on, a little every day, or the last one. */
  round: z
    .object({ startedAt: z.number(), finishedAt: z.number().nullable(), containers: z.int(), proven: z.int() })
    .nullable(),
  /** Chunks that are known to be damaged and were not mended yet. */
  damagedChunks: z.int(),
});
export type HealthView = z.infer<typeof healthSchema>;
