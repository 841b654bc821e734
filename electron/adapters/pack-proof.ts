import { closeSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Digest } from '../engine/model/digest.ts';
import type { ContainerId, IndexedChunk, SealedContainer } from '../engine/ports/container-store.ts';
import type { ProofPart, ProvenPart } from '../engine/ports/proving.ts';
import { digestOf } from './digester-node.ts';
import { systemCode } from './durable-files.ts';
import { decodeFrame } from './frame.ts';
import { PackRefusal } from './pack-format.ts';
import type { OpenContainer, PackReader } from './pack-reader.ts';

/** Stored bytes in one part: a few hundredths of a second of work. */
const partBytes = 16 * 1024 * 1024;

interface IndexedFrame {
  readonly offset: number;
  readonly length: number;
  readonly chunks: readonly IndexedChunk[];
}

/** The container looked at last: its frames in the order in which they lie. */
interface Known {
  readonly id: ContainerId;
  readonly size: number;
  readonly frames: readonly IndexedFrame[];
}

/** Proves packs and clones part by part. Remembers the index of the last one, since that is long where chunks are small. */
export function createPackProver(open: (id: ContainerId) => OpenContainer, reader: PackReader): (part: ProofPart) => ProvenPart {
  let known: Known | null = null;
  return (part) => {
    if (part.from === 0) reader.forget(part.id); // what is kept in memory proves nothing
    const isKnown = known !== null && known.id === part.id && part.from > 0;
    const pack = isKnown && known !== null ? known : knownFrom(reader.readIndex(part.id));
    known = pack;
    const file = open(part.id);
    try {
      return provePart(file, pack, part);
    } finally {
      closeSync(file.fd);
    }
  };
}

function knownFrom({ id, size, chunks }: SealedContainer): Known {
  const frames = new Map<number, { offset: number; length: number; chunks: IndexedChunk[] }>();
  for (const chunk of chunks) {
    const frame = frames.get(chunk.frameOffset);
    if (frame === undefined) frames.set(chunk.frameOffset, { offset: chunk.frameOffset, length: chunk.frameLength, chunks: [chunk] });
    else frame.chunks.push(chunk);
  }
  return { id, size, frames: [...frames.values()].toSorted((a, b) => a.offset - b.offset) };
}

function provePart({ fd, isClone }: OpenContainer, { size, frames }: Known, { from, crc }: ProofPart): ProvenPart {
  const run = { at: from, crc, bytes: 0, damaged: [] as Digest[] };
  for (const frame of frames) {
    if (frame.offset < from) continue;
    if (run.at - from >= partBytes) return { next: run.at, crc: run.crc, bytes: run.bytes, damaged: run.damaged };
    const stored = readThrough(fd, run, frame.offset + frame.length);
    const bytes = stored?.subarray(stored.length - frame.length) ?? null;
    // In a clone chunks lie as they are, and their digests tell all.
    proveChunks(bytes === null || isClone ? bytes : unpacked(bytes), frame, run);
  }
  while (run.at < size) readThrough(fd, run, Math.min(size, run.at + partBytes));
  return { next: null, crc: run.crc, bytes: run.bytes, damaged: run.damaged };
}

/** Reads on up to an offset. Null when the disk cannot. */
function readThrough(fd: number, run: { at: number; crc: number }, end: number): Uint8Array | null {
  const start = run.at;
  run.at = end;
  const bytes = Buffer.allocUnsafeSlow(end - start);
  for (let done = 0; done < bytes.length; ) {
    const got = tryRead(fd, bytes, done, start + done);
    if (got === 0) return null;
    done += got;
  }
  run.crc = crc32(bytes, run.crc);
  return bytes;
}

function tryRead(fd: number, bytes: Uint8Array, done: number, position: number): number {
  try {
    return readSync(fd, bytes, done, bytes.length - done, position);
  } catch (error) {
    if (systemCode(error) === 'EIO') return 0;
    throw error;
  }
}

function proveChunks(raw: Uint8Array | null, { chunks }: IndexedFrame, run: { bytes: number; damaged: Digest[] }): void {
  for (const { digest, offset, length } of chunks) {
    run.bytes += length;
    const isWhole = raw !== null && offset + length <= raw.length && digestOf(raw.subarray(offset, offset + length)) === digest;
    if (!isWhole) run.damaged.push(digest);
  }
}

function unpacked(stored: Uint8Array): Uint8Array | null {
  try {
    return decodeFrame(stored);
  } catch (error) {
    if (error instanceof PackRefusal) return null;
    throw error;
  }
}
