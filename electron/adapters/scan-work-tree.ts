import { setImmediate as nextTurn } from 'node:timers/promises';
import { isWithin, type FolderPath } from '../engine/model/entry-path.ts';
import type { ScannedFolder, ScanRequest } from '../engine/ports/work-tree.ts';
import { walkFolders, type ScanBatch, type ScanJob, type ScanTask } from './scan-folders.ts';

/** Does one job in a worker thread. Rejects with the signal's reason when it is aborted. */
export type ScanInWorkers = (job: ScanJob, signal: AbortSignal) => Promise<ScanBatch>;

export interface ScanLanes {
  readonly scan: ScanInWorkers;
  /** Jobs in flight at a time. */
  readonly lanes: number;
}

export interface ScanWays {
  /** ms for which the event loop is held at most (but for one call of the system that takes longer). */
  readonly slice: number;
  readonly workers: ScanLanes | null;
}

type Batches = AsyncGenerator<readonly ScannedFolder[], void>;

/** Children of one job: some 20 ms of work. */
const jobBudget = 8_192;

/** `WorkTree.scan`: begins here, because most scans are small, and goes on in workers where there are some. */
export async function* scanWorkTree(request: ScanRequest, signal: AbortSignal, ways: ScanWays): Batches {
  signal.throwIfAborted();
  const { tasks, covered } = planTasks(request.folders);
  const unanswered = new Set(covered);
  for await (const batch of scanTasks(request.root, tasks, signal, ways)) {
    if (unanswered.size > 0) for (const folder of batch) unanswered.delete(folder.path);
    yield batch;
    signal.throwIfAborted();
  }
  // Asked for by name below a deep folder, but not met there: each is told what it is (most often gone).
  if (unanswered.size > 0) {
    const rest = request.folders.filter((folder) => unanswered.has(folder.path));
    yield* scanWorkTree({ root: request.root, folders: rest.map(({ path }) => ({ path, deep: false })) }, signal, ways);
  }
}

/** What has to be walked, last one first: the shallow ones, then the deep ones, each folder before those below it. */
export function planTasks(folders: ScanRequest['folders']): { tasks: ScanTask[]; covered: FolderPath[] } {
  const asked = new Map<FolderPath, boolean>();
  for (const { path, deep } of folders) asked.set(path, deep || asked.get(path) === true);
  const shallow: ScanTask[] = [];
  const deep: ScanTask[] = [];
  const covered: FolderPath[] = [];
  let deepest: FolderPath | null = null;
  for (const path of [...asked.keys()].sort(compareFolders)) {
    if (deepest !== null && isWithin(path, deepest)) covered.push(path);
    else if (asked.get(path) === true) deep.push({ path: (deepest = path), deep: true });
    else shallow.push({ path, deep: false });
  }
  return { tasks: [...shallow, ...deep].reverse(), covered };
}

/** A folder's order puts everything below it directly after it: `/` counts as the smallest character. */
function compareFolders(a: FolderPath, b: FolderPath): number {
  const left = a.replaceAll('/', '\0');
  const right = b.replaceAll('/', '\0');
  return left < right ? -1 : left > right ? 1 : 0;
}

async function* scanTasks(root: string, queue: ScanTask[], signal: AbortSignal, ways: ScanWays): Batches {
  const walk = walkFolders(root, queue);
  for (;;) {
    const { folders, state } = walkFor(walk, ways.slice);
    if (folders.length > 0) yield folders;
    if (state === 'done') return;
    signal.throwIfAborted();
    // Only deep tasks may be done side by side: none of them lies below another.
    if (ways.workers !== null && state === 'between-folders' && queue.at(-1)?.deep === true) {
      return yield* scanInLanes(root, queue, signal, ways.workers);
    }
    await nextTurn();
    signal.throwIfAborted();
  }
}

interface Walked {
  readonly folders: ScannedFolder[];
  readonly state: 'done' | 'between-folders' | 'inside-folder';
}

function walkFor(walk: ReturnType<typeof walkFolders>, ms: number): Walked {
  const end = performance.now() + ms;
  const folders: ScannedFolder[] = [];
  for (;;) {
    const step = walk.next();
    if (step.done === true) return { folders, state: 'done' };
    if (step.value.folder !== null) folders.push(step.value.folder);
    if (performance.now() >= end) return { folders, state: step.value.folder === null ? 'inside-folder' : 'between-folders' };
  }
}

/** Keeps `lanes` jobs in flight. What a job leaves over is shared out again, so that one big folder does not keep one lane busy alone. */
async function* scanInLanes(root: string, queue: ScanTask[], signal: AbortSignal, { scan, lanes }: ScanLanes): Batches {
  const ready: ScannedFolder[][] = [];
  const flights = new Set<Promise<void>>();
  const ended = new AbortController();
  const anyEnd = AbortSignal.any([signal, ended.signal]);

  function start(tasks: ScanTask[]): void {
    const flight = scan({ root, tasks, budget: jobBudget }, anyEnd).then(({ folders, rest }) => {
      ready.push(folders);
      queue.push(...rest);
      flights.delete(flight);
    });
    flights.add(flight);
    // A failure is met by the race below; if that is over already it concerns nobody.
    flight.catch(() => {});
  }

  try {
    for (;;) {
      while (flights.size < lanes && queue.length > 0 && ready.length <= lanes) start(shareOf(queue, lanes));
      const batch = ready.shift();
      if (batch !== undefined) yield batch;
      else if (flights.size === 0) return;
      else await Promise.race(flights);
      signal.throwIfAborted();
    }
  } finally {
    ended.abort();
  }
}

/** Takes a part of the queue from its end, where the first paths are: whoever waits for paths in order gets them early. */
function shareOf(queue: ScanTask[], lanes: number): ScanTask[] {
  return queue.splice(-Math.ceil(queue.length / (2 * lanes)));
}
