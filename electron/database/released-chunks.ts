import type { DigestTable } from '../engine/model/digest-table.ts';
import type { ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { digestToBlob } from './digest-blob.ts';
import { inDigestOrder } from './digest-order.ts';
import type { Tables } from './tables/all-tables.ts';

type ChunkTables = Pick<Tables, 'chunks' | 'containers' | 'damagedChunks' | 'proofs'>;

/** Takes namings away; what nobody names any more is forgotten and counts as dead in its container. */
export function removeReferences({ chunks, containers, damagedChunks }: ChunkTables, counts: DigestTable): void {
  const dead = new Map<number, number>();
  const anyDamaged = damagedChunks.any.get() !== undefined;
  const everything = Uint32Array.from({ length: counts.size }, (_, place) => place);
  for (const place of inDigestOrder(counts, everything)) {
    const key = counts.bytes(place);
    const count = counts.number(place);
    const [references, container, length] = chunks.standing.get(key) ?? refuse(`no container names the chunk ${counts.digest(place)}`);
    if (count > references) refuse(`the chunk ${counts.digest(place)} is named ${references} times, not ${count}`);
    if (count < references) {
      chunks.addReferences.get(-count, key);
      continue;
    }
    chunks.remove.run(key);
    if (anyDamaged) damagedChunks.forget.run(key);
    dead.set(container, (dead.get(container) ?? 0) + length);
  }
  for (const [container, bytes] of dead) containers.addDeadBytes.run(bytes, container);
}

/** Lets the chunks of some containers lie in another one, and forgets those. */
export function replaceContainers({ chunks, containers, proofs }: ChunkTables, old: readonly ContainerId[], made: SealedContainer | null): void {
  const standing = old.map((id) => containers.standing.get(id) ?? refuse(`there is no container ${id}`));
  const left = new Map(standing.map(({ number, aliveBytes }) => [number, aliveBytes]));
  if (made !== null) {
    const number = containers.insert.get(made.id, made.size, rawBytesOf(made)) ?? refuse('the catalog returned no row');
    for (const { digest, frameOffset, frameLength, offset, length } of made.chunks) {
      const key = digestToBlob(digest);
      const from = standing.find((one) => chunks.move.run(number, frameOffset, frameLength, offset, key, one.number).changes === 1);
      if (from === undefined) return refuse(`the chunk ${digest} does not lie in what is replaced`);
      left.set(from.number, (left.get(from.number) ?? 0) - length);
    }
  }
  for (const [number, bytes] of left) {
    // Rarely the sums differ: a chunk that was stored twice is alive in one place alone. Then it is looked up, which is slow.
    if (bytes !== 0 && chunks.anyIn.get(number) !== undefined) refuse('something alive would be left out');
    containers.remove.run(number);
  }
  for (const id of old) proofs.forget.run(id);
}

export function rawBytesOf({ chunks }: SealedContainer): number {
  let bytes = 0;
  for (let row = 0; row < chunks.length; row++) bytes += chunks.lengths[row] as number;
  return bytes;
}

function refuse(why: string): never {
  throw new Error(why);
}
