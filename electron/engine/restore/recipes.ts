import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { FileEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { ChunkLocation } from '../ports/container-store.ts';
import type { FileRecipe, MaterializeProblem, RestoreStep } from '../ports/materialize.ts';
import type { PlannedStep } from './plan-restore.ts';

/** The steps with the places of their chunks. A file whose places are not known is a problem, and the others come back. */
export function withRecipes(core: Core, planned: readonly PlannedStep[]): { readonly steps: RestoreStep[]; readonly damaged: MaterializeProblem[] } {
  const steps: RestoreStep[] = [];
  const damaged: MaterializeProblem[] = [];
  for (const step of planned) {
    if (step.kind !== 'write') {
      steps.push(step);
      continue;
    }
    const recipe = recipeOrProblem(core, step.entry);
    if ('message' in recipe) damaged.push(recipe);
    else steps.push({ kind: 'write', recipe });
  }
  return { steps, damaged };
}

function recipeOrProblem(core: Core, entry: FileEntry): FileRecipe | MaterializeProblem {
  try {
    return recipeOf(core, entry);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    return { path: entry.path, message: `${entry.path} cannot be restored: ${error.message}` };
  }
}

/** Where the chunks of a file lie. Throws Failure `store.damaged` that names the path when one is not known. */
function recipeOf(core: Core, entry: FileEntry): FileRecipe {
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
