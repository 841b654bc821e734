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
  let unpacked = -1;
  let raw: Uint8Array | null = null;
  for (const chunk of chunks) {
    const { frameOffset, frameLength, offset: start, length } = chunk.place;
    if (unpacked !== frameOffset) {
      const at = frameOffset - offset;
      raw = at + frameLength > bytes.length ? null : core.outgoing.unpack(bytes.subarray(at, at + frameLength));
      unpacked = frameOffset;
    }
    const own = raw === null || start + length > raw.length ? null : raw.subarray(start, start + length);
    if (own !== null && core.digester.digest(own) === chunk.digest) how.onChunk(chunk, own);
    else wrong.push(chunk);
  }
  return wrong;
}
