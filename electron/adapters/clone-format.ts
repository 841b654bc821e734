import { digestFromBytes, type Digest } from '../engine/model/digest.ts';
import type { ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { ChunkColumns } from '../engine/store/chunk-columns.ts';
import { maximumFrameBytes, PackRefusal } from './pack-format.ts';

/**
 * The layout of a clone, format version 1 (docs/formats-containers.md). All numbers are little-endian.
 *
 *   content of the file, as it was | footer | trailer
 *
 * A clone shares the blocks of its content with the file it was made of, so its index can only stand behind them. Pure: bytes in,
 * values out; whoever reads a clone treats every number in it as a claim to be checked.
 */
export const cloneFormatVersion = 1;
export const cloneTrailerLength = 56;

const trailerMagic = new TextEncoder().encode('StrataCE');
const footerHeadLength = 12;
const chunkRowLength = 45;

/** A chunk as it lies in a clone. */
export interface ClonedChunk {
  readonly digest: Digest;
  /** Offset in the content, bytes. */
  readonly offset: number;
  readonly length: number;
  /** It is stored elsewhere: its bytes lie here because the file has them. */
  readonly isBeside: boolean;
}

/** Footer: length of the content (u64), number of chunks (u32), the chunk rows by offset. Chunks hold data, never nodes. */
export function encodeCloneFooter(contentLength: number, chunks: readonly ClonedChunk[]): Uint8Array {
  const bytes = Buffer.alloc(footerHeadLength + chunks.length * chunkRowLength);
  let at = bytes.writeBigUInt64LE(BigInt(contentLength), 0);
  at = bytes.writeUInt32LE(chunks.length, at);
  for (const { digest, offset, length, isBeside } of chunks) {
    at += bytes.write(digest, at, 32, 'hex');
    at = bytes.writeBigUInt64LE(BigInt(offset), at);
    at = bytes.writeUInt32LE(length, at);
    at = bytes.writeUInt8(isBeside ? 1 : 0, at);
  }
  return bytes;
}

/** Trailer: length of the footer (u64), its SHA-256, format version (u32), four zero bytes, magic. */
export function encodeCloneTrailer(footerLength: number, footerDigest: Digest): Uint8Array {
  const bytes = Buffer.alloc(cloneTrailerLength);
  bytes.writeBigUInt64LE(BigInt(footerLength), 0);
  bytes.write(footerDigest, 8, 32, 'hex');
  bytes.writeUInt32LE(cloneFormatVersion, 40);
  bytes.set(trailerMagic, 48);
  return bytes;
}

/** Reads the trailer of a clone of `size` bytes. Throws a PackRefusal when it is not one. */
export function decodeCloneTrailer(trailer: Uint8Array, size: number): { footerLength: number; footerDigest: Digest } {
  const bytes = Buffer.from(trailer.buffer, trailer.byteOffset, trailer.byteLength);
  if (bytes.length !== cloneTrailerLength || !bytes.subarray(48).equals(trailerMagic)) throw new PackRefusal('its end is missing');
  const version = bytes.readUInt32LE(40);
  if (version > cloneFormatVersion) throw new PackRefusal(`it has format version ${version}`, true);
  if (version !== cloneFormatVersion) throw new PackRefusal(`it claims format version ${version}`);
  const footerLength = Number(bytes.readBigUInt64LE(0));
  if (footerLength < footerHeadLength || footerLength > size - cloneTrailerLength) throw new PackRefusal('its index has an impossible length');
  return { footerLength, footerDigest: digestFromBytes(bytes, 8) };
}

/** Reads a footer whose digest was checked before, of the clone `id` of `size` bytes. Throws a PackRefusal. */
export function decodeCloneFooter(footer: Uint8Array, id: ContainerId, size: number): SealedContainer {
  const stored = decodeCloneRows(footer, size).filter(({ isBeside }) => !isBeside);
  // For everyone else a chunk of a clone is a frame of its own that is nothing but its bytes.
  const framed = stored.map(({ digest, offset, length }) => ({ digest, kind: 'data' as const, frameOffset: offset, frameLength: length, offset: 0, length }));
  return { id, size, chunks: ChunkColumns.of(id, framed) };
}

/** All rows of such a footer, in order. */
export function decodeCloneRows(footer: Uint8Array, size: number): ClonedChunk[] {
  const bytes = Buffer.from(footer.buffer, footer.byteOffset, footer.byteLength);
  const contentLength = Number(bytes.readBigUInt64LE(0));
  const count = bytes.readUInt32LE(8);
  if (bytes.length !== footerHeadLength + count * chunkRowLength || contentLength + bytes.length + cloneTrailerLength !== size) {
    throw new PackRefusal('its index does not hold what it counts');
  }
  const rows: ClonedChunk[] = [];
  let free = 0;
  for (let at = footerHeadLength; at < bytes.length; at += chunkRowLength) {
    const digest = digestFromBytes(bytes, at);
    const offset = Number(bytes.readBigUInt64LE(at + 32));
    const length = bytes.readUInt32LE(at + 40);
    const beside = bytes[at + 44] as number;
    if (offset < free || offset + length > contentLength || length > maximumFrameBytes || beside > 1) {
      throw new PackRefusal('its index names an impossible chunk');
    }
    rows.push({ digest, offset, length, isBeside: beside === 1 });
    free = offset + length;
  }
  return rows;
}
