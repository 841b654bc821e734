import type { ReferencesView } from '../../shared/reference-values.ts';
import type { RemoteCheckView, RemoteView } from '../../shared/remote-values.ts';
import type {
  ArtifactView,
  DiffView,
  EntryView,
  OperationView,
  RestorePlanView,
  RestoreResultView,
  VersionView,
} from '../../shared/values.ts';

/** The contract's values as they stand in JSON documents: the same fields, with times in ISO 8601. */

/** ms since 1970 as ISO 8601 in UTC; null for none and for times that no calendar has. */
export function isoTime(ms: number | null): string | null {
  if (ms === null) return null;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

export function versionDocument(artifact: string, version: VersionView): Record<string, unknown> {
  return {
    name: artifact,
    index: version.index,
    ref: version.ref,
    digest: version.digest,
    files: version.files,
    bytes: version.bytes,
    addedBytes: version.addedBytes,
    createdAt: isoTime(version.createdAt),
    aliases: version.aliases,
    protectedAliases: version.protectedAliases,
    tags: version.tags,
    description: version.description,
    metadata: version.metadata,
    origin: version.origin,
    actor: version.actor,
    identicalTo: version.identicalTo,
    changes: version.changes,
    problems: version.problems,
    pinned: version.pinned,
    timeToLive: version.timeToLive,
  };
}

export function artifactDocument(artifact: ArtifactView): Record<string, unknown> {
  return {
    name: artifact.name,
    type: artifact.type,
    path: artifact.path,
    mode: artifact.mode,
    quietWindowMs: artifact.quietWindowMs,
    keep: artifact.keep,
    timeToLive: artifact.timeToLive,
    state: artifact.state,
    stateMessage: artifact.stateMessage,
    createdAt: isoTime(artifact.createdAt),
    references: artifact.references,
    versions: artifact.versions,
    latest: artifact.latest === null ? null : versionDocument(artifact.name, artifact.latest),
  };
}

export function entryDocument(entry: EntryView): Record<string, unknown> {
  const { path, kind, size, digest, mode, modifiedAt, target } = entry;
  return { path, kind, size, digest, mode, modifiedAt: isoTime(modifiedAt), target };
}

export function diffDocument(diff: DiffView): Record<string, unknown> {
  return { added: diff.added, removed: diff.removed, modified: diff.modified, renamed: diff.renamed, totals: diff.totals };
}

export function operationDocument(operation: OperationView): Record<string, unknown> {
  const { id, at, actor, kind, artifact, undoable, undone } = operation;
  return { id, at: isoTime(at), actor, kind, artifact, arguments: operation.arguments, undoable, undone };
}

export function restoreDocument(artifact: string, result: RestoreResultView): Record<string, unknown> {
  return {
    written: result.written,
    deleted: result.deleted,
    unchanged: result.unchanged,
    bytes: result.bytes,
    safetyVersion: result.safetyVersion,
    version: result.version === null ? null : versionDocument(artifact, result.version),
    target: result.target,
    problems: result.problems,
    operation: result.operation,
  };
}

/** A plan has the fields that its restore will have, as far as they can be known before, and the plan itself. */
export function planDocument(plan: RestorePlanView): Record<string, unknown> {
  return {
    dryRun: true,
    written: plan.create + plan.overwrite,
    deleted: plan.delete,
    unchanged: plan.unchanged,
    bytes: plan.bytes,
    safetyVersion: null,
    target: plan.target,
    problems: plan.problems,
    plan: {
      inPlace: plan.inPlace,
      ref: plan.ref,
      create: plan.create,
      overwrite: plan.overwrite,
      delete: plan.delete,
      touch: plan.touch,
      freeBytes: plan.freeBytes,
      items: plan.items,
    },
  };
}

export function remoteDocument(remote: RemoteView): Record<string, unknown> {
  const { name, address, kind, endpoint, credentials, keyFile, bytesPerSecond, writable, encrypted, locked, artifacts, going } = remote;
  const goes = going == null ? null : { bytes: going.bytes, dueAt: isoTime(going.dueAt) };
  return { name, url: address, kind, endpoint, credentials, keyFile, bytesPerSecond, writable, encrypted, locked, artifacts, going: goes };
}

export function remoteCheckDocument(check: RemoteCheckView): Record<string, unknown> {
  const { ok, writable, address, message, code, can, clockDifferenceMs, left } = check;
  return { ok, writable, url: address, message, code, can, clockDifferenceMs, left };
}

export function referencesDocument({ references, everyMs, lastScan, permissions }: ReferencesView): Record<string, unknown> {
  return {
    references: references.map(({ uri, path, checksum, addedAt }) => ({ uri, path, checksum, addedAt: isoTime(addedAt) })),
    everyMs,
    lastScan: lastScan === null ? null : { at: isoTime(lastScan.at), message: lastScan.message },
    permissions,
  };
}
