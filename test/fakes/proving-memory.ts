import { crc32 } from 'node:zlib';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { ContainerStore } from '../../electron/engine/ports/container-store.ts';
import type { Proving } from '../../electron/engine/ports/proving.ts';

/** Proves the containers of a store in memory, four chunks to a part. */
export function createMemoryProving(containers: ContainerStore): Proving {
  return {
    prove: async ({ id, from, crc }) => {
      const chunks = [...containers.readIndex(id).chunks];
      const part = chunks.slice(from, from + 4);
      const damaged: Digest[] = [];
      let bytes = 0;
      let sum = crc;
      for (const chunk of part) {
        bytes += chunk.length;
        sum = crc32(chunk.digest, sum);
        try {
          containers.read(chunk.digest, chunk);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          damaged.push(chunk.digest);
        }
      }
      return { next: from + 4 < chunks.length ? from + 4 : null, crc: sum, bytes, damaged };
    },
    proveCatalog: async () => [],
  };
}
