import { randomBytes } from 'node:crypto';
import type { BucketKey } from '../engine/model/bucket-key.ts';
import { derivedKey, sealWith, tagLength, unsealWith } from './seal-box.ts';
import type { SealRing } from './seal-ring.ts';

/** Bytes of content that are sealed together. */
export const segmentSize = 64 * 1024;
export const sealedSegmentSize = segmentSize + tagLength;
/** "SE", format, flags (1: the key follows), number of the key, salt. */
export const headerLength = 24;
const saltLength = 16;
const sealFormat = 1;
/** A key that stands in the header: its length, and room for the longest. */
const longKeyRoom = 2 + 800;
export const longHeaderLength = headerLength + longKeyRoom + tagLength;

/** One content that is sealed: its segments have a key of their own, made of the ring's newest, a random salt, and the name under which the content lies. */
export interface ContentSeal {
  /** Also what tells how a put goes on: number of the key and salt. Not secret. */
  readonly header: Buffer;
  sealSegment(index: number, isLast: boolean, bytes: Uint8Array): Buffer;
  /** Null when it is not what was sealed as this segment of this content. */
  openSegment(index: number, isLast: boolean, sealed: Uint8Array): Buffer | null;
}

export function newHeader({ newest }: SealRing, isLong: boolean): Buffer {
  const header = Buffer.alloc(headerLength);
  header.write('SE', 'latin1');
  header.writeUInt8(sealFormat, 2);
  header.writeUInt8(isLong ? 1 : 0, 3);
  header.writeUInt32BE(newest, 4);
  randomBytes(saltLength).copy(header, 8);
  return header;
}

/** Whether these bytes can be the header of a content whose key is that long. */
export function isHeader(bytes: Uint8Array, isLong: boolean): boolean {
  return bytes.length === headerLength && bytes[0] === 0x53 && bytes[1] === 0x45 && bytes[2] === sealFormat && bytes[3] === (isLong ? 1 : 0);
}

/** Null when the ring does not hold the key that the header names. `name`: the sealed name, which stands for the plain one. */
export function contentSeal(ring: SealRing, header: Buffer, name: BucketKey): ContentSeal | null {
  const content = ring.contents.get(header.readUInt32BE(4));
  if (content === undefined) return null;
  const key = derivedKey(content, header.subarray(8), `strata content ${name}`);
  return {
    header,
    sealSegment: (index, isLast, bytes) => sealWith(key, nonceOf(0, index, isLast), bytes, header),
    openSegment: (index, isLast, sealed) => unsealWith(key, nonceOf(0, index, isLast), sealed, header),
  };
}

/** Segments are numbered and the last says that it is, so that none can be left out, moved or cut off (STREAM; Hoang, Reyhanitabar, Rogaway, Vizár 2015). */
function nonceOf(kind: 0 | 1, index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt8(kind, 0);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

/** The plain key of a content whose name cannot hold it, as it stands behind the header. */
export function sealLongKey(ring: SealRing, header: Buffer, name: BucketKey, key: BucketKey): Buffer {
  const text = Buffer.alloc(longKeyRoom);
  text.writeUInt16BE(key.length, 0);
  text.write(key, 2, 'latin1');
  return sealWith(longKeyKey(ring, header, name), nonceOf(1, 0, true), text, header);
}

/** Null when nothing of the kind stands there. */
export function openLongKey(ring: SealRing, bytes: Buffer, name: BucketKey): string | null {
  const header = bytes.subarray(0, headerLength);
  if (bytes.length !== longHeaderLength || !isHeader(header, true)) return null;
  const text = unsealWith(longKeyKey(ring, header, name), nonceOf(1, 0, true), bytes.subarray(headerLength), header);
  return text && text.toString('latin1', 2, 2 + text.readUInt16BE(0));
}

function longKeyKey(ring: SealRing, header: Buffer, name: BucketKey): Buffer {
  return derivedKey(ring.names, header.subarray(8), `strata long key ${name}`);
}

/** Bytes that a content of so many bytes has when it is sealed. */
export function sealedSize(size: number, head: number): number {
  return head + size + tagLength * segmentsOf(size);
}

/** An empty content has a segment too: it says that nothing follows. */
export function segmentsOf(size: number): number {
  return Math.max(1, Math.ceil(size / segmentSize));
}

/** Bytes that were sealed, told by those that lie there; null when nothing sealed is so long. */
export function plainSize(sealed: number, head: number): number | null {
  const body = sealed - head;
  const segments = Math.ceil(body / sealedSegmentSize);
  const last = body - (segments - 1) * sealedSegmentSize;
  if (body < tagLength || last < tagLength || (segments > 1 && last === tagLength)) return null;
  return body - tagLength * segments;
}
