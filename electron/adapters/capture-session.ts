import type { Captured, CapturedFile, CapturedList, CaptureFile, CaptureProgress, CaptureSession } from '../engine/ports/capture.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { SealedContainer } from '../engine/ports/container-store.ts';
import { createAnswers } from './capture-answers.ts';

/** One thread's part of a session: it reads runs of files, one after the other. */
export interface CaptureLane {
  /** Runs it may be given at once, so that it need not wait for the next. */
  readonly depth: number;
  /** Answers in the order of the files. Rejects when the session must end. */
  capture(files: readonly CaptureFile[], onBytes: (bytes: number) => void): Promise<readonly CapturedFile[]>;
  seal(): Promise<LaneSeal>;
  /** Stops what runs and removes what was written. */
  abandon(): Promise<void>;
}

/** What a lane brought into the store. */
export interface LaneSeal {
  readonly containers: readonly SealedContainer[];
  readonly lists: readonly CapturedList[];
  /** Chunks it left to other lanes. */
  readonly lent: readonly Digest[];
}

/** What was added to a session so far. */
export interface AddedTotals {
  readonly files: number;
  readonly bytes: number;
}

export interface SessionOptions {
  /** The lanes that may be given work now; asked whenever there is some. Every lane ever returned is sealed or abandoned. */
  readonly lanes: (added: AddedTotals) => readonly CaptureLane[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CaptureProgress) => void;
  /** Files up to this size tell their bytes when they are answered, bigger ones while they are read. */
  readonly quietBytes: number;
  /** Whether the catalog names a chunk: to check what lanes left to each other. */
  readonly isStored: (digest: Digest) => boolean;
}

/** A run that is given to a lane: neighbours in the tree, which then lie side by side in a pack. */
const runFiles = 512;
const runBytes = 8 * 1024 * 1024;
const leastRunFiles = 32;

/** A session over lanes: cuts the added files into runs, gives each to a lane that is free, and merges what comes back. */
export function createSession(options: SessionOptions): CaptureSession {
  const answers = createAnswers<readonly CapturedFile[]>();
  const used = new Map<CaptureLane, number>();
  const added = { files: 0, bytes: 0 };
  const done = { files: 0, bytes: 0 };
  let queue: CaptureFile[] = [];
  let taken = 0;
  let closed = false;
  let ended = false;

  function add(files: readonly CaptureFile[]): void {
    if (closed) throw new Error('the session is closed');
    for (const file of files) {
      queue.push(file);
      added.files += 1;
      added.bytes += file.stamp.size;
    }
    pump();
  }

  function pump(): void {
    for (const lane of queue.length > taken && !ended ? options.lanes(added) : []) {
      let busy = used.get(lane) ?? 0;
      for (; busy < lane.depth && queue.length > taken; busy++) void run(lane, cutRun());
      used.set(lane, busy);
    }
    if (taken > 0 && taken === queue.length) {
      queue = [];
      taken = 0;
    }
    if (closed && queue.length === 0 && [...used.values()].every((busy) => busy === 0)) end();
  }

  function cutRun(): CaptureFile[] {
    // At the start few files are known: small runs let every lane begin.
    const most = Math.min(runFiles, Math.max(leastRunFiles, (queue.length - taken) >> 2));
    const start = taken;
    for (let bytes = 0; taken < queue.length && taken - start < most && bytes < runBytes; taken++) {
      bytes += (queue[taken] as CaptureFile).stamp.size;
    }
    return queue.slice(start, taken);
  }

  async function run(lane: CaptureLane, files: readonly CaptureFile[]): Promise<void> {
    try {
      const captured = await lane.capture(files, (bytes) => advance(0, bytes));
      if (ended) return;
      used.set(lane, (used.get(lane) as number) - 1);
      advance(files.length, quietBytesOf(captured, options.quietBytes));
      answers.push(captured);
      pump();
    } catch (error) {
      fail(error);
    }
  }

  function advance(files: number, bytes: number): void {
    if (ended) return;
    done.files += files;
    done.bytes += bytes;
    options.onProgress({ ...done });
  }

  function end(): void {
    ended = true;
    options.signal.removeEventListener('abort', aborted);
    answers.end();
  }

  function fail(error: unknown): void {
    if (ended) return;
    ended = true;
    options.signal.removeEventListener('abort', aborted);
    queue = [];
    taken = 0;
    answers.fail(error);
  }

  function aborted(): void {
    fail(options.signal.reason);
  }
  options.signal.addEventListener('abort', aborted);
  if (options.signal.aborted) aborted();

  async function abandon(): Promise<void> {
    closed = true;
    fail(new Error('the session was abandoned'));
    await Promise.all([...used.keys()].map((lane) => lane.abandon()));
  }

  async function seal(): Promise<Captured> {
    options.signal.throwIfAborted();
    if (!closed || !ended) throw new Error('a session is sealed after its results ended');
    try {
      return merge(await Promise.all([...used.keys()].map((lane) => lane.seal())), options.isStored);
    } catch (error) {
      await abandon();
      throw error;
    }
  }

  return {
    add,
    close: () => {
      closed = true;
      pump();
    },
    results: () => answers,
    seal,
    abandon,
  };
}

function quietBytesOf(captured: readonly CapturedFile[], most: number): number {
  let bytes = 0;
  for (const file of captured) {
    if (file.outcome === 'captured' && file.content.size <= most) bytes += file.content.size;
  }
  return bytes;
}

/** Puts the lanes' parts together, and makes sure that a chunk which one left to another is there. */
function merge(seals: readonly LaneSeal[], isStored: (digest: Digest) => boolean): Captured {
  const containers = seals.flatMap((seal) => seal.containers);
  const lists = new Map(seals.flatMap((seal) => seal.lists.map((list) => [list.digest, list] as const)));
  if (seals.some((seal) => seal.lent.length > 0)) {
    const here = new Set<Digest>();
    for (const container of containers) for (const chunk of container.chunks) here.add(chunk.digest);
    for (const { lent } of seals) {
      const missing = lent.find((digest) => !here.has(digest) && !isStored(digest));
      // Claims are 128 bits long, so this takes two contents whose digests begin alike, or a fault of ours.
      if (missing !== undefined) throw new Error(`no thread stored the chunk ${missing}`);
    }
  }
  return { containers, lists: [...lists.values()] };
}
