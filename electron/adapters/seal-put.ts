import type { BucketKey } from '../engine/model/bucket-key.ts';
import type { ContentPurpose, LargeContent, ResumeToken } from '../engine/ports/bucket.ts';
import { blocksOf } from './bucket-bytes.ts';
import { tagLength } from './seal-box.ts';
import { contentSeal, headerLength, isHeader, newHeader, sealedSegmentSize, sealedSize, sealLongKey, segmentsOf, segmentSize, type ContentSeal } from './seal-content.ts';
import type { SealedPlace } from './seal-keys.ts';
import type { SealRing } from './seal-ring.ts';

/** One put: whatever is put by it again is sealed to the same bytes. */
export interface SealedPut {
  readonly header: Buffer;
  whole(content: Uint8Array): Uint8Array;
  large(content: LargeContent): LargeContent;
  /** How many bytes of a content are there when so many sealed ones are. */
  plainBytes(sealed: number, size: number): number;
}

/** `header`: of an earlier try that goes on; another one begins when it is missing or cannot be ours. */
export function beginPut(ring: SealRing, key: BucketKey, place: SealedPlace, header?: Buffer): SealedPut {
  const known = header !== undefined && isHeader(header, place.isLong) ? contentSeal(ring, header, place.name) : null;
  const seal = known ?? newSeal(ring, place);
  const head = place.isLong ? Buffer.concat([seal.header, sealLongKey(ring, seal.header, place.name, key)]) : seal.header;
  return {
    header: seal.header,
    whole: (content) => Buffer.concat([head, ...sealedSegments(seal, content)]),
    large: (content) => ({
      size: sealedSize(content.size, head.length),
      open: (offset, purpose) => sealedFrom(seal, head, content, offset, purpose),
    }),
    plainBytes(sealed, size) {
      const body = Math.max(0, sealed - head.length);
      const rest = Math.max(0, (body % sealedSegmentSize) - tagLength);
      return Math.min(size, Math.floor(body / sealedSegmentSize) * segmentSize + rest);
    },
  };
}

function newSeal(ring: SealRing, { name, isLong }: SealedPlace): ContentSeal {
  const seal = contentSeal(ring, newHeader(ring, isLong), name);
  if (seal === null) throw new RangeError('the ring lacks its newest key');
  return seal;
}

function sealedSegments(seal: ContentSeal, content: Uint8Array): Buffer[] {
  const count = segmentsOf(content.length);
  return Array.from({ length: count }, (_, i) => seal.sealSegment(i, i === count - 1, content.subarray(i * segmentSize, (i + 1) * segmentSize)));
}

async function* sealedFrom(seal: ContentSeal, head: Buffer, content: LargeContent, offset: number, purpose: ContentPurpose): AsyncGenerator<Uint8Array> {
  if (offset < head.length) yield head.subarray(offset);
  const body = Math.max(0, offset - head.length);
  const count = segmentsOf(content.size);
  let index = Math.floor(body / sealedSegmentSize);
  let skipped = body % sealedSegmentSize;
  if (index >= count) return;
  for await (const block of blocksOf(content, index * segmentSize, segmentSize, purpose)) {
    yield seal.sealSegment(index, index === count - 1, block).subarray(skipped);
    skipped = 0;
    index++;
  }
  if (content.size === 0) yield seal.sealSegment(0, true, new Uint8Array()).subarray(skipped);
}

/** A token tells with which header the put began, so that it goes on with the same bytes. */
export function tokenOf(header: Buffer, inner: ResumeToken): ResumeToken {
  return `${header.toString('base64url')}.${inner}` as ResumeToken;
}

const token = /^([A-Za-z0-9_-]{32})\.(.+)$/s;

export function partsOfToken(text: ResumeToken | undefined): { readonly header?: Buffer; readonly inner?: ResumeToken } {
  const [, header, inner] = token.exec(text ?? '') ?? [];
  if (header === undefined || inner === undefined) return {};
  const bytes = Buffer.from(header, 'base64url');
  return bytes.length === headerLength ? { header: bytes, inner: inner as ResumeToken } : {};
}
