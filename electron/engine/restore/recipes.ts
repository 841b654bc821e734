import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { FileEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { ChunkLocation } from '../ports/container-store.ts';
import type { FileRecipe } from '../ports/materialize.ts';

/** Where the chunks of a file lie. Throws Failure `store.damaged` that names the path when one is not known. */
export function recipeOf(core: Core, entry: FileEntry): FileRecipe {
  if (entry.size === 0) return { entry, chunks: [] };
  if (entry.list === null) return { entry, chunks: [located(core, entry, entry.blob)] };
  const chunks = [...readChunkList(entry.list, core.nodes, entry.size)].map(({ digest }) => located(core, entry, digest));
  return { entry, chunks };
}

function located(core: Core, entry: FileEntry, digest: Digest): { digest: Digest; location: ChunkLocation } {
  const known = core.catalog.chunk(digest);
  if (known !== null) return { digest, location: known.location };
  throw new Failure('store.damaged', `the store lacks bytes of it; "verify" tells what is missing.`, { digest, path: entry.path });
}
