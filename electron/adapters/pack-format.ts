import { chunkKinds } from '../engine/model/chunk-kind.ts';
import { digestFromBytes, type Digest } from '../engine/model/digest.ts';
import type { ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { ChunkColumns } from '../engine/store/chunk-columns.ts';
import { chunkRowLength, type ChunkRows } from './chunk-rows.ts';

/**
 * The layout of a pack, format version 1 (docs/formats-containers.md). All numbers are little-endian.
 *
 *   header  | frame | frame | … | footer | trailer
 *
 * Pure: bytes in, values out; whoever reads a pack treats every number in it as a claim to be checked.
 */
export const packFormatVersion = 1;
export const headerLength = 16;
export const trailerLength = 56;
/** No frame holds more raw bytes than this, whatever it claims. */
export const maximumFrameBytes = 16 * 1024 * 1024;

const headerMagic = new TextEncoder().encode('StrataPk');
const trailerMagic = new TextEncoder().encode('StrataPE');
const footerHeadLength = 8;
const frameRowLength = 16;

export interface FrameRow {
  /** Offset of the frame in the pack, bytes. */
  readonly offset: number;
  /** Bytes on disk, frame header included. */
  readonly length: number;
  /** Bytes when unpacked. */
  readonly rawLength: number;
}

/** A pack that cannot be read: `newer` when a later format wrote it, otherwise damage. */
export class PackRefusal extends Error {
  readonly newer: boolean;
  constructor(message: string, newer = false) {
    super(message);
    this.name = 'PackRefusal';
    this.newer = newer;
  }
}

export function encodeHeader(): Uint8Array {
  const bytes = new Uint8Array(headerLength);
  bytes.set(headerMagic);
  new DataView(bytes.buffer).setUint32(8, packFormatVersion, true);
  return bytes;
}

/** Throws a PackRefusal when these bytes do not begin a pack of this format. */
export function checkHeader(bytes: Uint8Array): void {
  if (bytes.length < headerLength || !startsWith(bytes, headerMagic)) throw new PackRefusal('it does not begin like a pack');
  checkVersion(bytes, 8);
}

/** The format version, and the four zero bytes behind it: a flipped bit must not pass for anything else. */
function checkVersion(bytes: Uint8Array, at: number): void {
  const version = viewOf(bytes).getUint32(at, true);
  const isBeside = viewOf(bytes).getUint32(at + 4, true) !== 0;
  if (version > packFormatVersion && !isBeside) throw new PackRefusal(`it has format version ${version}`, true);
  if (version !== packFormatVersion || isBeside) throw new PackRefusal(`it claims format version ${version}`);
}

/** Both ends tell the format: when one is of this and the other is not, a bit flipped, and no newer Strata wrote it. Throws a PackRefusal. */
export function checkSameFormat(header: Uint8Array, trailer: Uint8Array): void {
  const atBegin = viewOf(header).getUint32(8, true);
  const atEnd = viewOf(trailer).getUint32(40, true);
  const isOurs = atBegin === packFormatVersion || (atEnd === packFormatVersion && startsWith(trailer.subarray(48), trailerMagic));
  if (isOurs && atBegin !== atEnd) throw new PackRefusal('its begin and its end do not agree');
}

/** Footer: counts of frames and chunks (u32 each), the frame rows, the chunk rows. */
export function encodeFooter(frames: readonly FrameRow[], chunks: ChunkRows): Uint8Array {
  const chunksAt = footerHeadLength + frames.length * frameRowLength;
  const bytes = Buffer.alloc(chunksAt + chunks.written().length);
  let at = bytes.writeUInt32LE(frames.length, 0);
  at = bytes.writeUInt32LE(chunks.length, at);
  for (const frame of frames) {
    at = bytes.writeBigUInt64LE(BigInt(frame.offset), at);
    at = bytes.writeUInt32LE(frame.length, at);
    at = bytes.writeUInt32LE(frame.rawLength, at);
  }
  bytes.set(chunks.written(), chunksAt);
  return bytes;
}

/** Trailer: length of the footer (u64), its SHA-256, format version (u32), four zero bytes, magic. */
export function encodeTrailer(footerLength: number, footerDigest: Digest): Uint8Array {
  const bytes = Buffer.alloc(trailerLength);
  bytes.writeBigUInt64LE(BigInt(footerLength), 0);
  bytes.write(footerDigest, 8, 32, 'hex');
  bytes.writeUInt32LE(packFormatVersion, 40);
  bytes.set(trailerMagic, 48);
  return bytes;
}

/** Reads a trailer of a pack of `size` bytes. Throws a PackRefusal when it is not one. */
export function decodeTrailer(bytes: Uint8Array, size: number): { footerLength: number; footerDigest: Digest } {
  if (bytes.length !== trailerLength || !startsWith(bytes.subarray(48), trailerMagic)) throw new PackRefusal('its end is missing');
  checkVersion(bytes, 40);
  const footerLength = Number(viewOf(bytes).getBigUint64(0, true));
  if (footerLength < footerHeadLength || footerLength > size - headerLength - trailerLength) {
    throw new PackRefusal('its index has an impossible length');
  }
  return { footerLength, footerDigest: digestFromBytes(bytes, 8) };
}

/**
 * Reads a footer whose digest was checked before, of the pack `id` of `size` bytes. Every row is checked against
 * the pack's own bounds. Throws a PackRefusal.
 */
export function decodeFooter(footer: Uint8Array, id: ContainerId, size: number): SealedContainer {
  const bytes = Buffer.from(footer.buffer, footer.byteOffset, footer.byteLength);
  const frameCount = bytes.readUInt32LE(0);
  const chunkCount = bytes.readUInt32LE(4);
  if (bytes.length !== footerHeadLength + frameCount * frameRowLength + chunkCount * chunkRowLength) {
    throw new PackRefusal('its index does not hold what it counts');
  }
  const frames = decodeFrameRows(bytes, frameCount, size - trailerLength - bytes.length);
  const rows = bytes.subarray(footerHeadLength + frameCount * frameRowLength);
  return { id, size, chunks: decodeChunkRows(rows, chunkCount, id, frames) };
}

function decodeFrameRows(bytes: Buffer, count: number, end: number): FrameRow[] {
  const frames: FrameRow[] = [];
  let at = footerHeadLength;
  let free = headerLength;
  for (let i = 0; i < count; i++, at += frameRowLength) {
    const offset = Number(bytes.readBigUInt64LE(at));
    const length = bytes.readUInt32LE(at + 8);
    const rawLength = bytes.readUInt32LE(at + 12);
    if (offset < free || offset + length > end || rawLength > maximumFrameBytes) throw new PackRefusal('its index names an impossible frame');
    frames.push({ offset, length, rawLength });
    free = offset + length;
  }
  return frames;
}

function decodeChunkRows(bytes: Buffer, count: number, container: ContainerId, frames: readonly FrameRow[]): ChunkColumns {
  const columns = new ChunkColumns(container, count);
  for (let i = 0, at = 0; i < count; i++, at += chunkRowLength) {
    const kind = bytes[at + 32] as number;
    const frame = frames[bytes.readUInt32LE(at + 33)];
    const offset = bytes.readUInt32LE(at + 37);
    const length = bytes.readUInt32LE(at + 41);
    if (kind >= chunkKinds.length || frame === undefined || offset + length > frame.rawLength) {
      throw new PackRefusal('its index names an impossible chunk');
    }
    for (let byte = 0; byte < 32; byte++) columns.digests[32 * i + byte] = bytes[at + byte] as number;
    columns.kinds[i] = kind;
    columns.frameOffsets[i] = frame.offset;
    columns.frameLengths[i] = frame.length;
    columns.offsets[i] = offset;
    columns.lengths[i] = length;
  }
  return columns;
}

function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
