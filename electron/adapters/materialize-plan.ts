import { isEntryPath, parentOf } from '../engine/model/entry-path.ts';
import type { FileEntry } from '../engine/model/entry.ts';
import type { ChunkLocation } from '../engine/ports/container-store.ts';
import type { FileRecipe, MaterializeRequest, RestoreStep } from '../engine/ports/materialize.ts';
import type { ClearingStep } from './materialize-clearing.ts';

/**
 * A part of a restore whose steps do not depend on each other: either things are taken away, or put in place. The parts are
 * done one after the other, as the steps came.
 */
export type RestorePart =
  | { readonly kind: 'clear'; readonly steps: readonly ClearingStep[] }
  | { readonly kind: 'place'; readonly files: readonly FileEntry[]; readonly others: readonly PlacingStep[] };

/** What is put in place and is not a file with content. */
export type PlacingStep = Extract<RestoreStep, { kind: 'link' | 'directory' | 'touch' }>;

/** Cuts steps into parts, in order. Throws a RangeError for a path that could leave the target. */
export function partsOf(steps: readonly RestoreStep[]): RestorePart[] {
  const parts: { clear: ClearingStep[]; files: FileEntry[]; others: PlacingStep[] }[] = [];
  let isClearing: boolean | null = null;
  for (const step of steps) {
    checkPath(step);
    const clears = step.kind === 'remove' || step.kind === 'prune';
    if (clears !== isClearing) parts.push({ clear: [], files: [], others: [] });
    isClearing = clears;
    const part = parts.at(-1) as (typeof parts)[number];
    if (step.kind === 'remove' || step.kind === 'prune') part.clear.push(step);
    else if (step.kind === 'write') part.files.push(step.entry);
    else part.others.push(step);
  }
  return parts.map(({ clear, files, others }) =>
    clear.length > 0 ? { kind: 'clear', steps: clear } : { kind: 'place', files, others },
  );
}

function checkPath(step: RestoreStep): void {
  const path = 'path' in step ? step.path : step.entry.path;
  // The manifest's decoder refuses these already; here is where they would do harm.
  if (!isEntryPath(path)) throw new RangeError(`not a path inside a folder: ${JSON.stringify(path)}`);
}

/**
 * Orders files by where their first chunk lies, so that each frame is read and unpacked once, and packs are read from front to
 * back: the paths of a folder that was moved around say nothing about that.
 */
export function inStoredOrder(files: readonly FileRecipe[]): FileRecipe[] {
  return [...files].sort(byPlace);
}

function byPlace(a: FileRecipe, b: FileRecipe): number {
  const [first, second] = [a.chunks[0]?.location, b.chunks[0]?.location];
  if (first === undefined || second === undefined) return Number(second === undefined) - Number(first === undefined);
  if (first.container !== second.container) return first.container < second.container ? -1 : 1;
  return first.frameOffset - second.frameOffset || first.offset - second.offset;
}

/** Orders files that are in stored order folder by folder, and folders by where the first chunk of their first file lies. */
export function inFolderOrder(stored: readonly FileRecipe[]): FileRecipe[] {
  return [...Map.groupBy(stored, (file) => parentOf(file.entry.path)).values()].flat();
}

/** Frames that a reader keeps unpacked, for certain. */
const keptFrames = 12;
/** Unpacking so many times as much is still cheaper than two threads in one folder. */
const tolerance = 1.5;

/**
 * The order in which files are written. Folder by folder as long as frames are unpacked about once then, as they are where
 * neighbours were stored together: the kernel lets only one thread at a time make names in a folder (measured: a third less
 * processor time for 100,000 files). Otherwise as the frames lie.
 */
export function inBestOrder(files: readonly FileRecipe[]): FileRecipe[] {
  const stored = inStoredOrder(files);
  const byFolder = inFolderOrder(stored);
  return unpackings(byFolder) <= tolerance * unpackings(stored) ? byFolder : stored;
}

/** How often a reader of files in this order would unpack a frame. */
function unpackings(files: readonly FileRecipe[]): number {
  const kept = new Set<string>();
  let last: ChunkLocation | undefined;
  let count = 0;
  for (const { chunks } of files) {
    const place = chunks[0]?.location;
    if (place === undefined || (place.frameOffset === last?.frameOffset && place.container === last.container)) continue;
    last = place;
    const frame = `${place.container}:${place.frameOffset}`;
    if (!kept.delete(frame)) count++;
    kept.add(frame);
    if (kept.size > keptFrames) kept.delete(kept.values().next().value as string);
  }
  return count;
}

/** Files that are located and ordered at once: many, so that each frame is unpacked once; few, so that writing begins soon. */
const filesAtOnce = 20_000;

/** Locates and orders files as they are called for, and cuts them into runs. */
export function* planRuns(files: readonly FileEntry[], locate: MaterializeRequest['locate']): Generator<FileRecipe[]> {
  for (let start = 0; start < files.length; start += filesAtOnce) {
    yield* cutRuns(inBestOrder(locate(files.slice(start, start + filesAtOnce))));
  }
}

/** Bytes in the run that is handed to one thread at once. */
const runBytes = 32 * 1024 * 1024;

/**
 * Cuts files into runs of neighbours: long ones, since two threads unpack the frame at each cut, but enough of them for both to
 * end at about the same time.
 */
export function* cutRuns(files: readonly FileRecipe[]): Generator<FileRecipe[]> {
  const runFiles = Math.min(2048, Math.max(32, files.length >> 4));
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
