import { isEntryPath } from '../engine/model/entry-path.ts';
import type { FileRecipe, RestoreStep } from '../engine/ports/materialize.ts';
import type { ClearingStep } from './materialize-clearing.ts';

/**
 * A part of a restore whose steps do not depend on each other: either things are taken away, or put in place. The parts are
 * done one after the other, as the steps came.
 */
export type RestorePart =
  | { readonly kind: 'clear'; readonly steps: readonly ClearingStep[] }
  | { readonly kind: 'place'; readonly files: readonly FileRecipe[]; readonly others: readonly PlacingStep[] };

/** What is put in place and is not a file with content. */
export type PlacingStep = Extract<RestoreStep, { kind: 'link' | 'directory' | 'touch' }>;

/** Cuts steps into parts, in order. Throws a RangeError for a path that could leave the target. */
export function partsOf(steps: readonly RestoreStep[]): RestorePart[] {
  const parts: { clear: ClearingStep[]; files: FileRecipe[]; others: PlacingStep[] }[] = [];
  let isClearing: boolean | null = null;
  for (const step of steps) {
    checkPath(step);
    const clears = step.kind === 'remove' || step.kind === 'prune';
    if (clears !== isClearing) parts.push({ clear: [], files: [], others: [] });
    isClearing = clears;
    const part = parts.at(-1) as (typeof parts)[number];
    if (step.kind === 'remove' || step.kind === 'prune') part.clear.push(step);
    else if (step.kind === 'write') part.files.push(step.recipe);
    else part.others.push(step);
  }
  return parts.map(({ clear, files, others }) =>
    clear.length > 0 ? { kind: 'clear', steps: clear } : { kind: 'place', files: inStoredOrder(files), others },
  );
}

function checkPath(step: RestoreStep): void {
  const path = 'path' in step ? step.path : step.kind === 'write' ? step.recipe.entry.path : step.entry.path;
  // The manifest's decoder refuses these already; here is where they would do harm.
  if (!isEntryPath(path)) throw new RangeError(`not a path inside a folder: ${JSON.stringify(path)}`);
}

/**
 * Orders files by where their first chunk lies, so that each frame is read and unpacked once, and packs are read from front to
 * back: the paths of a folder that was moved around say nothing about that.
 */
export function inStoredOrder(files: readonly FileRecipe[]): FileRecipe[] {
  return [...files].sort((a, b) => {
    const [first, second] = [a.chunks[0]?.location, b.chunks[0]?.location];
    if (first === undefined || second === undefined) return Number(second === undefined) - Number(first === undefined);
    if (first.container !== second.container) return first.container < second.container ? -1 : 1;
    return first.frameOffset - second.frameOffset || first.offset - second.offset;
  });
}

/** Files and bytes in the run that is handed to one thread at once. */
const runFiles = 512;
const runBytes = 8 * 1024 * 1024;

/** Cuts files into runs of neighbours. */
export function* cutRuns(files: readonly FileRecipe[]): Generator<FileRecipe[]> {
  let run: FileRecipe[] = [];
  let bytes = 0;
  for (const file of files) {
    run.push(file);
    bytes += file.entry.size;
    if (run.length < runFiles && bytes < runBytes) continue;
    yield run;
    run = [];
    bytes = 0;
  }
  if (run.length > 0) yield run;
}
