import { constants, crc32, zstdCompress, zstdCompressSync, zstdDecompressSync, type ZstdOptions } from 'node:zlib';
import { chunkKindCodes, chunkKinds, type ChunkKind } from '../engine/model/chunk-kind.ts';
import type { FrameChunk } from '../engine/ports/container-store.ts';
import { maximumFrameBytes, PackRefusal } from './pack-format.ts';

/**
 * One frame of a pack: chunks of one kind that lie side by side and were compressed together.
 *
 *   codec u8 (0 raw, 1 zstd) | kind u8 | zero u16 | raw length u32 | stored length u32 | number of chunks u32
 *   | CRC-32 of these 16 bytes and the lengths u32 | length of each chunk u32 … | payload
 *
 * The payload is proven by the digests of its chunks. Together with the lengths a pack's index can be made again from its
 * frames alone: the digest of each chunk follows from its bytes.
 */
export const frameHeadLength = 20;

const codecRaw = 0;
const codecZstd = 1;
/** Less saving than this is not worth unpacking on every read. */
const worthwhile = 0.97;
/** How much of a frame is tried first after a frame that did not compress: four pieces of this many bytes. */
const sampleLength = 8 * 1024;

/** What the last frames of one writer taught about compressing; one for each kind. */
export interface CompressionMood {
  /** zstd's parameters. */
  readonly strength: CompressionStrength;
  /** The last frame did not compress: try a sample before trying all. */
  wary: boolean;
}

export interface CompressionStrength {
  /** zstd's level. */
  readonly level: number;
  /** log2 of the entries of zstd's table of matches, if not what the level has: a smaller one stays in the processor's nearest memory. */
  readonly hashLog?: number;
}

export interface EncodedFrame {
  readonly head: Uint8Array;
  readonly payload: Uint8Array;
}

/** Packs the chunks of one frame. The payload is `raw` itself when that does not compress: write it before `raw` is used again. */
export function encodeFrame(kind: ChunkKind, raw: Uint8Array, lengths: readonly number[], mood: CompressionMood): EncodedFrame {
  const packed = isWorthTrying(raw, mood) ? zstdCompressSync(raw, zstdOptions(raw, mood.strength)) : null;
  return finishFrame(kind, raw, lengths, packed, mood);
}

/** Whether compressing all of `raw` promises anything after what the last frames taught. */
export function isWorthTrying(raw: Uint8Array, mood: CompressionMood): boolean {
  return !mood.wary || sampleCompresses(raw, mood.strength);
}

/** Compresses in a thread of Node's own pool; `raw` must not change until then. */
export function compressLater(raw: Uint8Array, strength: CompressionStrength): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zstdCompress(raw, zstdOptions(raw, strength), (error, packed) => (error === null ? resolve(packed) : reject(error)));
  });
}

/** Puts a frame together. `packed`: `raw` compressed, or null when that was not worth trying. */
export function finishFrame(
  kind: ChunkKind,
  raw: Uint8Array,
  lengths: readonly number[],
  packed: Uint8Array | null,
  mood: CompressionMood,
): EncodedFrame {
  const pays = packed !== null && packed.length <= raw.length * worthwhile;
  if (packed !== null) mood.wary = !pays;
  const payload = pays ? packed : raw;
  const head = Buffer.allocUnsafe(frameHeadLength + 4 * lengths.length);
  head[0] = pays ? codecZstd : codecRaw;
  head[1] = chunkKindCodes[kind];
  head.writeUInt16LE(0, 2);
  head.writeUInt32LE(raw.length, 4);
  head.writeUInt32LE(payload.length, 8);
  head.writeUInt32LE(lengths.length, 12);
  let at = frameHeadLength;
  for (const length of lengths) at = head.writeUInt32LE(length, at);
  head.writeUInt32LE(headCrc(head), 16);
  return { head, payload };
}

function headCrc(head: Uint8Array): number {
  return crc32(head.subarray(frameHeadLength), crc32(head.subarray(0, 16)));
}

function sampleCompresses(raw: Uint8Array, strength: CompressionStrength): boolean {
  if (raw.length <= 8 * sampleLength) return true;
  const step = Math.floor(raw.length / 4);
  const pieces = [0, 1, 2, 3].map((i) => raw.subarray(i * step, i * step + sampleLength));
  const sample = Buffer.concat(pieces);
  return zstdCompressSync(sample, zstdOptions(sample, strength)).length <= sample.length * worthwhile;
}

function zstdOptions(raw: Uint8Array, { level, hashLog }: CompressionStrength): ZstdOptions {
  const params = { [constants.ZSTD_c_compressionLevel]: level, ...(hashLog === undefined ? {} : { [constants.ZSTD_c_hashLog]: hashLog }) };
  // One output buffer that surely suffices (ZSTD_compressBound): Node would otherwise stitch pieces of 16 KiB together.
  return { chunkSize: raw.length + (raw.length >> 8) + 1024, params };
}

/**
 * Reads the head of a whole frame as it lies in the pack. Throws a PackRefusal for anything that `encodeFrame` would not have
 * made. Bytes.
 */
export function checkFrameHead(stored: Uint8Array): { rawLength: number; payloadStart: number } {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  if (bytes.length < frameHeadLength) throw new PackRefusal('a frame is cut');
  const rawLength = bytes.readUInt32LE(4);
  const storedLength = bytes.readUInt32LE(8);
  const payloadStart = frameHeadLength + 4 * bytes.readUInt32LE(12);
  if (rawLength > maximumFrameBytes || payloadStart + storedLength !== bytes.length) throw new PackRefusal('a frame has an impossible length');
  if (headCrc(bytes.subarray(0, payloadStart)) !== bytes.readUInt32LE(16)) throw new PackRefusal('a frame has a damaged head');
  return { rawLength, payloadStart };
}

/**
 * Unpacks a whole frame as it lies in the pack. Bounded by the raw length that it declares, which is bounded itself. Throws
 * a PackRefusal for anything that `encodeFrame` would not have made.
 */
export function decodeFrame(stored: Uint8Array): Uint8Array {
  const { rawLength, payloadStart } = checkFrameHead(stored);
  const raw = unpack(stored[0] as number, stored.subarray(payloadStart), rawLength);
  if (raw.length !== rawLength) throw new PackRefusal('a frame is shorter than it says');
  return raw;
}

function unpack(codec: number, payload: Uint8Array, rawLength: number): Uint8Array {
  if (codec === codecRaw) return payload;
  if (codec !== codecZstd) throw new PackRefusal(`a frame has the unknown codec ${codec}`);
  try {
    return zstdDecompressSync(payload, { maxOutputLength: Math.max(1, rawLength), chunkSize: Math.max(64, rawLength) });
  } catch (error) {
    throw new PackRefusal(`a frame cannot be unpacked (${String((error as Error).message)})`);
  }
}

/** Bytes of the frame that begins at an offset of a pack; null when none does. Told by its head alone, which has a CRC. */
export function frameLengthAt(pack: Uint8Array, at: number): number | null {
  if (at + frameHeadLength > pack.length || (pack[at] as number) > codecZstd || (pack[at + 1] as number) >= chunkKinds.length) return null;
  const head = new DataView(pack.buffer, pack.byteOffset + at, frameHeadLength);
  const payloadStart = frameHeadLength + 4 * head.getUint32(12, true);
  const length = payloadStart + head.getUint32(8, true);
  if (head.getUint16(2, true) !== 0 || head.getUint32(4, true) > maximumFrameBytes || at + length > pack.length) return null;
  return headCrc(pack.subarray(at, at + payloadStart)) === head.getUint32(16, true) ? length : null;
}

/** The chunks of a whole frame whose head was checked: their kind, and their lengths in order. */
export function frameChunks(stored: Uint8Array): { readonly kind: ChunkKind; readonly lengths: readonly number[] } {
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  const lengths = Array.from({ length: view.getUint32(12, true) }, (_, i) => view.getUint32(frameHeadLength + 4 * i, true));
  const kind = chunkKinds[stored[1] as number];
  const { rawLength } = checkFrameHead(stored);
  if (kind === undefined || lengths.reduce((sum, length) => sum + length, 0) !== rawLength) throw new PackRefusal('a frame is not what its head says');
  return { kind, lengths };
}

/**
 * The raw length of a frame that holds exactly these chunks, one behind the other, and no more bytes than compressing them takes; null for any
 * other. Told by its head: that the payload unpacks to these chunks is for the caller to prove.
 */
export function wholeFrame(stored: Uint8Array, chunks: readonly FrameChunk[]): number | null {
  try {
    const { rawLength, payloadStart } = checkFrameHead(stored);
    const { kind, lengths } = frameChunks(stored);
    if (lengths.length !== chunks.length || stored.length - payloadStart > rawLength) return null;
    let at = 0;
    for (const [i, chunk] of chunks.entries()) {
      if (chunk.kind !== kind || chunk.offset !== at || chunk.length !== lengths[i]) return null;
      at += chunk.length;
    }
    return rawLength;
  } catch (error) {
    if (error instanceof PackRefusal) return null;
    throw error;
  }
}
