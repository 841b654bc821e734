import { chunkKindCodes } from '../engine/model/chunk-kind.ts';
import { DigestTable } from '../engine/model/digest-table.ts';
import type { SealedContainer } from '../engine/ports/container-store.ts';
import { digestToBlob } from './digest-blob.ts';
import type { Tables } from './tables/all-tables.ts';

/** Lets damaged chunks that a new container holds lie there from now on, and tells which; what was left of them counts as dead where it lay. */
export function mendChunks({ chunks, containers, damagedChunks }: Tables, made: SealedContainer, number: number): DigestTable {
  const mended = new DigestTable();
  if (damagedChunks.any.get() === undefined) return mended;
  for (const { digest, kind, frameOffset, frameLength, offset, length } of made.chunks) {
    const key = digestToBlob(digest);
    if (damagedChunks.has.get(key) === undefined) continue;
    damagedChunks.forget.run(key);
    const standing = chunks.standing.get(key);
    if (standing === undefined) continue;
    const [, from] = standing;
    chunks.mend.run(chunkKindCodes[kind], number, frameOffset, frameLength, offset, length, key);
    containers.addDeadBytes.run(length, from);
    mended.add(digest);
  }
  return mended;
}
