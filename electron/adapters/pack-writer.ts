import type { Digest } from '../engine/model/digest.ts';
import { DigestTable, nowhere } from '../engine/model/digest-table.ts';
import type { ChunkKind, ContainerId, FrameChunk, PackWriter, SealedContainer } from '../engine/ports/container-store.ts';
import { ChunkRows } from './chunk-rows.ts';
import { storeError } from './durable-files.ts';
import { compressLater, encodeFrame, finishFrame, isWorthTrying, wholeFrame, type CompressionMood, type EncodedFrame } from './frame.ts';
import { createPackFile, type PackFile, type PackPlace, type WriteBytes } from './pack-file.ts';
import { decodeFooter, encodeFooter, maximumFrameBytes, type FrameRow } from './pack-format.ts';
import { looksDense } from './pack-guess.ts';

/**
 * The sorts of frames that a writer fills side by side. Data that look incompressible are kept apart: among other data they
 * would slow compression down and be unpacked with them for nothing (small files, a third of them random: a quarter less time and 6 % less space).
 *
 * Data are read in runs, so bigger frames compress better; nodes are read one by one.
 *
 * zstd's strength. Small data come from many small files, whose capture waits for it: level 1 with a quarter of its table takes 20 % less time than level 1
 * and stores 7 % more (100,000 files, two of three text: 381 and 357 MB). Large data are pieces of bigger files: of 2 GB of rows of text level 3 stores 782 MB
 * where level 1 stores 903, for 1.4 times the processor's time. Nodes are few.
 */
const sorts = {
  small: { kind: 'data', capacity: 1024 * 1024, strength: { level: 1, hashLog: 12 } },
  large: { kind: 'data', capacity: 1024 * 1024, strength: { level: 3 } },
  dense: { kind: 'data', capacity: 1024 * 1024, strength: { level: 1 } },
  list: { kind: 'list', capacity: 64 * 1024, strength: { level: 3 } },
  manifest: { kind: 'manifest', capacity: 64 * 1024, strength: { level: 3 } },
} as const;
type Sort = keyof typeof sorts;
/** Data of so many bytes are large. */
const largeLength = 16 * 1024;

function sortOf(kind: ChunkKind, bytes: Uint8Array): Sort {
  if (kind !== 'data') return kind;
  if (looksDense(bytes)) return 'dense';
  return bytes.length < largeLength ? 'small' : 'large';
}

/** A sealed pack together with its footer, which says the same in a form that can be handed to another thread. */
export interface SealedPack {
  readonly id: ContainerId;
  readonly size: number;
  readonly footer: Uint8Array;
}

/** A pack writer that can also seal without spelling out every chunk, and compress in the background. */
export interface FootedPackWriter extends PackWriter {
  sealFooted(): SealedPack | null;
  /** The same, waiting for compression and the disk in the background: the caller goes on with another pack. */
  sealLater(): Promise<SealedPack | null>;
  has(digest: Digest): boolean;
  /** Takes a whole frame over as another pack stored it, with the chunks that lie in it, none of which this pack has. */
  appendFrame(stored: Uint8Array, rawLength: number, chunks: readonly FrameChunk[]): void;
  /** Frames are being compressed: it must settle before it is sealed. */
  readonly busy: boolean;
  /** So many frames are being compressed that the caller should let the event loop turn: `await relieved()`. */
  readonly crowded: boolean;
  relieved(): Promise<void>;
  /** Makes frames of all that waits and waits until they are written. */
  settled(): Promise<void>;
}

/** How a writer gets its bytes onto the disk. */
export interface PackWriting {
  /** As `writeSync`; passed in so that a full disk can be had in a test. */
  readonly write?: WriteBytes | undefined;
  /**
   * Asked for every frame: whether to compress it in Node's pool while the caller goes on. That takes a quarter more of
   * processor time, so it is for a caller who would leave the other cores idle. Such a caller lets the event loop turn when
   * the writer is `crowded`, and waits for `settled` before it seals.
   */
  readonly inBackground?: (() => boolean) | undefined;
}

/** A chunk that waits to become part of a frame. */
interface WaitingChunk {
  readonly digest: Digest;
  /** Offset in the raw frame. */
  readonly offset: number;
  readonly length: number;
}

/** The chunks of one sort that wait to become a frame. */
interface OpenFrame {
  readonly kind: ChunkKind;
  readonly capacity: number;
  readonly mood: CompressionMood;
  /** Made at the first chunk and used again for every frame. */
  buffer: Uint8Array | null;
  filled: number;
  waiting: WaitingChunk[];
}

/** Frames that are compressed at the same time by one writer; beyond, it is crowded. */
const mostPending = 3;

/** Begins a pack. Its file appears with the first full frame. */
export function createPackWriter(place: PackPlace, writing: PackWriting = {}): FootedPackWriter {
  return new GatheringPackWriter(place, writing);
}

class GatheringPackWriter implements FootedPackWriter {
  readonly #place: PackPlace;
  readonly #file: PackFile;
  readonly #inBackground: () => boolean;
  readonly #known = new DigestTable();
  readonly #frames: FrameRow[] = [];
  readonly #chunks = new ChunkRows();
  readonly #open: Readonly<Record<Sort, OpenFrame>> = {
    small: openFrame('small'),
    large: openFrame('large'),
    dense: openFrame('dense'),
    list: openFrame('list'),
    manifest: openFrame('manifest'),
  };
  readonly #spare: Uint8Array[] = [];
  #length = 0;
  #pending = 0;
  #wake: (() => void)[] = [];
  #failure: unknown = null;
  #ended = false;

  constructor(place: PackPlace, writing: PackWriting) {
    this.#place = place;
    this.#file = createPackFile(place, writing.write);
    this.#inBackground = writing.inBackground ?? (() => false);
  }

  get length(): number {
    return this.#length;
  }

  get busy(): boolean {
    return this.#pending > 0;
  }

  get crowded(): boolean {
    return this.#pending >= mostPending;
  }

  has(digest: Digest): boolean {
    return this.#known.find(digest) !== nowhere;
  }

  append(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void {
    this.#checkOpen();
    if (bytes.length > maximumFrameBytes) throw new RangeError(`a chunk of ${bytes.length} bytes fits into no frame`);
    const before = this.#known.size;
    this.#known.add(digest);
    if (this.#known.size === before) return;
    this.#length += bytes.length;
    const frame = this.#open[sortOf(kind, bytes)];
    if (frame.filled + bytes.length > frame.capacity) this.#guarded(() => this.#flush(frame));
    const chunk = { digest, offset: frame.filled, length: bytes.length };
    if (bytes.length > frame.capacity) {
      this.#guarded(() => this.#write(frame, [chunk], bytes, encodeFrame(kind, bytes, [bytes.length], frame.mood)));
      return;
    }
    frame.buffer ??= this.#spare.pop() ?? new Uint8Array(frame.capacity);
    frame.buffer.set(bytes, frame.filled);
    frame.filled += bytes.length;
    frame.waiting.push(chunk);
  }

  takeFrame(stored: Uint8Array, chunks: readonly FrameChunk[]): boolean {
    this.#checkOpen();
    if (chunks.some(({ digest }) => this.has(digest))) return false;
    const rawLength = wholeFrame(stored, chunks);
    if (rawLength === null) return false;
    this.appendFrame(stored, rawLength, chunks);
    return true;
  }

  appendFrame(stored: Uint8Array, rawLength: number, chunks: readonly FrameChunk[]): void {
    this.#checkOpen();
    this.#guarded(() => {
      const offset = this.#file.append(stored.subarray(0, 0), stored);
      for (const { digest, kind, offset: start, length } of chunks) {
        this.#known.add(digest);
        this.#length += length;
        this.#chunks.add({ digest, kind, frame: this.#frames.length, offset: start, length });
      }
      this.#frames.push({ offset, length: stored.length, rawLength });
    });
  }

  /** Makes a frame of what waits. */
  #flush(frame: OpenFrame): void {
    const { buffer, waiting, kind, mood } = frame;
    if (buffer === null || waiting.length === 0) return;
    const raw = buffer.subarray(0, frame.filled);
    const lengths = waiting.map((chunk) => chunk.length);
    frame.waiting = [];
    frame.filled = 0;
    if (!this.#inBackground()) return this.#write(frame, waiting, raw, encodeFrame(kind, raw, lengths, mood));
    if (!isWorthTrying(raw, mood)) return this.#write(frame, waiting, raw, finishFrame(kind, raw, lengths, null, mood));
    frame.buffer = null;
    this.#pending += 1;
    void compressLater(raw, mood.strength)
      .then((packed) => {
        if (!this.#ended) this.#guarded(() => this.#write(frame, waiting, raw, finishFrame(kind, raw, lengths, packed, mood)));
      })
      .catch((error: unknown) => void (this.#failure ??= error))
      .finally(() => this.#compressed(buffer, frame.capacity));
    return undefined;
  }

  #compressed(buffer: Uint8Array, capacity: number): void {
    this.#pending -= 1;
    if (capacity === sorts.small.capacity) this.#spare.push(buffer);
    for (const wake of this.#wake.splice(0)) wake();
  }

  #write(frame: OpenFrame, waiting: readonly WaitingChunk[], raw: Uint8Array, { head, payload }: EncodedFrame): void {
    const offset = this.#file.append(head, payload);
    const { kind } = frame;
    for (const { digest, offset: start, length } of waiting) {
      this.#chunks.add({ digest, kind, frame: this.#frames.length, offset: start, length });
    }
    this.#frames.push({ offset, length: head.length + payload.length, rawLength: raw.length });
  }

  async relieved(): Promise<void> {
    while (this.crowded) await this.#nextCompressed();
    if (this.#failure !== null) throw this.#failure;
  }

  async settled(): Promise<void> {
    if (!this.#ended) this.#guarded(() => this.#flushAll());
    while (this.#pending > 0) await this.#nextCompressed();
    if (this.#failure !== null) throw this.#failure;
  }

  #nextCompressed(): Promise<void> {
    return new Promise((resolve) => void this.#wake.push(resolve));
  }

  #flushAll(): void {
    for (const frame of Object.values(this.#open)) this.#flush(frame);
  }

  sealFooted(): SealedPack | null {
    this.#checkOpen();
    const sealed = this.#guarded(() => {
      const footer = this.#finish();
      return footer === null ? null : { id: this.#place.id, size: this.#file.seal(footer), footer };
    });
    this.#ended = true;
    return sealed;
  }

  async sealLater(): Promise<SealedPack | null> {
    this.#checkOpen();
    this.#guarded(() => this.#flushAll());
    if (this.busy) await this.settled();
    const footer = this.#guarded(() => this.#finish());
    this.#ended = true;
    if (footer === null) return null;
    try {
      return { id: this.#place.id, size: await this.#file.sealLater(footer), footer };
    } catch (error) {
      this.#file.discard();
      throw storeError(error);
    }
  }

  /** Writes the last frames; the footer that is due then, null when nothing was appended. */
  #finish(): Uint8Array | null {
    this.#flushAll();
    if (this.#pending > 0) throw new Error('a pack is sealed after it settled');
    return this.#frames.length === 0 ? null : encodeFooter(this.#frames, this.#chunks);
  }

  seal(): SealedContainer | null {
    const sealed = this.sealFooted();
    return sealed === null ? null : decodeFooter(sealed.footer, sealed.id, sealed.size);
  }

  abandon(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#file.discard();
  }

  #checkOpen(): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.#ended) throw new Error('this pack has ended');
  }

  /** After an error nothing of this pack can be kept. */
  #guarded<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      this.abandon();
      this.#failure = storeError(error);
      throw this.#failure;
    }
  }
}

function openFrame(sort: Sort): OpenFrame {
  const { kind, capacity, strength } = sorts[sort];
  return { kind, capacity, mood: { strength, wary: sort === 'dense' }, buffer: null, filled: 0, waiting: [] };
}
