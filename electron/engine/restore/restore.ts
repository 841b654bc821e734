import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { findEntry } from '../manifest/read-manifest.ts';
import { comparePaths, nameOf, parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation, Undo } from '../model/operation.ts';
import { sizeInWords } from '../model/size-in-words.ts';
import type { Version } from '../model/version.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { withheld } from '../references/permission.ts';
import { ignoreFile, type FolderRequest } from '../watching/fold-hints.ts';
import { presentManifest } from '../snapshot/present-manifest.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { applyPlan } from './apply-plan.ts';
import { planInPlace, type PlannedRestore, type RestoreProblem } from './plan-in-place.ts';
import { planRestore, type PlanStep, type RestorePlan } from './plan-restore.ts';
import { presentElsewhere } from './present-elsewhere.ts';
import { wantingOf } from './referenced.ts';
import { inScope, resolveRestore, scopedEntries, touchesScope, type ResolvedRestore, type RestoreRequest } from './restore-request.ts';

export interface RestoreResult {
  readonly written: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** Bytes written. */
  readonly bytes: number;
  /** The version that holds what was there before; null when restored elsewhere. */
  readonly safety: Version | null;
  /** The version of what is there now; null when elsewhere, or when nothing changed. */
  readonly version: Version | null;
  readonly target: string;
  readonly problems: readonly RestoreProblem[];
  /** Id of the operation that can be taken back; null when there is nothing to take back. */
  readonly operation: number | null;
}

/**
 * Brings a version, or a part of it, back: into its folder or elsewhere. In place, the present state becomes a version first, so that
 * the restore can be taken back; artifacts' turns keep automatic snapshots out while files are being put in place.
 */
export async function restore(core: Core, live: LiveArtifacts, request: RestoreRequest): Promise<RestoreResult> {
  const resolved = resolveRestore(core, request);
  const { artifact } = request;
  const beginning = { kind: 'restore' as const, artifact: artifact.name, phase: 'Preparing' };
  const result = await core.activities.run(beginning, (activity) =>
    resolved.inPlace
      ? core.turns.take(artifact.name, () =>
          core.stored.use(() => live.during(artifact, 'restoring', () => restoreInPlace(core, request, resolved, activity))),
        )
      : core.stored.use(() => restoreElsewhere(core, request, resolved, activity)),
  );
  core.facts.tell({ kind: 'restore.finished', artifact, result });
  return result;
}

async function restoreInPlace(core: Core, request: RestoreRequest, resolved: ResolvedRestore, activity: ActivityHandle): Promise<RestoreResult> {
  const { artifact } = request;
  activity.advance({ phase: 'Keeping the present state' });
  const everything: FolderRequest[] = [{ path: '', deep: true }];
  const safety = await takeSnapshot(core, { artifact, folders: everything, origin: 'before-restore', waitForRest: false }, activity);
  const present = { root: safety.version.root, nodes: core.nodes, problems: safety.problems };
  const { plan, left, apart } = planInPlace(core, artifact, resolved, present);
  if (plan.steps.length === 0 && apart.length === 0) return nothingToDo(resolved, plan, safety.version, left);
  checkSpace(core, resolved, plan);
  const operation = noteRestore(core, request, resolved, { kind: 'restore', index: safety.version.index });
  const found = await applyPlan(core, artifact, resolved, plan, activity);
  activity.advance({ phase: 'Storing the version', cancellable: false });
  const folders = touchedFolders(plan.steps);
  const after = await takeSnapshot(core, { artifact, folders, origin: 'restore', waitForRest: false, apart }, activity);
  const version = after.created ? after.version : null;
  return { ...countsOf(plan, found), safety: safety.version, version, target: resolved.target, problems: inPathOrder([...left, ...found]), operation: operation.id };
}

async function restoreElsewhere(core: Core, request: RestoreRequest, resolved: ResolvedRestore, activity: ActivityHandle): Promise<RestoreResult> {
  activity.advance({ phase: 'Comparing with what is there' });
  const { plan, left } = await planElsewhere(core, request, resolved, activity.signal);
  checkSpace(core, resolved, plan);
  noteRestore(core, request, resolved, null);
  const found = await applyPlan(core, request.artifact, resolved, plan, activity);
  return { ...countsOf(plan, found), safety: null, version: null, target: resolved.target, problems: inPathOrder([...left, ...found]), operation: null };
}

/** Noted before the first file is touched, so that a restore that was cut short can be taken back too. */
function noteRestore(core: Core, request: RestoreRequest, resolved: ResolvedRestore, undo: Undo | null): Operation {
  const operation = core.catalog.transact((writer) =>
    recordOperation(core, writer, {
      kind: 'restore',
      artifact: request.artifact.name,
      arguments: {
        version: resolved.version.index,
        target: resolved.target,
        ...(resolved.scope === null ? {} : { paths: resolved.scope }),
      },
      undo,
    }),
  );
  core.facts.tell({ kind: 'operation.recorded', operation });
  return operation;
}

export interface RestorePreview {
  readonly resolved: ResolvedRestore;
  readonly plan: RestorePlan;
  /** Paths that the restore would leave as they are, and why. */
  readonly left: readonly RestoreProblem[];
  /** Free bytes where the target lies. */
  readonly freeBytes: number;
}

/** What a restore would do, without doing any of it. In place, the folder is scanned and changed files are
 * digested, but nothing is stored. */
export async function previewRestore(core: Core, request: RestoreRequest): Promise<RestorePreview> {
  const resolved = resolveRestore(core, request);
  const beginning = { kind: 'restore' as const, artifact: request.artifact.name, phase: 'Comparing with what is there', quiet: true };
  const { plan, left } = await core.activities.run(beginning, (activity) =>
    resolved.inPlace
      ? previewInPlace(core, request, resolved, activity)
      : core.stored.use(() => planElsewhere(core, request, resolved, activity.signal)),
  );
  return { resolved, plan, left, freeBytes: core.workTree.freeSpace(resolved.target) };
}

function previewInPlace(core: Core, request: RestoreRequest, resolved: ResolvedRestore, activity: ActivityHandle): Promise<PlannedRestore> {
  return core.turns.take(request.artifact.name, () =>
    core.stored.use(async () => {
      const present = await presentManifest(core, request.artifact, activity);
      return planInPlace(core, request.artifact, resolved, present);
    }),
  );
}

/** The plan against a folder as it stands, whoever it belongs to. */
async function planElsewhere(core: Core, request: RestoreRequest, resolved: ResolvedRestore, signal: AbortSignal): Promise<PlannedRestore> {
  const { version, scope } = resolved;
  const wanting = wantingOf(core, request.artifact, version.root, request.references ?? 'fetch');
  const wantedAt = (path: EntryPath): Entry | null => {
    const entry = inScope(path, scope) ? findEntry(version.root, path, core.nodes) : null;
    return entry === null ? null : wanting(entry);
  };
  const all = await presentElsewhere(core, resolved.target, wantedAt, signal);
  const present = scope === null ? all : all.filter(({ path }) => touchesScope(path, scope));
  const plan = planRestore({
    wanted: wantedEntries(scopedEntries(core, version.root, scope), wanting),
    present,
    deleteExtra: resolved.deleteExtra,
    withheld: withheld(core, request.artifact),
  });
  return { plan, apart: [], left: [...plan.problems] };
}

function* wantedEntries(entries: Iterable<Entry>, wanting: (entry: Entry) => Entry | null): Generator<Entry> {
  for (const entry of entries) {
    const wanted = wanting(entry);
    if (wanted !== null) yield wanted;
  }
}

function checkSpace(core: Core, resolved: ResolvedRestore, plan: RestorePlan): void {
  const free = core.workTree.freeSpace(resolved.target);
  if (plan.bytes <= free) return;
  throw new Failure('restore.target-invalid', `The restore needs ${sizeInWords(plan.bytes)}, but only ${sizeInWords(free)} are free at ${resolved.target}.`, {
    target: resolved.target,
    needed: plan.bytes,
    free,
  });
}

function inPathOrder(problems: readonly RestoreProblem[]): RestoreProblem[] {
  return problems.toSorted((a, b) => comparePaths(a.path, b.path));
}

/** What was done of a plan: what met a problem on the way was not. */
function countsOf(plan: RestorePlan, problems: readonly RestoreProblem[] = []): Pick<RestoreResult, 'written' | 'deleted' | 'unchanged' | 'bytes'> {
  const counts = { written: plan.create + plan.overwrite, deleted: plan.delete, unchanged: plan.unchanged, bytes: plan.bytes };
  if (problems.length === 0) return counts;
  const failed = new Set(problems.map(({ path }) => path));
  for (const { path, action, size } of plan.items) {
    if (!failed.has(path) || action === 'touch') continue;
    if (action === 'delete') counts.deleted -= 1;
    else {
      counts.written -= 1;
      counts.bytes -= size;
    }
  }
  return counts;
}

function nothingToDo(resolved: ResolvedRestore, plan: RestorePlan, safety: Version, problems: readonly RestoreProblem[]): RestoreResult {
  return { ...countsOf(plan), safety, version: null, target: resolved.target, problems, operation: null };
}

/**
 * Every folder on the way to a touched path: their listings are others now. Many touched folders become one deep look, as do other
 * rules, which may show or hide anything below their folder.
 */
function touchedFolders(steps: readonly PlanStep[]): FolderRequest[] {
  const folders = new Map<FolderPath, boolean>([['', false]]);
  for (const step of steps) {
    const path = pathOf(step);
    for (let at = parentOf(path); at !== ''; at = parentOf(at)) if (!folders.has(at)) folders.set(at, false);
    if (nameOf(path) === ignoreFile) folders.set(parentOf(path), true);
    // Time and bits of an empty folder are its own.
    if (step.kind === 'directory' && !folders.has(path)) folders.set(path, false);
    if (folders.size > 2_000) return [{ path: '', deep: true }];
  }
  return [...folders].map(([path, deep]) => ({ path, deep }));
}

function pathOf(step: PlanStep): EntryPath {
  return 'entry' in step ? step.entry.path : step.path;
}
