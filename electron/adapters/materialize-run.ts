import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { Failure } from '../engine/model/failure.ts';
import type { FileEntry } from '../engine/model/entry.ts';
import { parentOf, type FolderPath } from '../engine/model/entry-path.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { FileRecipe, Materialize, MaterializeProblem, MaterializeRequest } from '../engine/ports/materialize.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import { makeDurableFolder, syncFolder, systemCode } from './durable-files.ts';
import { canSyncFileSystem, syncFileSystem } from './durable-sync.ts';
import { clear } from './materialize-clearing.ts';
import { partsOf, planRuns, type PlacingStep, type RestorePart } from './materialize-plan.ts';
import { checkStagingId, moveStaged, removeStaged, stagingFolderName } from './materialize-staging.ts';
import { chooseWay, type RunWay, type Settling } from './materialize-way.ts';
import { openWriting, problemOf, type Writing } from './materialize-writing.ts';
import { stepThrough, type Steps } from './worker-steps.ts';

/** One thread's part of a run. */
export interface MaterializeLane {
  /** Runs of files it may be given at once. */
  readonly depth: number;
  write(files: readonly FileRecipe[], onBytes: (bytes: number) => void): Promise<readonly MaterializeProblem[]>;
  /** Renames what it wrote for a batch. */
  commit(): Promise<readonly MaterializeProblem[]>;
  /** Ends its part: removes what it wrote and did not put in place. */
  end(): Promise<void>;
}

/** What a lane is opened for. */
export interface LaneOpening {
  /** Where it writes: the target, or the folder in which a whole tree is staged. */
  readonly root: string;
  readonly stagingId: string;
  readonly settling: Settling;
  readonly durable: boolean;
  readonly signal: AbortSignal;
}

export interface RunOptions {
  readonly clock: Clock;
  readonly store: FsContainerStore;
  /** The lanes for a run with that many files and bytes to write. */
  readonly openLanes: (opening: LaneOpening, files: number, bytes: number) => readonly MaterializeLane[];
}

/** A batch is renamed when it has so many files or bytes: they take space beside what they replace. */
const batchFiles = 20_000;
const batchBytes = 2 * 1024 * 1024 * 1024;

export function createMaterialize(options: RunOptions): Materialize {
  return {
    run: async (request) => {
      checkStagingId(request.stagingId);
      const root = request.root.length > 1 && request.root.endsWith('/') ? request.root.slice(0, -1) : request.root;
      try {
        return await startRun({ ...request, root }, options);
      } catch (error) {
        throw request.signal.aborted ? request.signal.reason : translated(error, root);
      }
    },
    removeStaging: async (root, stagingId) => {
      await stepThrough(removeStaged(root, checkStagingId(stagingId)), options.clock, () => undefined);
    },
  };
}

async function startRun(request: MaterializeRequest, options: RunOptions): Promise<readonly MaterializeProblem[]> {
  request.signal.throwIfAborted();
  const run = openRun(request, options);
  try {
    if (run.way.settling === 'tree') mkdirSync(stagingFolder(request));
    // After the lanes were opened: threads start while this one sorts.
    const parts = partsOf(request.steps);
    for (const part of parts) await doPart(run, part);
    await settleNames(run, parts);
    return run.problems;
  } finally {
    await Promise.all(run.lanes.map((lane) => lane.end()));
    if (run.way.settling === 'tree') rmSync(stagingFolder(request), { recursive: true, force: true });
  }
}

interface Run {
  readonly request: MaterializeRequest;
  readonly options: RunOptions;
  readonly lanes: readonly MaterializeLane[];
  /** Links, folders and touches are few or cheap: this thread puts them in place. */
  readonly own: Writing;
  readonly way: RunWay;
  readonly problems: MaterializeProblem[];
  readonly done: { files: number; bytes: number };
}

function openRun(request: MaterializeRequest, options: RunOptions): Run {
  const { root, stagingId, signal, steps, durable } = request;
  const isEmpty = openRoot(root).length === 0;
  const way = chooseWay({ steps, durable, isEmpty, canSyncFileSystem: canSyncFileSystem() });
  const isTree = way.settling === 'tree';
  const writing = { stagingId, settling: way.settling, durable: way.durability === 'each' };
  const lanes = options.openLanes({ ...writing, root: isTree ? stagingFolder(request) : root, signal }, way.files, way.bytes);
  const tools = { store: options.store, umask: process.umask(), now: options.clock.now, onBytes: () => undefined };
  const own = openWriting({ ...writing, root, settling: isTree ? 'tree' : 'each', writer: 0 }, tools);
  return { request, options, lanes, own, way, problems: [], done: { files: 0, bytes: 0 } };
}

/** Makes the target if it is missing. Returns the names in it. */
function openRoot(root: string): string[] {
  try {
    makeDurableFolder(root);
    return readdirSync(root);
  } catch (error) {
    const code = systemCode(error);
    if (code === null || code === 'ENOSPC') throw error;
    throw new Failure('restore.target-invalid', `Nothing can be restored to ${root}: it cannot be opened or made as a folder (${code}).`, { target: root }, error);
  }
}

async function doPart(run: Run, part: RestorePart): Promise<void> {
  if (part.kind === 'clear') {
    run.problems.push(...(await stepped(run, clear(run.request.root, part.steps))));
    return;
  }
  for (const batch of cutBatches(part.files, run.way.settling)) {
    await writeFiles(run, batch);
    await settleFiles(run);
  }
  run.problems.push(...(await stepped(run, placeOthers(run.own, part.others))));
}

/** Puts in place what the lanes have written elsewhere. */
async function settleFiles(run: Run): Promise<void> {
  const { request, lanes, problems } = run;
  const { settling, durability } = run.way;
  if (settling === 'each') return;
  if (durability === 'together') await syncFileSystem(request.root);
  request.signal.throwIfAborted();
  if (settling === 'tree') problems.push(...(await stepped(run, moveStaged(stagingFolder(request), request.root))));
  if (settling === 'batch') problems.push(...(await Promise.all(lanes.map((lane) => lane.commit()))).flat());
}

function stepped<T>(run: Run, steps: Steps<T>): Promise<T> {
  return stepThrough(steps, run.options.clock, () => run.request.signal.throwIfAborted());
}

function* cutBatches(files: readonly FileEntry[], settling: Settling): Generator<readonly FileEntry[]> {
  if (settling !== 'batch') return yield files;
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < files.length; i++) {
    bytes += (files[i] as FileEntry).size;
    if (i + 1 - start < batchFiles && bytes < batchBytes && i + 1 < files.length) continue;
    yield files.slice(start, i + 1);
    start = i + 1;
    bytes = 0;
  }
}

/** Gives runs of files to the lanes as they become free. Settles when all lanes rest, also after a failure. */
async function writeFiles(run: Run, files: readonly FileEntry[]): Promise<void> {
  const { signal, onProgress, locate } = run.request;
  const runs = planRuns(files, locate);
  const told = (count: number, bytes: number): void => {
    run.done.files += count;
    run.done.bytes += bytes;
    if (!signal.aborted) onProgress({ ...run.done });
  };
  const failures: unknown[] = [];
  const work = async (lane: MaterializeLane): Promise<void> => {
    try {
      // All share one supply of runs: whoever fails ends it.
      for (const next of runs) {
        signal.throwIfAborted();
        run.problems.push(...(await lane.write(next, (bytes) => told(0, bytes))));
        told(next.length, 0);
      }
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(run.lanes.flatMap((lane) => Array.from({ length: lane.depth }, () => work(lane))));
  if (failures.length > 0) throw failures[0];
  signal.throwIfAborted();
}

const lastly = { link: 0, touch: 1, directory: 2 } as const;

/** Folders come last, since putting something into them would change their time. */
function* placeOthers(own: Writing, others: readonly PlacingStep[]): Steps<MaterializeProblem[]> {
  const problems: MaterializeProblem[] = [];
  for (const step of others.toSorted((a, b) => lastly[a.kind] - lastly[b.kind])) {
    try {
      if (step.kind === 'link') own.link(step.entry);
      else if (step.kind === 'touch') own.touch(step.entry);
      else own.directory(step.entry);
    } catch (error) {
      problems.push(problemOf(step.entry.path, error));
    }
    yield 0;
  }
  return problems;
}

/** Makes the new names durable. */
async function settleNames(run: Run, parts: readonly RestorePart[]): Promise<void> {
  const { root } = run.request;
  const { durability } = run.way;
  if (durability === 'none') return;
  if (durability === 'together') return syncFileSystem(root);
  for (const folder of new Set(parts.flatMap(changedFolders))) {
    try {
      syncFolder(folder === '' ? root : `${root}/${folder}`);
    } catch (error) {
      // It may be gone, or may never have come to be because of a problem.
      if (systemCode(error) === null) throw error;
    }
  }
}

/** The folders in which a part makes or removes names. */
function changedFolders(part: RestorePart): FolderPath[] {
  if (part.kind === 'clear') return part.steps.map((step) => parentOf(step.path));
  return [...part.files, ...part.others.map(({ entry }) => entry)].map(({ path }) => parentOf(path));
}

function stagingFolder({ root, stagingId }: MaterializeRequest): string {
  return `${root}/${stagingFolderName(stagingId)}`;
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);

function translated(error: unknown, root: string): unknown {
  if (!fullCodes.has(systemCode(error) ?? '')) return error;
  return new Failure('restore.incomplete', `The disk that holds ${root} is full; what was put in place so far stays. Free some space and restore again.`, { target: root }, error);
}
