import type { Digest } from '../model/digest.ts';
import type { ContainerId } from '../ports/container-store.ts';
import type { BucketPlace } from '../ports/remote-catalog.ts';

/** A chunk that is to be fetched, and where it lies. */
export interface WantedChunk {
  readonly digest: Digest;
  readonly place: BucketPlace;
}

/** Frames of one container that lie near each other and are read in one go. */
export interface WantedRange {
  readonly container: ContainerId;
  readonly offset: number;
  readonly length: number;
  /** By the offset of their frames. */
  readonly chunks: readonly WantedChunk[];
}

export interface RangeRules {
  /** So many bytes between two frames are rather read than asked around. */
  readonly gap: number;
  /** No range grows beyond, unless one frame does. */
  readonly longest: number;
  /** A container up to this size is read whole. */
  readonly whole: number;
}

/** Contents: what is not wanted is hardly read. */
export const contentRules: RangeRules = { gap: 128 * 1024, longest: 8 * 1024 * 1024, whole: 0 };
/** Nodes: who wants one of a container soon wants those around it. */
export const nodeRules: RangeRules = { gap: 512 * 1024, longest: 8 * 1024 * 1024, whole: 4 * 1024 * 1024 };

/** The fewest ranges that hold all wanted chunks, container by container. */
export function planRanges(wanted: readonly WantedChunk[], { gap, longest, whole }: RangeRules): WantedRange[] {
  const ranges: WantedRange[] = [];
  for (const [container, chunks] of Map.groupBy(wanted, ({ place }) => place.container)) {
    const sorted = chunks.toSorted((a, b) => a.place.frameOffset - b.place.frameOffset || a.place.offset - b.place.offset);
    const size = sorted[0]?.place.containerSize ?? 0;
    if (size <= whole) ranges.push({ container, offset: 0, length: size, chunks: sorted });
    else ranges.push(...cutRanges(container, sorted, gap, longest));
  }
  return ranges;
}

function cutRanges(container: ContainerId, sorted: readonly WantedChunk[], gap: number, longest: number): WantedRange[] {
  const ranges: WantedRange[] = [];
  let chunks: WantedChunk[] = [];
  let [offset, end] = [0, 0];
  for (const chunk of sorted) {
    const { frameOffset, frameLength } = chunk.place;
    const fits = frameOffset - end <= gap && frameOffset + frameLength - offset <= longest;
    if (chunks.length > 0 && !fits) {
      ranges.push({ container, offset, length: end - offset, chunks });
      chunks = [];
    }
    if (chunks.length === 0) offset = frameOffset;
    chunks.push(chunk);
    end = Math.max(frameOffset + frameLength, chunks.length === 1 ? 0 : end);
  }
  if (chunks.length > 0) ranges.push({ container, offset, length: end - offset, chunks });
  return ranges;
}
