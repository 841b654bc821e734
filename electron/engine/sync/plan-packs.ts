import { chunkKinds, type ChunkKind } from '../model/chunk-kind.ts';
import { nowhere, type DigestTable } from '../model/digest-table.ts';
import type { Digest } from '../model/digest.ts';

/** Raw bytes of one pack for a bucket. */
export const packBytes = 64 * 1024 * 1024;
/** Lengths looked up in one go. */
const lengthsAtOnce = 1_000;

export interface PlannedChunk {
  readonly digest: Digest;
  readonly kind: ChunkKind;
}

/** Chunks of one pack. Contents and nodes never share one: who pulls fetches all nodes and no contents. */
export interface PlannedPack {
  readonly isContent: boolean;
  readonly chunks: readonly PlannedChunk[];
  /** Raw. */
  readonly bytes: number;
}

/** Cuts what a bucket lacks into packs, contents first; what is `coming` already is left out. */
export function planPacks(lacking: DigestTable, coming: DigestTable, lengthsOf: (digests: readonly Digest[]) => readonly number[], limit = packBytes): PlannedPack[] {
  const packs: PlannedPack[] = [];
  for (const isContent of [true, false]) {
    const planned = [...chunksOf(lacking, coming, isContent)];
    let [from, bytes] = [0, 0];
    for (let at = 0; at < planned.length; at += lengthsAtOnce) {
      const lengths = lengthsOf(planned.slice(at, at + lengthsAtOnce).map(({ digest }) => digest));
      for (const [i, length] of lengths.entries()) {
        if (at + i > from && bytes + length > limit) {
          packs.push({ isContent, chunks: planned.slice(from, at + i), bytes });
          [from, bytes] = [at + i, 0];
        }
        bytes += length;
      }
    }
    if (from < planned.length) packs.push({ isContent, chunks: planned.slice(from), bytes });
  }
  return packs;
}

function* chunksOf(lacking: DigestTable, coming: DigestTable, isContent: boolean): Generator<PlannedChunk> {
  for (let place = 0; place < lacking.size; place++) {
    const kind = chunkKinds[lacking.number(place)] as ChunkKind;
    if ((kind === 'data') === isContent && coming.findAt(lacking.bytes(place), 0) === nowhere) yield { digest: lacking.digest(place), kind };
  }
}
