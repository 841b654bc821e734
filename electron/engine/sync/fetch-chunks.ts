import type { Bucket } from '../ports/bucket.ts';
import type { ContainerId } from '../ports/container-store.ts';
import { containerKey } from './bucket-keys.ts';
import { planRanges, type RangeRules, type WantedChunk, type WantedRange } from './plan-ranges.ts';
import { sideBySide } from './side-by-side.ts';
import type { SyncCore } from './sync-core.ts';

const rangesAtOnce = 4;

export interface ChunkFetch {
  readonly rules: RangeRules;
  readonly signal: AbortSignal;
  /** Bytes that came over the network. */
  readonly onBytes: (bytes: number) => void;
  /** Told of each chunk once its bytes were proven; they are good until it returns. Ranges come side by side, chunks one by one. */
  readonly onChunk: (chunk: WantedChunk, bytes: Uint8Array) => void;
  /**
   * Offered a frame as it came, of which all these chunks, by their offsets, were proven, before they are told one by one; whether it was
   * taken as it is, so that they need not be. It may hold more than was wanted of it. Good until it returns.
   */
  readonly takeFrame?: (stored: Uint8Array, chunks: readonly WantedChunk[]) => boolean;
}

/** Stretches of containers that were read and may be wanted again. */
export type HeldStretches = Map<ContainerId, { readonly offset: number; readonly bytes: Uint8Array }[]>;

/**
 * Fetches chunks from a bucket, each proven by its digest. What comes with other bytes is fetched once more; those that are wrong then too, or
 * are not there, are returned. With `held`, what was read is kept there, and what is there is not read again.
 */
export async function fetchChunks(core: SyncCore, bucket: Bucket, wanted: readonly WantedChunk[], how: ChunkFetch, held: HeldStretches | null = null): Promise<WantedChunk[]> {
  const wrong: WantedChunk[] = [];
  const rest = held === null ? wanted : wanted.filter((chunk) => !takeHeld(core, chunk, how, held));
  await sideBySide(planRanges(rest, how.rules), rangesAtOnce, async (range) => {
    wrong.push(...(await fetchRange(core, bucket, range, how, held)));
  });
  const still: WantedChunk[] = [];
  await sideBySide(planRanges(wrong, { gap: 0, longest: 0, whole: 0 }), rangesAtOnce, async (range) => {
    still.push(...(await fetchRange(core, bucket, range, how, null)));
  });
  return still;
}

function takeHeld(core: SyncCore, chunk: WantedChunk, how: ChunkFetch, held: HeldStretches): boolean {
  const { container, frameOffset, frameLength } = chunk.place;
  const stretch = held.get(container)?.find(({ offset, bytes }) => offset <= frameOffset && frameOffset + frameLength <= offset + bytes.length);
  if (stretch === undefined) return false;
  return takeFrames(core, { container, ...stretch, length: stretch.bytes.length, chunks: [chunk] }, stretch.bytes, how).length === 0;
}

async function fetchRange(core: SyncCore, bucket: Bucket, range: WantedRange, how: ChunkFetch, held: HeldStretches | null): Promise<WantedChunk[]> {
  const { container, offset, length, chunks } = range;
  how.signal.throwIfAborted();
  const found = await bucket.read(containerKey(container), { range: { offset, length }, limit: length, signal: how.signal });
  if (found === null) return [...chunks];
  how.onBytes(found.bytes.length);
  if (held !== null) held.set(container, [...(held.get(container) ?? []), { offset, bytes: found.bytes }]);
  return takeFrames(core, range, found.bytes, how);
}

/** Returns the chunks whose bytes are not theirs. */
function takeFrames(core: SyncCore, { offset, chunks }: WantedRange, bytes: Uint8Array, how: ChunkFetch): WantedChunk[] {
  const wrong: WantedChunk[] = [];
  for (let at = 0; at < chunks.length; ) {
    const { frameOffset, frameLength } = (chunks[at] as WantedChunk).place;
    let end = at + 1;
    while (chunks[end]?.place.frameOffset === frameOffset) end++;
    const start = frameOffset - offset;
    const stored = start + frameLength > bytes.length ? null : bytes.subarray(start, start + frameLength);
    wrong.push(...takeFrame(core, stored, chunks.slice(at, end), how));
    at = end;
  }
  return wrong;
}

/** `stored` is null where the range ended before it. */
function takeFrame(core: SyncCore, stored: Uint8Array | null, chunks: readonly WantedChunk[], how: ChunkFetch): readonly WantedChunk[] {
  const raw = stored === null ? null : core.outgoing.unpack(stored);
  if (stored === null || raw === null) return chunks;
  const bytesOf = ({ place: { offset, length } }: WantedChunk): Uint8Array => raw.subarray(offset, offset + length);
  const isProven = (chunk: WantedChunk): boolean => chunk.place.offset + chunk.place.length <= raw.length && core.digester.digest(bytesOf(chunk)) === chunk.digest;
  const { proven = [], wrong = [] } = Object.groupBy(chunks, (chunk) => (isProven(chunk) ? 'proven' : 'wrong'));
  if (wrong.length === 0 && how.takeFrame?.(stored, chunks) === true) return [];
  for (const chunk of proven) how.onChunk(chunk, bytesOf(chunk));
  return wrong;
}
