import type { EngineEvent } from '../../../shared/contract.ts';
import type {
  ActivityView,
  ArtifactView,
  DiffView,
  EntryView,
  OperationView,
  RestoreResultView,
  RoomView,
  VersionView,
} from '../../../shared/values.ts';
import type { Activity } from '../../engine/activities/activities.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Fact } from '../../engine/facts.ts';
import { latestVersion } from '../../engine/find-version.ts';
import type { Artifact } from '../../engine/model/artifact.ts';
import type { VersionDiff } from '../../engine/diff/diff-versions.ts';
import { entrySize, type Entry } from '../../engine/model/entry.ts';
import type { Operation } from '../../engine/model/operation.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import type { Version } from '../../engine/model/version.ts';
import { addedReferences } from '../../engine/references/added-references.ts';
import type { RestoreResult } from '../../engine/restore/restore.ts';
import type { Room } from '../../engine/store/limit.ts';
import { remoteView } from './remote-views.ts';
import { rememberedProblems } from '../../engine/snapshot/remembered-problems.ts';

// The engine's values as the contract shows them.

export function versionView(version: Version): VersionView {
  return {
    index: version.index,
    ref: formatIndex(version.index),
    digest: version.digest,
    files: version.files,
    bytes: version.bytes,
    addedBytes: version.addedBytes,
    createdAt: version.createdAt,
    actor: version.actor,
    origin: version.origin,
    identicalTo: version.identicalTo,
    changes: { ...version.changes },
    problems: version.problems.map((problem) => ({ ...problem })),
    description: version.description,
    metadata: { ...version.metadata } as VersionView['metadata'],
    tags: [...version.tags],
    aliases: [...version.aliases],
    protectedAliases: [...version.protectedAliases],
    pinned: version.pinned,
    timeToLive: version.timeToLive,
  };
}

export function artifactView(engine: Engine, artifact: Artifact): ArtifactView {
  const { catalog } = engine.core;
  const newest = latestVersion(catalog, artifact);
  return {
    name: artifact.name,
    type: artifact.type,
    mode: artifact.mode,
    path: artifact.path,
    quietWindowMs: artifact.quietWindow,
    keep: { ...artifact.keep },
    timeToLive: artifact.timeToLive,
    ...stateView(engine, artifact),
    createdAt: artifact.createdAt,
    references: addedReferences(catalog, artifact).length,
    versions: catalog.versionCount(artifact.id),
    latest: newest === null ? null : versionView(newest),
  };
}

function stateView(engine: Engine, artifact: Artifact): Pick<ArtifactView, 'state' | 'stateMessage'> {
  if (artifact.path === null) return { state: 'untracked', stateMessage: '' };
  const live = engine.live.stateOf(artifact.id);
  if (live !== null) return { state: live.state, stateMessage: live.message || leftOut(engine, artifact) };
  return { state: 'unwatched', stateMessage: 'Nothing watches it now; changes are caught up when Strata runs.' };
}

/** What the work tree has that versions cannot hold, in one sentence; empty when there is nothing. */
function leftOut(engine: Engine, artifact: Artifact): string {
  const [first, ...others] = rememberedProblems(engine.core.catalog, artifact);
  if (first === undefined) return '';
  return others.length === 0 ? first.message : `${first.message} ${others.length} more like this.`;
}

/** Permission bits as `0644`. */
function modeView(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

export function entryView(entry: Entry): EntryView {
  const common = { path: entry.path, kind: entry.kind };
  const ms = 'modifiedAt' in entry ? entry.modifiedAt / 1_000 : null;
  switch (entry.kind) {
    case 'file':
      return { ...common, size: entry.size, digest: entry.blob, mode: modeView(entry.mode), modifiedAt: ms, target: null };
    case 'link':
      return { ...common, size: null, digest: null, mode: null, modifiedAt: ms, target: entry.target };
    case 'directory':
      return { ...common, size: null, digest: null, mode: modeView(entry.mode), modifiedAt: ms, target: null };
    case 'reference': {
      const digest = entry.identity['sha256'] ?? null;
      return { ...common, size: entry.size, digest, mode: null, modifiedAt: null, target: entry.uri, identity: { ...entry.identity } };
    }
  }
}

/** A difference with lists of at most `limit` lines each; the totals count all. */
export function diffView(diff: VersionDiff, limit: number): DiffView {
  const sized = (entry: Entry) => ({ path: entry.path, size: entrySize(entry) });
  const { added, removed, modified, renamed } = diff.totals;
  return {
    added: diff.added.slice(0, limit).map(sized),
    removed: diff.removed.slice(0, limit).map(sized),
    modified: diff.modified.slice(0, limit).map(({ before, after }) => ({ ...sized(after), sizeBefore: entrySize(before) })),
    renamed: diff.renamed.slice(0, limit).map(({ from, to }) => ({ from: from.path, to: to.path, size: entrySize(to) })),
    totals: { added, removed, modified, renamed },
  };
}

export function operationView(operation: Operation): OperationView {
  return {
    id: operation.id,
    at: operation.at,
    actor: operation.actor,
    kind: operation.kind,
    artifact: operation.artifact,
    arguments: { ...operation.arguments },
    undoable: operation.undo !== null && !operation.undone,
    undone: operation.undone,
  };
}

export function activityView(activity: Activity): ActivityView {
  const { remaining, ...same } = activity;
  return { ...same, remainingMs: remaining };
}

export function restoreResultView(result: RestoreResult): RestoreResultView {
  const { safety, version, problems, ...same } = result;
  return {
    ...same,
    safetyVersion: safety === null ? null : formatIndex(safety.index),
    version: version === null ? null : versionView(version),
    problems: problems.map((problem) => ({ ...problem })),
  };
}

export function roomView({ limit, used, state }: Room): RoomView {
  return { limitBytes: limit, storeBytes: used, state };
}

/** A fact as it travels. */
export function eventOf(engine: Engine, fact: Fact): EngineEvent {
  switch (fact.kind) {
    case 'artifact.tracked':
    case 'artifact.untracked':
    case 'artifact.changed':
      return { kind: fact.kind, artifact: artifactView(engine, fact.artifact) };
    case 'artifact.removed':
      return { kind: fact.kind, artifact: fact.name };
    case 'version.created':
    case 'version.edited':
      return { kind: fact.kind, artifact: fact.artifact.name, version: versionView(fact.version) };
    case 'versions.deleted':
    case 'versions.revived':
      return { kind: fact.kind, artifact: artifactView(engine, fact.artifact), refs: fact.indexes.map(formatIndex) };
    case 'version.renumbered': {
      const renumbered = fact.renumbered.map(({ from, to }) => ({ from: formatIndex(from), to: formatIndex(to) }));
      return { kind: fact.kind, artifact: artifactView(engine, fact.artifact), renumbered };
    }
    case 'store.changed':
      return { kind: fact.kind };
    case 'store.roomChanged':
      return { kind: fact.kind, room: roomView(fact.room) };
    case 'store.damaged':
      return { kind: fact.kind, findings: fact.findings, message: fact.message };
    case 'remote.added':
    case 'remote.changed':
      return { kind: fact.kind, remote: remoteView(engine.core, fact.remote) };
    case 'remote.waiting':
      return { kind: fact.kind, remote: fact.remote.name, message: fact.message, waitMs: fact.wait };
    case 'remote.removed':
      return { kind: fact.kind, remote: fact.remote.name };
    case 'references.changed':
      return { kind: fact.kind, artifact: fact.artifact.name };
    case 'references.unreachable':
      return { kind: fact.kind, artifact: fact.artifact.name, message: fact.message };
    case 'sync.changed':
      return { kind: fact.kind, artifact: fact.artifact.name, state: fact.status.state, message: fact.status.message };
    case 'restore.finished':
      return { kind: fact.kind, artifact: fact.artifact.name, result: restoreResultView(fact.result) };
    case 'operation.recorded':
      return { kind: fact.kind, operation: operationView(fact.operation) };
    case 'activity.started':
    case 'activity.progressed':
      return { kind: fact.kind, activity: activityView(fact.activity) };
    case 'activity.finished':
      return { kind: fact.kind, activity: activityView(fact.activity), outcome: fact.outcome, message: fact.message };
    case 'home.pausedChanged':
      return { kind: fact.kind, allPaused: fact.allPaused };
  }
}
