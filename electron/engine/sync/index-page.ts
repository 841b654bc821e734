import { ByteReader, whatIsDamaged } from '../manifest/byte-reader.ts';
import { ByteWriter } from '../manifest/byte-writer.ts';
import { chunkKinds } from '../model/chunk-kind.ts';
import { digestToBytes } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { ContainerId, IndexedChunks, SealedContainer } from '../ports/container-store.ts';
import type { PageSays } from '../ports/remote-catalog.ts';
import type { Digester } from '../ports/digester.ts';
import { ChunkColumns } from '../store/chunk-columns.ts';
import { bucketFormat } from './bucket-document.ts';

/*
 * A page of a bucket's index, format 1: which chunks lie in which containers.
 *
 *   header      'S' 'X', format (u8, 1), flags (u8: 1 whole, 2 what goes, 4 what moved, 8 goes entirely), integer number of containers
 *   container   id (16 bytes), integer size, integer number of frames, integer number of chunks, then
 *     frames    ascending: integer bytes between the end of the frame before (at first: the container's beginning) and it, integer length
 *     digests   32 bytes for each chunk, strictly ascending
 *     chunks    kind (u8), integer position of its frame, integer offset in the unpacked frame, integer length
 *   end         SHA-256 of all before it
 */

export interface IndexContent {
  /** Everything that chunks of the page name is in the bucket too. */
  readonly whole: boolean;
  /** Missing: `lies`. What goes is never called whole. */
  readonly says?: PageSays;
  readonly containers: readonly SealedContainer[];
}

const flagsOfSays: Readonly<Record<PageSays, number>> = { lies: 0, going: 2, moved: 4, 'going-entirely': 10 };

/** A container of a bucket is never bigger. */
const mostContainerBytes = 2 ** 40;
/** No frame has more raw bytes. */
const mostFrameBytes = 16 * 1024 * 1024;

export function encodeIndexPage({ whole, says = 'lies', containers }: IndexContent, digester: Digester): Uint8Array {
  const writer = new ByteWriter();
  for (const byte of [0x53, 0x58, bucketFormat, (whole ? 1 : 0) + flagsOfSays[says]]) writer.byte(byte);
  writer.integer(containers.length);
  for (const container of containers) encodeContainer(writer, container);
  writer.copy(digestToBytes(digester.digest(writer.written())));
  return writer.written().slice();
}

function encodeContainer(writer: ByteWriter, { id, size, chunks }: SealedContainer): void {
  const frames = framesOf(chunks);
  for (let at = 0; at < 32; at += 2) writer.byte(Number.parseInt(id.slice(at, at + 2), 16));
  for (const number of [size, frames.size, chunks.length]) writer.integer(number);
  let end = 0;
  for (const [offset, { length }] of frames) {
    writer.integer(offset - end);
    writer.integer(length);
    end = offset + length;
  }
  const order = inDigestOrder(chunks);
  for (const row of order) writer.copy(chunks.digests.subarray(32 * row, 32 * row + 32));
  for (const row of order) {
    writer.byte(chunks.kinds[row] as number);
    writer.integer(frames.get(chunks.frameOffsets[row] as number)?.position ?? 0);
    writer.integer(chunks.offsets[row] as number);
    writer.integer(chunks.lengths[row] as number);
  }
}

/** By offset, ascending. */
function framesOf(chunks: IndexedChunks): Map<number, { readonly length: number; readonly position: number }> {
  const lengths = new Map<number, number>();
  for (let row = 0; row < chunks.length; row++) lengths.set(chunks.frameOffsets[row] as number, chunks.frameLengths[row] as number);
  const sorted = [...lengths].sort(([a], [b]) => a - b);
  return new Map(sorted.map(([offset, length], position) => [offset, { length, position }]));
}

function inDigestOrder({ digests, length }: IndexedChunks): Uint32Array {
  const order = Uint32Array.from({ length }, (_, row) => row);
  return order.sort((a, b) => compareDigests(digests, a, b));
}

function compareDigests(digests: Uint8Array, a: number, b: number): number {
  for (let i = 0; i < 32; i++) {
    const difference = (digests[32 * a + i] as number) - (digests[32 * b + i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a page cannot hold. Whoever reads a page turns it into a Failure that names the page. */
export class PageRefusal extends Error {
  /** The format, when a newer Strata wrote it. */
  readonly newer: number | null;
  constructor(message: string, newer: number | null = null) {
    super(message);
    this.newer = newer;
  }
}

/** Reads a page. It is hostile until it is whole: throws a PageRefusal for anything that `encodeIndexPage` would not have made. */
export function decodeIndexPage(bytes: Uint8Array, digester: Digester): IndexContent {
  try {
    return decode(bytes, digester);
  } catch (error) {
    if (error instanceof Failure) throw new PageRefusal(whatIsDamaged(error));
    throw error;
  }
}

function decode(bytes: Uint8Array, digester: Digester): IndexContent {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== 0x53 || reader.byte() !== 0x58) throw new PageRefusal('it is no page of an index');
  const format = reader.byte();
  if (format > bucketFormat) throw new PageRefusal(`its format is ${format}`, format);
  const content = bytes.subarray(0, Math.max(0, bytes.length - 32));
  const isProven = digestToBytes(digester.digest(content)).every((byte, i) => bytes[content.length + i] === byte);
  if (format !== bucketFormat || !isProven) throw new PageRefusal('it is not whole');
  const body = new ByteReader(content, reader.at);
  const flags = body.byte();
  const said = (Object.keys(flagsOfSays) as PageSays[]).find((says) => flagsOfSays[says] === (flags & ~1));
  if (said === undefined || (flags & 3) === 3) throw new PageRefusal('it has unknown flags');
  const containers: SealedContainer[] = [];
  for (let left = body.integer(); left > 0; left--) containers.push(decodeContainer(body));
  body.expectEnd();
  return { whole: (flags & 1) === 1, ...(said === 'lies' ? {} : { says: said }), containers };
}

function decodeContainer(reader: ByteReader): SealedContainer {
  const start = reader.skip(16);
  const id = [...reader.bytes.subarray(start, start + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('') as ContainerId;
  const [size, frameCount, count] = [reader.integer(), reader.integer(), reader.integer()];
  // Frames take two bytes and chunks 36: a lie about their number is caught before room is made for them.
  if (size > mostContainerBytes || frameCount > reader.bytes.length || 36 * count > reader.bytes.length) throw new PageRefusal('it counts more than it has');
  const frames = decodeFrames(reader, size, frameCount);
  const chunks = new ChunkColumns(id, count);
  chunks.digests.set(reader.bytes.subarray(reader.skip(32 * count), reader.at));
  for (let row = 0; row < count; row++) {
    if (row > 0 && compareDigests(chunks.digests, row - 1, row) >= 0) throw new PageRefusal('its chunks are out of order');
    decodeChunk(reader, frames, chunks, row);
  }
  return { id, size, chunks };
}

function decodeFrames(reader: ByteReader, size: number, count: number): { readonly offset: number; readonly length: number }[] {
  const frames: { offset: number; length: number }[] = [];
  let end = 0;
  for (let i = 0; i < count; i++) {
    const offset = end + reader.integer();
    const length = reader.integer();
    end = offset + length;
    if (end > size || length === 0 || length > 2 * mostFrameBytes) throw new PageRefusal('it names an impossible frame');
    frames.push({ offset, length });
  }
  return frames;
}

function decodeChunk(reader: ByteReader, frames: readonly { readonly offset: number; readonly length: number }[], chunks: ChunkColumns, row: number): void {
  const kind = reader.byte();
  const frame = frames[reader.integer()];
  const [offset, length] = [reader.integer(), reader.integer()];
  if (kind >= chunkKinds.length || frame === undefined || length === 0 || offset + length > mostFrameBytes) throw new PageRefusal('it names an impossible chunk');
  chunks.kinds[row] = kind;
  chunks.frameOffsets[row] = frame.offset;
  chunks.frameLengths[row] = frame.length;
  chunks.offsets[row] = offset;
  chunks.lengths[row] = length;
}
