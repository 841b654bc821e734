import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { FileEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { FileRecipe, MaterializeProblem } from '../ports/materialize.ts';

/** Where the chunks of files lie, and which files the store has no longer whole. */
export interface Recipes {
  readonly recipes: readonly FileRecipe[];
  readonly damaged: readonly MaterializeProblem[];
}

/** Where the chunks of files lie, asked for all at once. A file whose places are not known is a problem, and the others come back. */
export function recipesOf(core: Core, entries: readonly FileEntry[]): Recipes {
  const damaged: MaterializeProblem[] = [];
  const listed = entries.flatMap((entry) => {
    const digests = chunksOrProblem(core, entry);
    if (!('message' in digests)) return [{ entry, digests }];
    damaged.push(digests);
    return [];
  });
  const locations = core.catalog.locations(listed.flatMap(({ digests }) => digests));
  const recipes: FileRecipe[] = [];
  let at = 0;
  for (const { entry, digests } of listed) {
    const chunks = digests.flatMap((digest) => {
      const location = locations[at++] ?? null;
      return location === null ? [] : [{ digest, location }];
    });
    if (chunks.length === digests.length) recipes.push({ entry, chunks });
    else damaged.push(lacking(entry));
  }
  return { recipes, damaged };
}

const lacking = ({ path }: FileEntry): MaterializeProblem => ({
  path,
  message: `${path} cannot be restored: the store lacks bytes of it; "verify" tells what is missing.`,
});

function chunksOrProblem(core: Core, entry: FileEntry): readonly Digest[] | MaterializeProblem {
  try {
    return chunksOf(core, entry);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    return { path: entry.path, message: `${entry.path} cannot be restored: ${error.message}` };
  }
}

function chunksOf(core: Core, entry: FileEntry): Digest[] {
  if (entry.size === 0) return [];
  return entry.list === null ? [entry.blob] : [...readChunkList(entry.list, core.nodes, entry.size)].map(({ digest }) => digest);
}
