import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Digest } from '../engine/model/digest.ts';
import type { ChunkKind, ContainerId, PackWriter, SealedContainer } from '../engine/ports/container-store.ts';
import { digestOf } from './digester-node.ts';
import { makeDurableFolder, storeError, syncFolder } from './durable-files.ts';
import { encodeFrame, type CompressionMood } from './frame.ts';
import {
  decodeFooter,
  encodeFooter,
  encodeHeader,
  encodeTrailer,
  maximumFrameBytes,
  type ChunkRow,
  type FrameRow,
} from './pack-format.ts';

/**
 * The sorts of frames that a writer fills side by side. Data that look incompressible are kept apart: among other data they
 * would slow compression down and be unpacked with them for nothing (small files, a third of them random: a quarter less time and 6 % less space).
 *
 * Data are read in runs, so bigger frames compress better; nodes are read one by one.
 *
 * zstd's level, measured on small files, two thirds text: level 1 stores 62 % at 1.5 times the speed of level 3, which stores
 * 56 %. Capturing waits for it, so data take level 1; nodes are few.
 */
const sorts = {
  data: { kind: 'data', capacity: 1024 * 1024, level: 1 },
  dense: { kind: 'data', capacity: 1024 * 1024, level: 1 },
  list: { kind: 'list', capacity: 64 * 1024, level: 3 },
  manifest: { kind: 'manifest', capacity: 64 * 1024, level: 3 },
} as const;
type Sort = keyof typeof sorts;

/** Writes bytes at the end of a file; as `writeSync`. Passed in so that a full disk can be had in a test. */
export type WriteBytes = (fd: number, bytes: Uint8Array) => number;

export interface PackPlace {
  readonly id: ContainerId;
  /** Where it is written. */
  readonly temporary: string;
  /** Where it lies once sealed. */
  readonly final: string;
}

/** A sealed pack together with its footer, which says the same in a form that can be handed to another thread. */
export interface SealedPack {
  readonly id: ContainerId;
  readonly size: number;
  readonly footer: Uint8Array;
}

/** A pack writer that can also seal without spelling out every chunk. */
export interface FootedPackWriter extends PackWriter {
  sealFooted(): SealedPack | null;
  has(digest: Digest): boolean;
}

/** The chunks of one sort that wait to become a frame. */
interface OpenFrame {
  readonly kind: ChunkKind;
  readonly capacity: number;
  readonly mood: CompressionMood;
  /** Made at the first chunk and used again for every frame. */
  buffer: Uint8Array | null;
  filled: number;
  waiting: { digest: Digest; offset: number; length: number }[];
}

/** Begins a pack. Its file appears with the first full frame. */
export function createPackWriter(place: PackPlace, write: WriteBytes = writeSync): FootedPackWriter {
  const known = new Set<Digest>();
  const frames: FrameRow[] = [];
  const chunks: ChunkRow[] = [];
  const open: Record<Sort, OpenFrame> = {
    data: openFrame('data'),
    dense: openFrame('dense'),
    list: openFrame('list'),
    manifest: openFrame('manifest'),
  };
  let fd: number | null = null;
  let size = 0;
  let length = 0;
  let ended = false;

  function put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += write(fd as number, done === 0 ? bytes : bytes.subarray(done));
    size += bytes.length;
  }

  function begin(): void {
    makeDurableFolder(path.dirname(place.temporary));
    fd = openSync(place.temporary, 'wx', 0o600);
    put(encodeHeader());
  }

  function writeFrame(frame: OpenFrame, raw: Uint8Array): void {
    if (fd === null) begin();
    const { head, payload } = encodeFrame(frame.kind, raw, frame.waiting.map((chunk) => chunk.length), frame.mood);
    const offset = size;
    put(head);
    put(payload);
    for (const chunk of frame.waiting) chunks.push({ ...chunk, kind: frame.kind, frame: frames.length });
    frames.push({ offset, length: size - offset, rawLength: raw.length });
    frame.waiting = [];
    frame.filled = 0;
  }

  function flush(frame: OpenFrame): void {
    if (frame.waiting.length > 0 && frame.buffer !== null) writeFrame(frame, frame.buffer.subarray(0, frame.filled));
  }

  function append(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void {
    if (ended) throw new Error('this pack has ended');
    if (bytes.length > maximumFrameBytes) throw new RangeError(`a chunk of ${bytes.length} bytes fits into no frame`);
    if (known.has(digest)) return;
    const frame = open[kind === 'data' && looksDense(bytes) ? 'dense' : kind];
    known.add(digest);
    length += bytes.length;
    if (frame.filled + bytes.length > frame.capacity) guarded(() => flush(frame));
    const offset = frame.filled;
    frame.waiting.push({ digest, offset, length: bytes.length });
    if (bytes.length > frame.capacity) return guarded(() => writeFrame(frame, bytes));
    frame.buffer ??= new Uint8Array(frame.capacity);
    frame.buffer.set(bytes, offset);
    frame.filled = offset + bytes.length;
  }

  /** After an error nothing of this pack can be kept. */
  function guarded<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      abandon();
      throw storeError(error);
    }
  }

  function finish(): SealedPack | null {
    for (const frame of Object.values(open)) flush(frame);
    if (fd === null) return null;
    const footer = encodeFooter(frames, chunks);
    put(footer);
    put(encodeTrailer(footer.length, digestOf(footer)));
    fsyncSync(fd);
    closeSync(fd);
    fd = null;
    makeDurableFolder(path.dirname(place.final));
    renameSync(place.temporary, place.final);
    syncFolder(path.dirname(place.final));
    return { id: place.id, size, footer };
  }

  function sealFooted(): SealedPack | null {
    if (ended) throw new Error('this pack has ended');
    const sealed = guarded(finish);
    ended = true;
    return sealed;
  }

  function seal(): SealedContainer | null {
    const sealed = sealFooted();
    return sealed === null ? null : decodeFooter(sealed.footer, sealed.id, sealed.size);
  }

  function abandon(): void {
    if (ended) return;
    ended = true;
    const opened = fd;
    fd = null;
    if (opened !== null) closeSync(opened);
    if (size > 0) rmSync(place.temporary, { force: true });
  }

  return {
    append,
    seal,
    sealFooted,
    abandon,
    has: (digest) => known.has(digest),
    get length() {
      return length;
    },
  };
}

function openFrame(sort: Sort): OpenFrame {
  const { kind, capacity, level } = sorts[sort];
  return { kind, capacity, mood: { level, wary: sort === 'dense' }, buffer: null, filled: 0, waiting: [] };
}

const sampleBytes = 256;
const counts = new Uint16Array(256);
/** Equal pairs among 256 bytes are 127 on average when all values are equally likely, with a deviation of 11. */
const fewPairs = 190;

/**
 * Whether bytes look as if they were compressed or encrypted: in a sample spread over them, values are spread evenly. Only a
 * guess for where to put them; whether a frame is compressed is decided by trying.
 */
function looksDense(bytes: Uint8Array): boolean {
  if (bytes.length < 2 * sampleBytes) return false;
  counts.fill(0);
  const step = Math.floor(bytes.length / sampleBytes);
  let pairs = 0;
  for (let i = 0, at = 0; i < sampleBytes; i++, at += step) {
    const value = bytes[at] as number;
    const before = counts[value] as number;
    pairs += before;
    counts[value] = before + 1;
  }
  return pairs < fewPairs;
}
