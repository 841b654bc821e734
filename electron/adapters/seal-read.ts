import type { BucketKey } from '../engine/model/bucket-key.ts';
import { goneWhileRead } from '../engine/model/bucket-failure.ts';
import type { Bucket, BucketEntry, BucketStream, ByteRange, Generation, ReadRequest } from '../engine/ports/bucket.ts';
import { contentSeal, headerLength, isHeader, plainSize, sealedSegmentSize, segmentsOf, segmentSize, type ContentSeal } from './seal-content.ts';
import { damagedSealed } from './seal-failure.ts';
import type { SealedKeys, SealedPlace } from './seal-keys.ts';
import type { SealRing } from './seal-ring.ts';

/** Headers that are remembered, so that not each range of a content reads it again. */
const mostHeaders = 2_000;
/** So often somebody may replace a content between its header and the rest. */
const mostReplaced = 20;

interface Asked {
  readonly key: BucketKey;
  readonly place: SealedPlace;
  readonly range: ByteRange;
  /** Of the first segment that is read. */
  readonly first: number;
}

interface KnownHeader {
  readonly generation: Generation;
  readonly bytes: Buffer;
}

/** Opens what a sealed bucket holds; a range costs the segments that it touches, and the header once. */
export function createSealedStream(inner: Bucket, ring: SealRing, keys: SealedKeys): Bucket['stream'] {
  const headers = new Map<BucketKey, KnownHeader>();

  function sealOf(asked: Asked, header: Buffer, generation: Generation): ContentSeal {
    const { key, place: { name, isLong } } = asked;
    const seal = isHeader(header, isLong) ? contentSeal(ring, header, name) : null;
    if (seal === null) throw damagedSealed(inner.address, key);
    if (headers.size >= mostHeaders) headers.clear();
    headers.set(name, { generation, bytes: header });
    return seal;
  }

  async function* opened(asked: Asked, entry: BucketEntry, pieces: AsyncIterable<Uint8Array>, known: ContentSeal | null): AsyncGenerator<Uint8Array> {
    const { key, place: { head }, range } = asked;
    const size = plainSize(entry.size, head);
    if (size === null) throw damagedSealed(inner.address, key);
    const count = segmentsOf(size);
    const end = Math.min(range.offset + range.length, size);
    let seal = known;
    let index = asked.first;
    for await (const block of inBlocks(pieces, seal === null ? head : sealedSegmentSize)) {
      if (seal === null) {
        seal = sealOf(asked, block.subarray(0, headerLength), entry.generation);
        continue;
      }
      const bytes = seal.openSegment(index, index === count - 1, block);
      if (bytes === null) throw damagedSealed(inner.address, key);
      const begin = index++ * segmentSize;
      const wanted = bytes.subarray(Math.max(0, range.offset - begin), Math.max(0, end - begin));
      if (wanted.length > 0) yield wanted;
    }
    // An empty content has a segment as well: without it somebody cut it off.
    const expected = range.length === Infinity ? count : range.offset < end ? Math.ceil(end / segmentSize) : 0;
    if (index < expected) throw damagedSealed(inner.address, key);
  }

  /** Null: nothing lies there. 'replaced': something else by now. */
  async function tried(asked: Asked, request: ReadRequest): Promise<BucketStream | null | 'replaced'> {
    const { key, place: { name, head }, range, first } = asked;
    const length = range.length === 0 ? 0 : Math.ceil((range.offset + range.length) / segmentSize) - first;
    if (first === 0) {
      const whole = range.length === Infinity ? {} : { range: { offset: 0, length: length === 0 ? 0 : head + length * sealedSegmentSize } };
      const stream = await inner.stream(name, { ...request, range: undefined, ...whole });
      return stream && { entry: keys.plain(key, stream.entry), bytes: opened(asked, stream.entry, stream.bytes, null) };
    }
    const header = await headerOf(asked, request);
    if (header === null) return null;
    const { generation } = header;
    const stretch = { offset: head + first * sealedSegmentSize, length: length === 0 ? 0 : length * sealedSegmentSize };
    const stream = await inner.stream(name, { ...request, generation, range: stretch });
    if (stream === null) {
      headers.delete(name);
      return request.generation === undefined ? 'replaced' : null;
    }
    return { entry: keys.plain(key, stream.entry), bytes: opened(asked, stream.entry, stream.bytes, sealOf(asked, header.bytes, generation)) };
  }

  async function headerOf({ place: { name } }: Asked, { generation, signal }: ReadRequest): Promise<KnownHeader | null> {
    const known = headers.get(name);
    if (known !== undefined && (generation ?? known.generation) === known.generation) return known;
    const found = await inner.read(name, { range: { offset: 0, length: headerLength }, limit: headerLength, generation, signal });
    return found && { generation: found.entry.generation, bytes: Buffer.from(found.bytes) };
  }

  return async (key, request = {}) => {
    const range = request.range ?? { offset: 0, length: Infinity };
    const asked: Asked = { key, place: keys.place(key), range, first: Math.floor(range.offset / segmentSize) };
    for (let attempt = 1; attempt <= mostReplaced; attempt++) {
      const stream = await tried(asked, request);
      if (stream !== 'replaced') return stream;
    }
    throw goneWhileRead(inner.address, key);
  };
}

/** The bytes in blocks: one of `first`, then of a sealed segment each, the last one shorter. */
async function* inBlocks(pieces: AsyncIterable<Uint8Array>, first: number): AsyncGenerator<Buffer> {
  let block = Buffer.alloc(first);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(piece.length - at, block.length - filled);
      block.set(piece.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < block.length) continue;
      yield block;
      block = Buffer.alloc(sealedSegmentSize);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
