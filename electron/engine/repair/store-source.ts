import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import { isDamage } from '../verify/finding.ts';
import { pause } from '../breaths.ts';
import type { ChunkSource, FoundChunk, LostChunk } from './chunk-source.ts';

/** The store itself: another container may hold a copy, and the catalog may only look in the wrong place. */
export function storeSource(core: Core): ChunkSource {
  return {
    name: 'other containers',
    async *find(lost) {
      for (const { id } of core.containers.list()) {
        yield* copiesIn(core, id, lost);
        await pause(core.clock);
      }
    },
  };
}

function* copiesIn(core: Core, id: Parameters<Core['containers']['readIndex']>[0], lost: ReadonlyMap<Digest, LostChunk>): Generator<FoundChunk> {
  try {
    for (const chunk of core.containers.readIndex(id).chunks) {
      if (!lost.has(chunk.digest)) continue;
      const bytes = readOrNull(core, chunk);
      if (bytes !== null) yield { digest: chunk.digest, bytes };
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

function readOrNull(core: Core, chunk: { readonly digest: Digest } & Parameters<Core['containers']['read']>[1]): Uint8Array | null {
  try {
    return core.containers.read(chunk.digest, chunk);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}
