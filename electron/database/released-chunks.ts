import type { Digest } from '../engine/model/digest.ts';
import type { ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { digestToBlob } from './digest-blob.ts';
import type { Tables } from './tables/all-tables.ts';

type ChunkTables = Pick<Tables, 'chunks' | 'containers' | 'damagedChunks' | 'proofs'>;

/** Takes namings away; what nobody names any more is forgotten and counts as dead in its container. */
export function removeReferences({ chunks, containers, damagedChunks }: ChunkTables, counts: ReadonlyMap<Digest, number>): void {
  const dead = new Map<number, number>();
  for (const [digest, count] of counts) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`not a count of references: ${count}`);
    const key = digestToBlob(digest);
    const [references, container, length] = chunks.standing.get(key) ?? refuse(`no container names the chunk ${digest}`);
    if (count > references) refuse(`the chunk ${digest} is named ${references} times, not ${count}`);
    if (count < references) {
      chunks.addReferences.run(-count, key);
      continue;
    }
    chunks.remove.run(key);
    damagedChunks.forget.run(key);
    dead.set(container, (dead.get(container) ?? 0) + length);
  }
  for (const [container, bytes] of dead) containers.addDeadBytes.run(bytes, container);
}

/** Lets the chunks of some containers lie in another one, and forgets those. */
export function replaceContainers({ chunks, containers, proofs }: ChunkTables, old: readonly ContainerId[], made: SealedContainer | null): void {
  const numbers = old.map((id) => containers.numberOf.get(id) ?? refuse(`there is no container ${id}`));
  if (made !== null) {
    const number = containers.insert.get(made.id, made.size) ?? refuse('the catalog returned no row');
    for (const { digest, frameOffset, frameLength, offset } of made.chunks) {
      const key = digestToBlob(digest);
      const moved = numbers.some((from) => chunks.move.run(number, frameOffset, frameLength, offset, key, from).changes === 1);
      if (!moved) refuse(`the chunk ${digest} does not lie in what is replaced`);
    }
  }
  for (const [i, number] of numbers.entries()) {
    if (chunks.anyIn.get(number) !== undefined) refuse(`the container ${String(old[i])} still holds something alive`);
    containers.remove.run(number);
    proofs.forget.run(old[i] as ContainerId);
  }
}

function refuse(why: string): never {
  throw new Error(why);
}
