import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { FileEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { FileRecipe } from '../ports/materialize.ts';

/** Where the chunks of files lie, asked for all at once. Throws Failure `store.damaged` that names the path when one is not known. */
export function recipesOf(core: Core, entries: readonly FileEntry[]): FileRecipe[] {
  const digests = entries.map((entry) => chunksOf(core, entry));
  const locations = core.catalog.locations(digests.flat());
  let at = 0;
  return entries.map((entry, i) => {
    const chunks = (digests[i] as readonly Digest[]).map((digest) => {
      const location = locations[at++] ?? null;
      if (location !== null) return { digest, location };
      throw new Failure('store.damaged', `The store lacks bytes of ${entry.path}; "verify" tells what is missing.`, { digest, path: entry.path });
    });
    return { entry, chunks };
  });
}

function chunksOf(core: Core, entry: FileEntry): Digest[] {
  if (entry.size === 0) return [];
  return entry.list === null ? [entry.blob] : [...readChunkList(entry.list, core.nodes, entry.size)].map(({ digest }) => digest);
}
