import { chunkKinds } from '../model/chunk-kind.ts';
import { nowhere, type DigestTable } from '../model/digest-table.ts';
import type { Digest } from '../model/digest.ts';

/** Raw bytes of one pack for a bucket. */
export const packBytes = 64 * 1024 * 1024;

/** Chunks of one pack. Contents and nodes never share one: who pulls fetches all nodes and no contents. */
export interface PlannedPack {
  readonly isContent: boolean;
  readonly digests: readonly Digest[];
  /** Raw. */
  readonly bytes: number;
}

/** Cuts what a bucket lacks into packs, contents first; what is `coming` already is left out. */
export function planPacks(lacking: DigestTable, coming: DigestTable, lengthOf: (digest: Digest) => number, limit = packBytes): PlannedPack[] {
  const packs: PlannedPack[] = [];
  for (const isContent of [true, false]) {
    let digests: Digest[] = [];
    let bytes = 0;
    for (let place = 0; place < lacking.size; place++) {
      if ((chunkKinds[lacking.number(place)] === 'data') !== isContent || coming.findAt(lacking.bytes(place), 0) !== nowhere) continue;
      const digest = lacking.digest(place);
      const length = lengthOf(digest);
      if (digests.length > 0 && bytes + length > limit) {
        packs.push({ isContent, digests, bytes });
        digests = [];
        bytes = 0;
      }
      digests.push(digest);
      bytes += length;
    }
    if (digests.length > 0) packs.push({ isContent, digests, bytes });
  }
  return packs;
}
