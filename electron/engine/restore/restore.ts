import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { diffManifests } from '../manifest/diff-manifests.ts';
import { findEntry } from '../manifest/read-manifest.ts';
import { isWithin, parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation, Undo } from '../model/operation.ts';
import type { Version } from '../model/version.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { FolderRequest } from '../watching/fold-hints.ts';
import { presentManifest, type PresentManifest } from '../snapshot/present-manifest.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { planRestore, type PlannedStep, type PresentEntry, type RestorePlan } from './plan-restore.ts';
import { presentElsewhere } from './present-elsewhere.ts';
import { withRecipes } from './recipes.ts';
import { resolveRestore, scopedEntries, type ResolvedRestore, type RestoreRequest } from './restore-request.ts';

export interface RestoreProblem {
  readonly path: string;
  readonly message: string;
}

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
  const { plan, left } = planInPlace(core, resolved, present);
  if (plan.steps.length === 0) return nothingToDo(resolved, plan, safety.version, left);
  checkSpace(core, resolved, plan);
  const operation = noteRestore(core, request, resolved, { kind: 'restore', index: safety.version.index });
  const found = await applyPlan(core, resolved, plan, activity);
  activity.advance({ phase: 'Storing the version', cancellable: false });
  const folders = touchedFolders(plan.steps);
  const after = await takeSnapshot(core, { artifact, folders, origin: 'restore', waitForRest: false }, activity);
  const version = after.created ? after.version : null;
  return { ...countsOf(plan), safety: safety.version, version, target: resolved.target, problems: [...left, ...found], operation: operation.id };
}

async function restoreElsewhere(core: Core, request: RestoreRequest, resolved: ResolvedRestore, activity: ActivityHandle): Promise<RestoreResult> {
  activity.advance({ phase: 'Comparing with what is there' });
  const { plan, left } = await planElsewhere(core, resolved, activity.signal);
  checkSpace(core, resolved, plan);
  noteRestore(core, request, resolved, null);
  const found = await applyPlan(core, resolved, plan, activity);
  return { ...countsOf(plan), safety: null, version: null, target: resolved.target, problems: [...left, ...found], operation: null };
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
  /** Free bytes where the target lies. */
  readonly freeBytes: number;
}

/** What a restore would do, without doing any of it. In place, the folder is scanned and changed files are
 * digested, but nothing is stored. */
export async function previewRestore(core: Core, request: RestoreRequest): Promise<RestorePreview> {
  const resolved = resolveRestore(core, request);
  const beginning = { kind: 'restore' as const, artifact: request.artifact.name, phase: 'Comparing with what is there', quiet: true };
  const { plan } = await core.activities.run(beginning, (activity) =>
    resolved.inPlace
      ? previewInPlace(core, request, resolved, activity)
      : core.stored.use(() => planElsewhere(core, resolved, activity.signal)),
  );
  return { resolved, plan, freeBytes: core.workTree.freeSpace(resolved.target) };
}

function previewInPlace(core: Core, request: RestoreRequest, resolved: ResolvedRestore, activity: ActivityHandle): Promise<PlannedRestore> {
  return core.turns.take(request.artifact.name, () =>
    core.stored.use(async () => {
      const present = await presentManifest(core, request.artifact, activity);
      return planInPlace(core, resolved, present);
    }),
  );
}

interface PlannedRestore {
  readonly plan: RestorePlan;
  /** Paths that the restore will leave as they are, and why. */
  readonly left: readonly RestoreProblem[];
}

/** The plan against a folder as it stands, whoever it belongs to. */
async function planElsewhere(core: Core, resolved: ResolvedRestore, signal: AbortSignal): Promise<PlannedRestore> {
  const { version, scope } = resolved;
  const wantedAt = (path: EntryPath): Entry | null => (inScope(path, scope) ? findEntry(version.root, path, core.nodes) : null);
  const all = await presentElsewhere(core, resolved.target, wantedAt, signal);
  const present = scope === null ? all : all.filter(({ path }) => touchesScope(path, scope));
  const plan = planRestore({ wanted: scopedEntries(core, version.root, scope), present, deleteExtra: resolved.deleteExtra });
  return { plan, left: [...plan.problems] };
}

/**
 * The plan against the state that was just snapshotted: the difference of two manifests, so that its cost grows with what
 * differs. Paths whose present bytes could not be kept are left alone: overwriting them would lose them.
 */
function planInPlace(core: Core, resolved: ResolvedRestore, present: PresentManifest): PlannedRestore {
  const unkept = new Set(present.problems.filter(({ reason }) => reason === 'unreadable' || reason === 'unsettled').map(({ path }) => path));
  const before: PresentEntry[] = [];
  const after: Entry[] = [];
  const left: RestoreProblem[] = [];
  for (const change of diffManifests(present.root, resolved.version.root, present.nodes, { contentOnly: false })) {
    if (!inScope(change.path, resolved.scope)) {
      // A file that stands where the scope needs a folder is in the way of it.
      if (change.before !== null && touchesScope(change.path, resolved.scope ?? [])) before.push(change.before);
      continue;
    }
    if (isUnkept(change.path, unkept)) {
      left.push({ path: change.path, message: `${change.path} was left alone: its present content could not be read, so it could not be kept.` });
      continue;
    }
    if (change.before !== null) before.push(change.before);
    if (change.after !== null) after.push(change.after);
  }
  const plan = planRestore({ wanted: after, present: before, deleteExtra: true });
  const total = resolved.scope === null ? resolved.version.files : [...scopedEntries(core, resolved.version.root, resolved.scope)].length;
  return { plan: { ...plan, unchanged: Math.max(0, total - after.length) }, left: [...left, ...plan.problems] };
}

function isUnkept(path: EntryPath, unkept: ReadonlySet<string>): boolean {
  if (unkept.size === 0) return false;
  for (let at: FolderPath = path; at !== ''; at = parentOf(at)) if (unkept.has(at)) return true;
  return false;
}

function inScope(path: EntryPath, scope: readonly EntryPath[] | null): boolean {
  return scope === null || scope.some((folder) => isWithin(path, folder));
}

/** In the scope, or in the way of it: a file that stands where the scope needs a folder. */
function touchesScope(path: EntryPath, scope: readonly EntryPath[]): boolean {
  return scope.some((folder) => isWithin(path, folder) || isWithin(folder, path));
}

function checkSpace(core: Core, resolved: ResolvedRestore, plan: RestorePlan): void {
  const free = core.workTree.freeSpace(resolved.target);
  if (plan.bytes <= free) return;
  throw new Failure('restore.target-invalid', `The restore needs ${plan.bytes} bytes, but only ${free} are free at ${resolved.target}.`, {
    target: resolved.target,
    needed: plan.bytes,
    free,
  });
}

async function applyPlan(core: Core, resolved: ResolvedRestore, plan: RestorePlan, activity: ActivityHandle): Promise<readonly RestoreProblem[]> {
  activity.advance({ phase: 'Restoring', files: 0, bytes: 0, totalFiles: plan.create + plan.overwrite, totalBytes: plan.bytes });
  const staging = { id: core.newId(), root: resolved.target };
  const { steps, damaged } = withRecipes(core, plan.steps);
  core.catalog.transact((writer) => writer.noteStaging(staging));
  try {
    const found = await core.materialize.run({
      root: resolved.target,
      stagingId: staging.id,
      steps,
      signal: activity.signal,
      onProgress: ({ files, bytes }) => activity.advance({ files, bytes }),
    });
    return [...damaged, ...found];
  } finally {
    core.catalog.transact((writer) => writer.removeStagingNote(staging.id));
  }
}

function countsOf(plan: RestorePlan): Pick<RestoreResult, 'written' | 'deleted' | 'unchanged' | 'bytes'> {
  return { written: plan.create + plan.overwrite, deleted: plan.delete, unchanged: plan.unchanged, bytes: plan.bytes };
}

function nothingToDo(resolved: ResolvedRestore, plan: RestorePlan, safety: Version, problems: readonly RestoreProblem[]): RestoreResult {
  return { ...countsOf(plan), safety, version: null, target: resolved.target, problems, operation: null };
}

/** Every folder on the way to a touched path: their listings are others now. Many touched folders become one deep look. */
function touchedFolders(steps: readonly PlannedStep[]): FolderRequest[] {
  const folders = new Set<FolderPath>(['']);
  for (const step of steps) {
    const path = 'entry' in step ? step.entry.path : step.path;
    for (let at = parentOf(path); at !== ''; at = parentOf(at)) folders.add(at);
    if (folders.size > 2_000) return [{ path: '', deep: true }];
  }
  return [...folders].map((path) => ({ path, deep: false }));
}

