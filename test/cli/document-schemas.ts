import { z } from 'zod';

/** What scripts may rely on, written down once more and apart from the product. */

export const isoTime = z.iso.datetime();
const count = z.int().nonnegative();

export const versionDocument = z.object({
  name: z.string(),
  index: count,
  ref: z.string().regex(/^v\d+$/),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  files: count,
  bytes: count,
  addedBytes: count,
  createdAt: isoTime,
  aliases: z.array(z.string()),
  protectedAliases: z.array(z.string()),
  tags: z.array(z.string()),
  description: z.string(),
  metadata: z.record(z.string(), z.json()),
  origin: z.string(),
  actor: z.string().regex(/^.+@.+$/),
  identicalTo: count.nullable(),
  changes: z.object({ added: count, modified: count, removed: count, renamed: count }),
  problems: z.array(z.object({ path: z.string(), reason: z.string(), message: z.string() })),
  pinned: z.boolean(),
  timeToLive: z.union([count, z.enum(['never', 'inherit'])]),
});

const rule = z.union([z.strictObject({ kind: z.enum(['all', 'thin']) }), z.strictObject({ kind: z.literal('last'), count })]);
const reason = z.strictObject({ code: z.string(), message: z.string() });

export const artifactDocument = z.object({
  name: z.string(),
  type: z.string(),
  path: z.string().nullable(),
  mode: z.enum(['copy', 'reference']),
  state: z.string(),
  stateMessage: z.string(),
  keep: rule,
  timeToLive: z.union([count, z.literal('never')]),
  createdAt: isoTime,
  versions: count,
  latest: versionDocument.nullable(),
});

const pathProblems = z.array(z.strictObject({ path: z.string(), message: z.string() }));
const drifted = z.strictObject({ path: z.string(), uri: z.string(), message: z.string() });
const sized = z.object({ path: z.string(), size: count });
const operation = z.object({
  id: count,
  at: isoTime,
  actor: z.string(),
  kind: z.string(),
  artifact: z.string().nullable(),
  arguments: z.record(z.string(), z.unknown()),
  undoable: z.boolean(),
  undone: z.boolean(),
});
const restored = z.object({
  written: count,
  deleted: count,
  unchanged: count,
  bytes: count,
  safetyVersion: z.string().nullable(),
  version: versionDocument.nullable(),
  target: z.string(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  operation: count.nullable(),
});
const edited = z.strictObject({ version: versionDocument });

const remote = z.strictObject({
  name: z.string(),
  url: z.string(),
  kind: z.enum(['folder', 'gcs']),
  endpoint: z.string().nullable(),
  credentials: z.enum(['default', 'key-file', 'kept-key', 'none']),
  keyFile: z.string().nullable(),
  bytesPerSecond: count.nullable(),
  writable: z.boolean(),
  encrypted: z.boolean(),
  locked: z.boolean(),
  artifacts: z.array(z.string()),
  going: z.strictObject({ bytes: count, dueAt: isoTime }).nullable(),
});
const ability = z.boolean().nullable();
const remoteCheck = z.strictObject({
  ok: z.boolean(),
  writable: z.boolean(),
  url: z.string(),
  message: z.string(),
  code: z.string().nullable(),
  can: z.strictObject({ list: ability, read: ability, write: ability, replace: ability, delete: ability }),
  clockDifferenceMs: z.number().nullable(),
  left: z.string().nullable(),
});

const traffic = z.strictObject({ versions: count, containers: count, bytes: count, refs: z.array(z.string().regex(/^v\d+$/)) });
const swept = z.strictObject({ announcedBytes: count, dueAt: isoTime.nullable(), restBytes: count, removedBytes: count, freedBytes: z.number() });
const synced = z.strictObject({
  remote: z.string(),
  pushed: traffic,
  pulled: traffic,
  renumbered: z.array(z.strictObject({ from: z.string().regex(/^v\d+$/), to: z.string().regex(/^v\d+$/) })),
  aliases: z.strictObject({ put: z.array(z.string()), taken: z.array(z.string()) }),
  edits: z.strictObject({ put: z.array(z.string()), taken: z.array(z.string()) }),
  conflicts: z.array(z.strictObject({ kind: z.enum(['alias', 'edit', 'deletion']), name: z.string(), message: z.string() })),
  deletions: z.strictObject({ put: z.array(z.string()), taken: z.array(z.string()), returned: z.array(z.string()), artifacts: z.array(z.string()) }),
  swept: swept.nullable(),
});

const known = z.boolean().nullable();
const link = z.strictObject({
  artifact: z.string(),
  remote: z.string(),
  content: z.enum(['all', 'metadata']),
  writable: z.boolean(),
  waiting: count,
  mode: z.enum(['manual', 'automatic']),
  paused: z.boolean(),
  notOnBattery: z.boolean(),
  notOnMetered: z.boolean(),
  offline: z.enum(['as-needed', 'newest', 'all']),
  state: z.string().nullable(),
  message: z.string(),
  since: isoTime.nullable(),
  nextAt: isoTime.nullable(),
  conflicts: count,
  conditions: z.strictObject({ onBattery: known, metered: known, online: known }),
  pushedAt: isoTime.nullable(),
});
const by = z.strictObject({ actor: z.string(), at: isoTime }).nullable();
const aliasState = z.strictObject({ ref: z.string().nullable(), protected: z.boolean() });
const undecided = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alias'), alias: z.string(), base: aliasState, ours: aliasState, theirs: aliasState, by, refusal: z.string().nullable() }),
  z.strictObject({ kind: z.literal('edit'), ref: z.string(), field: z.string(), base: z.json(), ours: z.json(), theirs: z.json(), by }),
]);
const sidesTotals = z.strictObject({ here: count, there: count, both: count, alike: count });
const folderApart = z.strictObject({ here: z.string(), there: z.string(), by: z.string(), base: z.string().nullable(), totals: sidesTotals });
const side = z.strictObject({ kind: z.string(), size: count }).nullable();
const apart = z.strictObject({
  name: z.string(),
  undecided: z.array(undecided),
  renumbered: z.array(z.strictObject({ from: z.string(), to: z.string(), by: z.string() })),
  folder: folderApart.nullable(),
});

/** The document of each command. */
export const documents = {
  sync: synced,
  sweep: z.strictObject({ remote: z.string(), swept: swept.nullable() }),
  link,
  unlink: z.strictObject({ artifact: z.string(), remote: z.string() }),
  status: z.strictObject({ artifacts: z.array(link.extend({ ...apart.shape, provisionalFrom: z.string() })) }),
  offline: z.strictObject({ artifact: z.string(), keep: z.enum(['as-needed', 'newest', 'all']).nullable(), refs: z.array(z.string()), bytes: count }),
  clone: synced.extend({ artifact: artifactDocument, version: versionDocument.nullable(), restore: restored.nullable() }),
  remotePassphrase: z.strictObject({ remote, recoveryCode: z.string().nullable() }),
  remoteAdd: z.strictObject({ remote, check: remoteCheck, recoveryCode: z.string().nullable(), remotes: z.array(remote) }),
  remotes: z.strictObject({ remotes: z.array(remote) }),
  remoteCheck: z.strictObject({ check: remoteCheck }),
  remoteLimit: z.strictObject({ remote }),
  remoteRemove: z.strictObject({ removed: z.string(), artifacts: z.array(z.string()), remotes: z.array(remote) }),
  track: z.strictObject({ artifact: artifactDocument, version: versionDocument }),
  untrack: z.strictObject({ artifact: artifactDocument }),
  snapshot: z.strictObject({ created: z.boolean(), version: versionDocument }),
  ls: z.strictObject({ artifacts: z.array(artifactDocument) }),
  log: z.strictObject({ versions: z.array(versionDocument.extend({ provisional: z.boolean() })) }),
  conflicts: z.strictObject({ artifacts: z.array(apart) }),
  settle: z.strictObject({ undecided: z.array(undecided) }),
  sides: z.strictObject({ folder: folderApart.nullable(), paths: z.array(z.strictObject({ path: z.string(), changed: z.enum(['here', 'there', 'both', 'alike']), base: side, here: side, there: side })), totals: sidesTotals }),
  show: z.strictObject({
    version: versionDocument,
    fate: z.strictObject({ kept: reason.nullable(), goesAt: isoTime.nullable(), goesBecause: reason.nullable() }),
  }),
  keep: z.object({
    rule,
    timeToLive: z.union([count, z.literal('never')]),
    going: z.array(z.object({ artifact: z.string(), ref: z.string(), size: count, createdAt: isoTime })),
    freedBytes: count,
  }),
  keepVersion: edited,
  limit: z.strictObject({ limitBytes: count.nullable(), storeBytes: count, state: z.enum(['free', 'near', 'full']) }),
  files: z.strictObject({
    entries: z.array(
      z.object({
        path: z.string(),
        kind: z.enum(['file', 'link', 'directory', 'reference']),
        size: count.nullable(),
        digest: z.string().nullable(),
        mode: z.string().regex(/^0[0-7]{3}$/).nullable(),
        modifiedAt: isoTime.nullable(),
        target: z.string().nullable(),
      }),
    ),
  }),
  diff: z.object({
    added: z.array(sized),
    removed: z.array(sized),
    modified: z.array(sized),
    renamed: z.array(z.object({ from: z.string(), to: z.string() })),
  }),
  history: z.strictObject({
    changes: z.array(
      z.object({
        ref: z.string(),
        kind: z.enum(['added', 'modified', 'removed']),
        size: count.nullable(),
        createdAt: isoTime,
      }),
    ),
  }),
  restore: restored,
  plan: z.object({
    dryRun: z.literal(true),
    written: count,
    deleted: count,
    unchanged: count,
    bytes: count,
    safetyVersion: z.null(),
    plan: z.object({ create: count, overwrite: count, delete: count, items: z.array(z.object({ path: z.string() })) }),
  }),
  use: z.strictObject({ directory: z.string(), version: versionDocument }),
  useNoFetch: z.strictObject({ directory: z.string(), version: versionDocument, references: z.array(z.strictObject({ path: z.string(), uri: z.string(), size: count.nullable() })) }),
  refAdd: z.strictObject({ artifact: artifactDocument, version: versionDocument, created: z.boolean(), problems: pathProblems }),
  refRemove: z.strictObject({ version: versionDocument, created: z.boolean() }),
  refScan: z.strictObject({ version: versionDocument, created: z.boolean(), problems: pathProblems }),
  refList: z.strictObject({
    references: z.array(z.strictObject({ uri: z.string(), path: z.string(), checksum: z.boolean(), addedAt: isoTime })),
    everyMs: count.nullable(),
    lastScan: z.strictObject({ at: isoTime, message: z.string() }).nullable(),
    permissions: z.array(z.string()),
  }),
  refCheck: z.strictObject({
    ref: z.string(),
    intact: count,
    changed: z.array(drifted),
    missing: z.array(drifted),
    recoverable: z.array(drifted),
    unreachable: z.array(drifted),
    unchecked: count,
    counts: z.record(z.string(), count),
    places: z.array(z.string()),
  }),
  refFetch: z.strictObject({ created: z.boolean(), version: versionDocument, files: count, bytes: count, problems: pathProblems }),
  manifest: z.strictObject({
    format: z.literal('strata-manifest-1'),
    artifact: z.string(),
    type: z.string(),
    version: versionDocument,
    entries: z.array(z.object({ path: z.string(), kind: z.string(), identity: z.record(z.string(), z.string()).optional() })),
  }),
  manifestWandb: z.strictObject({
    version: z.literal(1),
    storagePolicy: z.literal('wandb-storage-policy-v1'),
    storagePolicyConfig: z.strictObject({ storageLayout: z.literal('V2') }),
    contents: z.record(z.string(), z.strictObject({ digest: z.string(), size: count.optional(), ref: z.string().optional(), extra: z.record(z.string(), z.string()).optional() })),
  }),
  alias: z.object({ version: versionDocument }),
  tag: edited,
  describe: edited,
  meta: edited,
  du: z.object({
    versions: z.array(z.object({ artifact: z.string(), ref: z.string(), createdAt: z.iso.datetime({ offset: true }), size: count, cost: count, reclaim: count })),
    totals: z.object({ size: count, cost: count }),
    storeBytes: count,
    cloneBytes: count,
    undoBytes: count,
    limitBytes: count.nullable(),
    limitState: z.string(),
  }),
  rm: z.strictObject({
    freedBytes: count,
    bucket: z.strictObject({ remotes: z.array(z.string()), freedBytes: count }).nullable(),
    versions: z.array(z.strictObject({ artifact: z.string(), ref: z.string(), size: count })),
    artifacts: z.array(z.string()),
    aliases: z.array(z.strictObject({ artifact: z.string(), alias: z.string() })),
    operations: z.array(count),
    dueAt: isoTime.nullable(),
  }),
  rmPlan: z.object({ dryRun: z.literal(true), freedBytes: count, versions: z.array(z.object({ artifact: z.string(), ref: z.string() })) }),
  empty: z.strictObject({ freedBytes: count, versions: count }),
  purge: z.object({
    dryRun: z.literal(true).optional(),
    path: z.string(),
    versions: z.array(z.strictObject({ artifact: z.string(), ref: z.string() })),
    entries: count,
    freedBytes: count,
    heldBytes: count,
  }),
  verify: z.object({ ok: z.boolean(), versions: count, findings: z.array(z.object({ message: z.string() })) }),
  repair: z.object({
    ok: z.boolean(),
    verified: z.object({ ok: z.boolean() }),
    repaired: z.object({ chunks: count, bytes: count, containers: count, records: count, counts: count }),
    lost: z.array(z.object({ message: z.string(), touches: z.array(z.object({ version: z.string(), path: z.string().nullable() })) })),
  }),
  rebuild: z.object({
    ok: z.boolean(),
    artifacts: count,
    versions: count,
    deletions: count,
    containers: count,
    chunks: count,
    operations: count,
    history: z.enum(['kept', 'older', 'lost']),
    kept: z.string().nullable(),
    problems: z.array(z.object({ of: z.string(), message: z.string() })),
  }),
  ops: z.strictObject({ operations: z.array(operation) }),
  undo: z.strictObject({ undone: operation, restore: restored.nullable() }),
  watch: z.looseObject({ event: z.string(), artifact: z.string().nullable(), version: versionDocument.nullable() }),
  error: z.strictObject({
    error: z.strictObject({ code: z.string(), message: z.string(), data: z.record(z.string(), z.unknown()) }),
  }),
} as const;
