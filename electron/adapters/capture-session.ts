import type { Captured, CapturedFile, CapturedFolder, CapturedList, CaptureFolder, CaptureProgress, CaptureSession } from '../engine/ports/capture.ts';
import type { Digest } from '../engine/model/digest.ts';
import { DigestTable, nowhere } from '../engine/model/digest-table.ts';
import type { SealedContainer } from '../engine/ports/container-store.ts';
import { sameStamp } from '../engine/scan/listing.ts';
import { capturedFiles } from '../engine/snapshot/captured-files.ts';
import { createAnswers } from './capture-answers.ts';
import type { ClonedFile } from './capture-clone.ts';
import type { RunAnswers } from './capture-run.ts';
import { createRunQueue, type CaptureRun } from './capture-runs.ts';

/** One thread's part of a session: it reads runs of files, one after the other. */
export interface CaptureLane {
  /** Runs it may be given at once, so that it need not wait for the next. */
  readonly depth: number;
  /** Answers for the folders in their order. Tells bytes of big files while it reads them. Rejects when the session must end. */
  capture(folders: readonly CaptureFolder[], onBytes: (bytes: number) => void, way: RunWay): Promise<RunAnswers>;
  /** Clones the one file of a run, so that several lanes can read it; null where that cannot be. */
  clone(folders: readonly CaptureFolder[]): Promise<ClonedFile | null>;
  seal(): Promise<LaneSeal>;
  /** Stops what runs and removes what was written. */
  abandon(): Promise<void>;
}

/** How a lane does a run. */
export interface RunWay {
  /** No other lane has anything to do, so the processor is free for more than one thread. */
  readonly alone: boolean;
  /**
   * What it does with big blobs: everything, or one half of it: keep their chunks without digesting the whole, or digest the
   * whole and keep nothing.
   */
  readonly part: 'all' | 'chunks' | 'digest';
  /** A clone that is read instead of the file. The lane that made it keeps its chunks. */
  readonly cloned: ClonedFile | null;
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
  /** Whether bytes are kept, or files only digested. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CaptureProgress) => void;
  /** Whether the catalog names a chunk: to check what lanes left to each other. */
  readonly isStored: (digest: Digest) => boolean;
}

/** The figures of a run that is given to a lane. */
const runFiles = 512;
const runBytes = 8 * 1024 * 1024;
const leastRunFiles = 32;

/** A session over lanes: cuts the added files into runs, gives each to a lane that is free, and merges what comes back. */
export function createSession(options: SessionOptions): CaptureSession {
  return new LanedSession(options);
}

class LanedSession implements CaptureSession {
  readonly #options: SessionOptions;
  readonly #answers = createAnswers<readonly CapturedFolder[]>();
  /** Runs that each lane has at present. */
  readonly #lanes = new Map<CaptureLane, number>();
  readonly #added = { files: 0, bytes: 0 };
  readonly #done = { files: 0, bytes: 0 };
  readonly #queue = createRunQueue();
  #closed = false;
  #ended = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', this.#aborted);
    if (options.signal.aborted) this.#aborted();
  }

  add(folders: readonly CaptureFolder[]): void {
    if (this.#closed) throw new Error('the session is closed');
    const { files, bytes } = this.#queue.add(folders);
    this.#added.files += files;
    this.#added.bytes += bytes;
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    this.#pump();
  }

  results(): AsyncIterable<readonly CapturedFolder[]> {
    return this.#answers;
  }

  async seal(): Promise<Captured> {
    this.#options.signal.throwIfAborted();
    if (!this.#closed || !this.#ended) throw new Error('a session is sealed after its results ended');
    try {
      return merge(await Promise.all([...this.#lanes.keys()].map((lane) => lane.seal())), this.#options.isStored);
    } catch (error) {
      await this.abandon();
      throw error;
    }
  }

  async abandon(): Promise<void> {
    this.#closed = true;
    this.#fail(new Error('the session was abandoned'));
    await Promise.all([...this.#lanes.keys()].map((lane) => lane.abandon()));
  }

  /** Gives work to lanes that have room for it. */
  #pump(): void {
    const isWaiting = (): boolean => this.#queue.files > 0;
    for (const lane of isWaiting() && !this.#ended ? this.#options.lanes(this.#added) : []) {
      let busy = this.#lanes.get(lane) ?? 0;
      for (; busy < lane.depth && isWaiting(); busy++) void this.#run(lane, this.#cutRun());
      this.#lanes.set(lane, busy);
    }
    if (this.#closed && !isWaiting() && this.#running() === 0) this.#end();
  }

  #cutRun(): CaptureRun {
    // At the start few files are known: small runs let every lane begin.
    return this.#queue.cut(Math.min(runFiles, Math.max(leastRunFiles, this.#queue.files >> 2)), runBytes);
  }

  async #run(lane: CaptureLane, run: CaptureRun): Promise<void> {
    const alone = this.#queue.files === 0 && this.#running() === 0;
    try {
      const isSplit = alone && this.#options.keep && run.files === 1 && run.bytes >= bigBytes;
      const { captured, quietBytes } = isSplit ? await this.#captureBig(lane, run) : await this.#capture(lane, run, { alone, part: 'all', cloned: null });
      if (this.#ended) return;
      this.#lanes.set(lane, (this.#lanes.get(lane) as number) - 1);
      this.#advance(run.files, quietBytes);
      this.#answers.push(captured);
      this.#pump();
    } catch (error) {
      this.#fail(error);
    }
  }

  #capture(lane: CaptureLane, { folders }: CaptureRun, way: RunWay): Promise<RunAnswers> {
    return lane.capture(folders, (bytes) => this.#advance(0, bytes), way);
  }

  /**
   * One big file and idle lanes: one cuts and keeps the chunks while another digests the whole, which takes about as
   * long. They read one clone, or else both must have seen the same stamp, so that they speak of the same content; otherwise it is
   * read once more.
   */
  async #captureBig(lane: CaptureLane, run: CaptureRun): Promise<RunAnswers> {
    await Promise.resolve(); // lets the pump register all lanes
    const other = [...this.#lanes].find(([one, busy]) => one !== lane && busy === 0)?.[0];
    if (other === undefined) return this.#capture(lane, run, { alone: true, part: 'all', cloned: null });
    this.#lanes.set(other, 1);
    const before = this.#done.bytes;
    const cloned = await lane.clone(run.folders);
    const [chunked, digested] = await Promise.all([
      this.#capture(lane, run, { alone: true, part: 'chunks', cloned }),
      other.capture(run.folders, () => undefined, { alone: false, part: 'digest', cloned }),
    ]);
    this.#lanes.set(other, (this.#lanes.get(other) as number) - 1);
    const joined = joinHalves(chunked, digested);
    if (joined !== null) return joined;
    this.#advance(0, before - this.#done.bytes);
    return this.#capture(lane, run, { alone: true, part: 'all', cloned: null });
  }

  #running(): number {
    return [...this.#lanes.values()].reduce((sum, busy) => sum + busy, 0);
  }

  #advance(files: number, bytes: number): void {
    if (this.#ended) return;
    this.#done.files += files;
    this.#done.bytes += bytes;
    this.#options.onProgress({ ...this.#done });
  }

  #end(): void {
    this.#ended = true;
    this.#options.signal.removeEventListener('abort', this.#aborted);
    this.#answers.end();
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.signal.removeEventListener('abort', this.#aborted);
    this.#queue.clear();
    this.#answers.fail(error);
  }

  readonly #aborted = (): void => this.#fail(this.#options.signal.reason);
}

/** Below, splitting the work costs more than it saves. */
const bigBytes = 32 * 1024 * 1024;

/** The answer of two lanes that each did one half of a file; null when they did not see the same. */
function joinHalves(chunked: RunAnswers, digested: RunAnswers): RunAnswers | null {
  const [folder] = chunked.captured;
  const [kept, whole] = [onlyFile(chunked), onlyFile(digested)];
  if (folder === undefined || kept?.outcome !== 'captured' || whole?.outcome !== 'captured') return null;
  if (!sameStamp(kept.stamp, whole.stamp)) return null;
  const file: CapturedFile = { ...kept, content: { ...kept.content, blob: whole.content.blob }, racy: kept.racy || whole.racy };
  return { captured: [{ ...folder, others: [{ at: 0, file }] }], quietBytes: chunked.quietBytes };
}

function onlyFile({ captured }: RunAnswers): CapturedFile | undefined {
  return captured[0] === undefined ? undefined : capturedFiles(captured[0]).next().value;
}

/** Puts the lanes' parts together, and makes sure that a chunk which one left to another is there. */
function merge(seals: readonly LaneSeal[], isStored: (digest: Digest) => boolean): Captured {
  const containers = seals.flatMap((seal) => seal.containers);
  const lists = new Map(seals.flatMap((seal) => seal.lists.map((list) => [list.digest, list] as const)));
  if (seals.some((seal) => seal.lent.length > 0)) {
    const here = new DigestTable(containers.reduce((sum, { chunks }) => sum + chunks.length, 0));
    for (const { chunks } of containers) for (let i = 0; i < chunks.length; i++) here.addAt(chunks.digests, 32 * i);
    for (const { lent } of seals) {
      const missing = lent.find((digest) => here.find(digest) === nowhere && !isStored(digest));
      // Claims are 128 bits long, so this takes two contents whose digests begin alike, or a fault of ours.
      if (missing !== undefined) throw new Error(`no thread stored the chunk ${missing}`);
    }
  }
  return { containers, lists: [...lists.values()] };
}
