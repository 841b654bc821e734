import type { Captured, CapturedFile, CapturedList, CaptureFile, CaptureProgress, CaptureSession } from '../engine/ports/capture.ts';
import type { Digest } from '../engine/model/digest.ts';
import { DigestTable, nowhere } from '../engine/model/digest-table.ts';
import type { SealedContainer } from '../engine/ports/container-store.ts';
import { sameStamp } from '../engine/scan/listing.ts';
import { createAnswers } from './capture-answers.ts';

/** One thread's part of a session: it reads runs of files, one after the other. */
export interface CaptureLane {
  /** Runs it may be given at once, so that it need not wait for the next. */
  readonly depth: number;
  /** Answers in the order of the files. Rejects when the session must end. */
  capture(files: readonly CaptureFile[], onBytes: (bytes: number) => void, way: RunWay): Promise<readonly CapturedFile[]>;
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
  return new LanedSession(options);
}

class LanedSession implements CaptureSession {
  readonly #options: SessionOptions;
  readonly #answers = createAnswers<readonly CapturedFile[]>();
  /** Runs that each lane has at present. */
  readonly #lanes = new Map<CaptureLane, number>();
  readonly #added = { files: 0, bytes: 0 };
  readonly #done = { files: 0, bytes: 0 };
  #queue: CaptureFile[] = [];
  /** Files at the queue's start that were handed out. */
  #taken = 0;
  #closed = false;
  #ended = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', this.#aborted);
    if (options.signal.aborted) this.#aborted();
  }

  add(files: readonly CaptureFile[]): void {
    if (this.#closed) throw new Error('the session is closed');
    for (const file of files) {
      this.#queue.push(file);
      this.#added.files += 1;
      this.#added.bytes += file.stamp.size;
    }
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    this.#pump();
  }

  results(): AsyncIterable<readonly CapturedFile[]> {
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
    const isWaiting = (): boolean => this.#queue.length > this.#taken;
    for (const lane of isWaiting() && !this.#ended ? this.#options.lanes(this.#added) : []) {
      let busy = this.#lanes.get(lane) ?? 0;
      for (; busy < lane.depth && isWaiting(); busy++) void this.#run(lane, this.#cutRun());
      this.#lanes.set(lane, busy);
    }
    if (!isWaiting()) {
      this.#queue = [];
      this.#taken = 0;
    }
    if (this.#closed && this.#queue.length === 0 && this.#running() === 0) this.#end();
  }

  #cutRun(): CaptureFile[] {
    // At the start few files are known: small runs let every lane begin.
    const most = Math.min(runFiles, Math.max(leastRunFiles, (this.#queue.length - this.#taken) >> 2));
    const start = this.#taken;
    let end = start;
    for (let bytes = 0; end < this.#queue.length && end - start < most && bytes < runBytes; end++) {
      bytes += (this.#queue[end] as CaptureFile).stamp.size;
    }
    this.#taken = end;
    return this.#queue.slice(start, end);
  }

  async #run(lane: CaptureLane, files: readonly CaptureFile[]): Promise<void> {
    const alone = this.#taken === this.#queue.length && this.#running() === 0;
    try {
      const isSplit = alone && this.#options.keep && isOneBig(files);
      const captured = isSplit ? await this.#captureBig(lane, files) : await this.#capture(lane, files, { alone, part: 'all' });
      if (this.#ended) return;
      this.#lanes.set(lane, (this.#lanes.get(lane) as number) - 1);
      this.#advance(files.length, quietBytesOf(captured, this.#options.quietBytes));
      this.#answers.push(captured);
      this.#pump();
    } catch (error) {
      this.#fail(error);
    }
  }

  #capture(lane: CaptureLane, files: readonly CaptureFile[], way: RunWay): Promise<readonly CapturedFile[]> {
    return lane.capture(files, (bytes) => this.#advance(0, bytes), way);
  }

  /**
   * One big file and idle lanes: one cuts and keeps the chunks while another digests the whole, which takes about as
   * long. Both must have seen the same stamp, so that they speak of the same content; otherwise it is read once more.
   */
  async #captureBig(lane: CaptureLane, files: readonly CaptureFile[]): Promise<readonly CapturedFile[]> {
    await Promise.resolve(); // lets the pump register all lanes
    const other = [...this.#lanes].find(([one, busy]) => one !== lane && busy === 0)?.[0];
    if (other === undefined) return this.#capture(lane, files, { alone: true, part: 'all' });
    this.#lanes.set(other, 1);
    const before = this.#done.bytes;
    const [[chunked], [digested]] = await Promise.all([
      this.#capture(lane, files, { alone: true, part: 'chunks' }),
      other.capture(files, () => undefined, { alone: false, part: 'digest' }),
    ]);
    this.#lanes.set(other, (this.#lanes.get(other) as number) - 1);
    const joined = joinHalves(chunked, digested);
    if (joined !== null) return [joined];
    this.#advance(0, before - this.#done.bytes);
    return this.#capture(lane, files, { alone: true, part: 'all' });
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
    this.#queue = [];
    this.#taken = 0;
    this.#answers.fail(error);
  }

  readonly #aborted = (): void => this.#fail(this.#options.signal.reason);
}

/** Below, splitting the work costs more than it saves. */
const bigBytes = 32 * 1024 * 1024;

function isOneBig(files: readonly CaptureFile[]): boolean {
  const [only, second] = files;
  return second === undefined && only !== undefined && only.stamp.size >= bigBytes;
}

/** The answer of two lanes that each did one half of a file; null when they did not see the same. */
function joinHalves(chunked: CapturedFile | undefined, digested: CapturedFile | undefined): CapturedFile | null {
  if (chunked?.outcome !== 'captured' || digested?.outcome !== 'captured') return null;
  if (!sameStamp(chunked.stamp, digested.stamp)) return null;
  const content = { ...chunked.content, blob: digested.content.blob };
  return { ...chunked, content, racy: chunked.racy || digested.racy };
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
