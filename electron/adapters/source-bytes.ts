import { createHash } from 'node:crypto';
import { changedSource, offlineSource } from '../engine/model/reference-failure.ts';
import { identityOf, type IdentityRecord } from '../engine/model/reference-identity.ts';
import type { ByteRange } from '../engine/ports/bucket.ts';
import { clippedRange } from './bucket-bytes.ts';
import { startCrc32c } from './crc32c.ts';

export interface Arriving {
  /** Where in the content the first byte that arrives stands. */
  readonly start: number;
  /** Of the whole content, as its source says with these bytes; null when it does not. */
  readonly size: number | null;
  /** What a version recorded. */
  readonly recorded: number | null;
  /** What is wanted of it. */
  readonly range: ByteRange | undefined;
}

/**
 * What is wanted of bytes that arrive: what stands before is thrown away, nothing behind is read. Throws Failure `reference.changed` when more comes than the content has, and
 * `reference.offline` when less does.
 */
export async function* stretchOf(uri: string, bytes: AsyncIterable<Uint8Array>, { start, size, recorded, range }: Arriving): AsyncGenerator<Uint8Array> {
  const whole = size ?? recorded;
  const wanted = whole === null ? { offset: range?.offset ?? 0, length: range?.length ?? Infinity } : clippedRange(whole, range);
  const end = wanted.offset + wanted.length;
  if (start > wanted.offset) throw offlineSource(uri, 'the server sent another part than it was asked for');
  let at = start;
  if (at >= end && range !== undefined) return;
  for await (const piece of bytes) {
    const from = Math.max(wanted.offset - at, 0);
    const to = Math.min(end - at, piece.length);
    at += piece.length;
    if (from < to) yield from === 0 && to === piece.length ? piece : piece.subarray(from, to);
    if (at > end && range === undefined) throw changedSource(uri, 'it has more bytes than it should');
    if (at >= end && range !== undefined) return;
  }
  if (at >= end || whole === null) return;
  throw size === null ? changedSource(uri, 'it has fewer bytes than it should') : offlineSource(uri, 'the connection was cut');
}

/** The header that asks for a range; to the end where it is longer than anything is. */
export function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  if (range === undefined) return {};
  const last = range.offset + range.length - 1;
  return { Range: `bytes=${range.offset}-${last < longest ? last : ''}` };
}

/** No content has more bytes. */
const longest = 2 ** 52;

/** Passes bytes of a whole content on, and throws Failure `reference.changed` at their end when a recorded digest is not theirs. */
export async function* proven(uri: string, bytes: AsyncIterable<Uint8Array>, identity: IdentityRecord): AsyncGenerator<Uint8Array> {
  const proofs = proofsOf(identity);
  for await (const piece of bytes) {
    for (const { state } of proofs) state.update(piece);
    yield piece;
  }
  if (proofs.some(({ state, expected }) => state.finish() !== expected)) throw changedSource(uri, 'its bytes are others');
}

interface Proof {
  readonly expected: string;
  readonly state: { update(bytes: Uint8Array): void; finish(): string };
}

/** One is enough: the strongest that was recorded. */
function proofsOf(identity: IdentityRecord): readonly Proof[] {
  const { sha256, md5, crc32c } = identityOf(identity);
  if (sha256 !== undefined) return [{ expected: sha256, state: hashOf('sha256') }];
  if (md5 !== undefined) return [{ expected: md5, state: hashOf('md5') }];
  return crc32c === undefined ? [] : [{ expected: crc32c, state: startCrc32c() }];
}

function hashOf(algorithm: 'sha256' | 'md5') {
  const hash = createHash(algorithm);
  return { update: (bytes: Uint8Array) => void hash.update(bytes), finish: () => hash.digest('hex') };
}
