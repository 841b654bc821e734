import { z } from 'zod';
import {
  activitySchema,
  artifactSchema,
  compositionSchema,
  deletePlanSchema,
  deleteResultSchema,
  deletionSchema,
  diffSchema,
  entrySchema,
  fateSchema,
  folderRowSchema,
  healthSchema,
  historyChangeSchema,
  keepPlanSchema,
  keepResultSchema,
  keepRuleSchema,
  operationSchema,
  purgePlanSchema,
  previewSchema,
  repairReportSchema,
  restorePlanSchema,
  restoreResultSchema,
  roomSchema,
  timeToLiveSchema,
  usageSchema,
  verifyReportSchema,
  versionSchema,
  versionTimeToLiveSchema,
} from './values.ts';
import { syncMethods } from './sync-methods.ts';
import { syncStateSchema } from './sync-values.ts';
import { addressed } from './addressed.ts';
import { apartMethods } from './apart-methods.ts';
import { referenceMethods } from './reference-methods.ts';
import { remoteMethods } from './remote-methods.ts';
import { remoteSchema } from './remote-values.ts';

const versionResult = z.object({ version: versionSchema });
const nothing = z.object({});

const restoreParams = z.object({
  ...addressed,
  /** Files or folders of the version; all of it when missing. */
  paths: z.array(z.string()).optional(),
  /** Absolute folder; missing: in place. */
  target: z.string().optional(),
  /** With a target: also delete what the version does not have. In place always does. */
  deleteExtra: z.boolean().default(false),
  /** With a target: references are fetched, stand there as links as far as they name files of this computer, or are left out. */
  references: z.enum(['fetch', 'link', 'leave']).default('fetch'),
});

const deleteParams = z.object({
  targets: z
    .array(
      z.object({
        artifact: z.string(),
        /** Versions of it; missing: the artifact itself with all of them. */
        refs: z.array(z.string()).min(1).optional(),
      }),
    )
    .min(1),
  /** Versions that have aliases of their own go with them; without it they are refused. */
  deleteAliases: z.boolean().default(false),
  /** Free at once; otherwise it can be taken back for a while. */
  now: z.boolean().default(false),
  /** What lies in a team's bucket goes from there too, for everybody, with the next push; where one may only read it never does. */
  fromBucket: z.boolean().default(true),
});

const keepParams = z.object({
  artifact: z.string(),
  /** What is missing stays as it is. */
  rule: keepRuleSchema.optional(),
  timeToLive: timeToLiveSchema.optional(),
});

/** Every method of the engine: name → parameters and result. */
export const methods = {
  'home.status': {
    params: nothing,
    result: z.object({
      home: z.string(),
      strataVersion: z.string(),
      pid: z.int(),
      allPaused: z.boolean(),
      storeBytes: z.number(),
      residentBytes: z.number(),
    }),
  },
  'artifact.list': { params: nothing, result: z.object({ artifacts: z.array(artifactSchema) }) },
  'artifact.get': { params: z.object({ artifact: z.string() }), result: z.object({ artifact: artifactSchema }) },
  /**
   * Looks at a folder before it is tracked; refuses with the reason tracking would give. With an artifact: whether the folder
   * resembles its latest version, so that a wrong one is seen before it becomes a version.
   */
  'artifact.inspect': {
    params: z.object({ path: z.string(), artifact: z.string().optional() }),
    result: z.object({ path: z.string(), proposedName: z.string(), resembles: z.boolean() }),
  },
  /**
   * Begins tracking and stores the baseline; answers when that is done. Progress comes as activity events. An artifact of
   * that name that is no longer tracked is tracked `again`: its versions go on, and none is `created` when the folder is as the
   * latest one.
   */
  'artifact.track': {
    params: z.object({
      path: z.string(),
      name: z.string().optional(),
      type: z.string().optional(),
      /** Missing: as it was before, or `copy`. */
      mode: z.enum(['copy', 'reference']).optional(),
      quietWindowMs: z.number().min(0).max(3_600_000).optional(),
    }),
    result: z.object({ artifact: artifactSchema, version: versionSchema, created: z.boolean(), again: z.boolean() }),
  },
  'artifact.untrack': { params: z.object({ artifact: z.string() }), result: z.object({ artifact: artifactSchema }) },
  'artifact.configure': {
    params: z.object({ artifact: z.string(), quietWindowMs: z.number().min(0).max(3_600_000) }),
    result: z.object({ artifact: artifactSchema }),
  },
  'artifact.setPaused': {
    params: z.object({ artifact: z.string(), paused: z.boolean() }),
    result: z.object({ artifact: artifactSchema }),
  },
  'home.setAllPaused': { params: z.object({ paused: z.boolean() }), result: z.object({ allPaused: z.boolean() }) },
  /** Rescans now. `created` is false when nothing changed; `version` is then the latest. */
  'artifact.snapshot': {
    params: z.object({
      artifact: z.string(),
      description: z.string().optional(),
      aliases: z.array(z.string()).optional(),
    }),
    result: z.object({ created: z.boolean(), version: versionSchema }),
  },

  'version.list': {
    params: z.object({
      artifact: z.string(),
      /** Only versions with a smaller index. */
      before: z.int().optional(),
      limit: z.int().min(1).max(10_000).default(200),
    }),
    result: z.object({ versions: z.array(versionSchema), total: z.int() }),
  },
  'version.get': { params: z.object(addressed), result: versionResult },
  /** A page of entries in path order, optionally only those at or below a prefix. */
  'version.entries': {
    params: z.object({
      ...addressed,
      prefix: z.string().default(''),
      after: z.string().optional(),
      limit: z.int().min(1).max(100_000).default(10_000),
    }),
    result: z.object({ entries: z.array(entrySchema), next: z.string().nullable() }),
  },
  /** One step of a search: the entries behind `after` whose path has every word, in any case, among the next `limit`. */
  'version.search': {
    params: z.object({
      ...addressed,
      words: z.array(z.string()).min(1),
      after: z.string().optional(),
      limit: z.int().min(1).max(100_000).default(10_000),
      /** The step ends early when it has found this many. */
      most: z.int().min(1).max(10_000).default(1_000),
    }),
    result: z.object({ entries: z.array(entrySchema), searched: z.int(), next: z.string().nullable() }),
  },
  /**
   * The rows directly inside one folder: folders first, then entries, each by name. `total` counts all rows; `place` is where
   * the folder stands among the rows of the one it is in, null at the top.
   */
  'version.folder': {
    params: z.object({
      ...addressed,
      folder: z.string().default(''),
      offset: z.int().nonnegative().default(0),
      limit: z.int().min(1).max(200_000).default(10_000),
    }),
    result: z.object({
      rows: z.array(folderRowSchema),
      total: z.int(),
      files: z.int(),
      bytes: z.number(),
      place: z.int().nullable(),
    }),
  },
  'version.diff': {
    params: z.object({
      artifact: z.string(),
      /** The older side. */
      from: z.string(),
      to: z.string(),
      /** Of another artifact; missing: the same. */
      toArtifact: z.string().optional(),
      limit: z.int().min(1).max(1_000_000).default(10_000),
    }),
    result: diffSchema,
  },
  'version.history': {
    params: z.object({ artifact: z.string(), path: z.string() }),
    result: z.object({ changes: z.array(historyChangeSchema) }),
  },
  /** At most 256 KiB of text, 4 MiB of an image, 512 bytes of anything else. */
  'version.preview': { params: z.object({ ...addressed, path: z.string() }), result: previewSchema },
  'version.describe': { params: z.object({ ...addressed, description: z.string() }), result: versionResult },
  /** Sets the given keys; a key with null in `remove` goes away. */
  'version.setMetadata': {
    params: z.object({
      ...addressed,
      set: z.record(z.string(), z.json()).default({}),
      remove: z.array(z.string()).default([]),
    }),
    result: versionResult,
  },
  'tag.add': { params: z.object({ ...addressed, tag: z.string() }), result: versionResult },
  'tag.remove': { params: z.object({ ...addressed, tag: z.string() }), result: versionResult },
  /** Points the alias at the version, moving it if it was elsewhere. */
  'alias.set': {
    params: z.object({ ...addressed, alias: z.string() }),
    result: z.object({ version: versionSchema, movedFrom: z.string().nullable() }),
  },
  'alias.remove': { params: z.object({ artifact: z.string(), alias: z.string() }), result: versionResult },
  /** A protected alias neither moves nor goes, and its version is not deleted, until it is unprotected. */
  'alias.setProtected': {
    params: z.object({ artifact: z.string(), alias: z.string(), protected: z.boolean() }),
    result: versionResult,
  },
  /** Gives an alias another name, on the version where it is. */
  'alias.rename': {
    params: z.object({ artifact: z.string(), alias: z.string(), to: z.string() }),
    result: versionResult,
  },

  'version.setPinned': { params: z.object({ ...addressed, pinned: z.boolean() }), result: versionResult },
  'version.setTimeToLive': { params: z.object({ ...addressed, timeToLive: versionTimeToLiveSchema }), result: versionResult },
  /** Why the version is kept, and when it goes. */
  'version.fate': { params: z.object(addressed), result: z.object({ fate: fateSchema }) },

  /** What these rules would take at once, or those that the artifact has; nothing is changed. */
  'keep.plan': { params: keepParams, result: keepPlanSchema },
  /** Sets rules and applies them at once. The rule and what went are taken back each by itself. */
  'keep.set': { params: keepParams, result: keepResultSchema },

  'restore.plan': {
    params: restoreParams.extend({ limit: z.int().min(0).max(100_000).default(1_000) }),
    result: restorePlanSchema,
  },
  'restore.apply': { params: restoreParams, result: restoreResultSchema },

  'delete.plan': { params: deleteParams, result: deletePlanSchema },
  'delete.apply': { params: deleteParams, result: deleteResultSchema },
  /** Deletions that can still be taken back, oldest first. */
  'delete.waiting': { params: nothing, result: z.object({ deletions: z.array(deletionSchema), bytes: z.number() }) },
  /** Frees at once what waits in the undo window: everything, or one deletion with those that nobody could take back without it. */
  'delete.emptyUndo': { params: z.object({ operation: z.int().optional() }), result: z.object({ freedBytes: z.number(), versions: z.int() }) },

  /** What taking a file or folder out of every version would do. */
  'purge.plan': { params: z.object({ artifact: z.string(), path: z.string() }), result: purgePlanSchema },
  /** Does it, for good. Refused while the folder still holds the path. */
  'purge.apply': { params: z.object({ artifact: z.string(), path: z.string() }), result: purgePlanSchema },

  'store.usage': { params: z.object({ artifact: z.string().optional() }), result: usageSchema },
  /** What deleting these versions would free. Quick after the first call, so that it can be asked while versions are ticked. */
  'store.reclaim': {
    params: z.object({ artifact: z.string(), refs: z.array(z.string()) }),
    result: z.object({ bytes: z.number() }),
  },
  /** What the storage of each artifact consists of. */
  'store.composition': {
    params: nothing,
    result: z.object({
      artifacts: z.array(compositionSchema),
      /** Bytes in containers that nobody holds any more, to be freed by compacting. */
      deadBytes: z.number(),
    }),
  },
  'store.room': { params: nothing, result: roomSchema },
  /** Null: no limit. A limit below what the store takes deletes nothing. */
  'store.setLimit': { params: z.object({ bytes: z.int().min(1).nullable() }), result: roomSchema },
  'store.verify': {
    params: z.object({
      artifact: z.string().optional(),
      deep: z.boolean().default(false),
      /** Read every byte from the beginning, also when the last deep look was cut short and could go on. */
      fresh: z.boolean().default(false),
    }),
    result: verifyReportSchema,
  },
  /** Looks at every byte and mends what can be mended: from other containers and from the work trees. */
  'store.repair': { params: nothing, result: repairReportSchema },
  /** What is known of the store's health, without looking: how the last looks ended, how far the one goes on. */
  'store.health': { params: nothing, result: healthSchema },
  ...remoteMethods,
  ...syncMethods,
  ...apartMethods,
  ...referenceMethods,
  'operation.list': {
    params: z.object({
      artifact: z.string().optional(),
      before: z.int().optional(),
      limit: z.int().min(1).max(10_000).default(200),
    }),
    result: z.object({ operations: z.array(operationSchema) }),
  },
  /** Takes one operation back: the given one, or the newest that can be. */
  'operation.undo': {
    params: z.object({ operation: z.int().optional() }),
    result: z.object({ undone: operationSchema, restore: restoreResultSchema.nullable() }),
  },
  'activity.list': { params: nothing, result: z.object({ activities: z.array(activitySchema) }) },
  'activity.cancel': { params: z.object({ activity: z.string() }), result: z.object({ cancelled: z.boolean() }) },
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
/** What a caller passes (defaults may be left out). */
export type Params<M extends MethodName> = z.input<Methods[M]['params']>;
/** What a handler receives. */
export type ParsedParams<M extends MethodName> = z.output<Methods[M]['params']>;
export type Result<M extends MethodName> = z.output<Methods[M]['result']>;

/** Facts: what happened, told after it was committed. Never what a view should do. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('artifact.tracked'), artifact: artifactSchema }),
  z.object({ kind: z.literal('artifact.untracked'), artifact: artifactSchema }),
  /** State, pause or configuration changed. */
  z.object({ kind: z.literal('artifact.changed'), artifact: artifactSchema }),
  z.object({ kind: z.literal('artifact.removed'), artifact: z.string() }),
  z.object({ kind: z.literal('version.created'), artifact: z.string(), version: versionSchema }),
  /** Description, metadata, tags or aliases of a version changed. */
  z.object({ kind: z.literal('version.edited'), artifact: z.string(), version: versionSchema }),
  z.object({ kind: z.literal('versions.deleted'), artifact: artifactSchema, refs: z.array(z.string()) }),
  /** A deletion was taken back. */
  z.object({ kind: z.literal('versions.revived'), artifact: artifactSchema, refs: z.array(z.string()) }),
  /** Versions of this home got other indexes, since others' have theirs in the bucket. */
  z.object({ kind: z.literal('version.renumbered'), artifact: artifactSchema, renumbered: z.array(z.object({ from: z.string(), to: z.string() })) }),
  /** The store takes another amount of the disk, or another amount waits to be freed. */
  z.object({ kind: z.literal('store.changed') }),
  /** The store comes near its limit, reached it, has room again, or has another limit. */
  z.object({ kind: z.literal('store.roomChanged'), room: roomSchema }),
  /** A look after the store found damage where the one before had found none. The first sentence of what it found. */
  z.object({ kind: z.literal('store.damaged'), findings: z.int(), message: z.string() }),
  z.object({ kind: z.literal('remote.added'), remote: remoteSchema }),
  /** Its limit, what one is let do there, or which artifacts are linked to it is another now. */
  z.object({ kind: z.literal('remote.changed'), remote: remoteSchema }),
  z.object({ kind: z.literal('remote.removed'), remote: z.string() }),
  /** Something did not come through to or from a remote, and is tried again by itself. */
  z.object({ kind: z.literal('remote.waiting'), remote: z.string(), message: z.string(), waitMs: z.number() }),
  /** What an artifact refers to, or how that is looked after, is another now. */
  z.object({ kind: z.literal('references.changed'), artifact: z.string() }),
  /** A look at the sources without being asked failed; it is tried again. */
  z.object({ kind: z.literal('references.unreachable'), artifact: z.string(), message: z.string() }),
  /** How an artifact stands to its remote is another now. */
  z.object({ kind: z.literal('sync.changed'), artifact: z.string(), state: syncStateSchema, message: z.string() }),
  z.object({ kind: z.literal('restore.finished'), artifact: z.string(), result: restoreResultSchema }),
  z.object({ kind: z.literal('operation.recorded'), operation: operationSchema }),
  z.object({ kind: z.literal('activity.started'), activity: activitySchema }),
  z.object({ kind: z.literal('activity.progressed'), activity: activitySchema }),
  z.object({
    kind: z.literal('activity.finished'),
    activity: activitySchema,
    outcome: z.enum(['done', 'cancelled', 'failed']),
    /** One sentence, when it failed. */
    message: z.string(),
  }),
  z.object({ kind: z.literal('home.pausedChanged'), allPaused: z.boolean() }),
]);
export type EngineEvent = z.infer<typeof eventSchema>;
