import { nameOf, parentOf, type FolderPath } from '../model/entry-path.ts';
import type { WatchHint } from '../ports/watcher.ts';

/** A folder to look at; `deep`: everything below it too. */
export interface FolderRequest {
  readonly path: FolderPath;
  readonly deep: boolean;
}

/**
 * Hints that wait for a quiet moment. A value: each hint gives a new one. Whoever takes the requests goes on with
 * `emptyFold()`, so that hints told during a snapshot wait for the next one.
 */
export interface Fold {
  /** Folders of older hints, and whether each is meant deep. None lies within a deep one. */
  readonly settled: ReadonlyMap<FolderPath, boolean>;
  /** Requests of the newest hints: a chain, so that a hint costs no copy of what waits already. */
  readonly recent: Chain | null;
  /** When the first and the last hint came, ms. */
  readonly span: { readonly firstAt: number; readonly lastAt: number } | null;
}

interface Chain {
  readonly request: FolderRequest;
  readonly rest: Chain | null;
  readonly length: number;
}

/** ms. */
export interface FoldLimits {
  /** No hint for so long: due. */
  readonly quietWindow: number;
  /** Due this long after the first hint, though hints go on. Never shorter than the quiet window. */
  readonly longestWait: number;
}

/** Beyond so many folders everything is looked at. */
export const mostFolders = 5_000;
/** So many requests are chained before they are taken in together. */
const longestChain = 1_024;

/** The file whose change means another look at everything below its folder. */
export const ignoreFile = '.strataignore';

export function emptyFold(): Fold {
  return { settled: new Map(), recent: null, span: null };
}

/**
 * Takes a hint in. A changed path asks for its parent folder alone; changed ignore rules for everything below their folder; a
 * root that is gone for everything, since another may stand there now. `degraded` asks for nothing.
 */
export function foldHint(fold: Fold, hint: WatchHint, at: number): Fold {
  switch (hint.kind) {
    case 'changed':
      return foldRequests(fold, [{ path: parentOf(hint.path), deep: nameOf(hint.path) === ignoreFile }], at);
    case 'rescan':
      return foldRequests(fold, [{ path: hint.folder, deep: true }], at);
    case 'root-gone':
      return foldRequests(fold, [{ path: '', deep: true }], at);
    case 'degraded':
      return fold;
  }
}

/** Takes requests in, as of hints at this time: those of a snapshot that failed, say. */
export function foldRequests(fold: Fold, requests: readonly FolderRequest[], at: number): Fold {
  if (requests.length === 0) return fold;
  const span = { firstAt: Math.min(fold.span?.firstAt ?? at, at), lastAt: at };
  let { settled, recent } = fold;
  for (const request of requests) {
    if (settled.get('') === true || isSame(recent?.request, request)) continue;
    recent = { request, rest: recent, length: (recent?.length ?? 0) + 1 };
    if (recent.length < longestChain) continue;
    settled = settle(settled, recent);
    recent = null;
  }
  return { settled, recent, span };
}

/** When what waits should be looked at, ms; null when nothing waits. */
export function dueAt(fold: Fold, limits: FoldLimits): number | null {
  if (fold.span === null) return null;
  const longest = Math.max(limits.longestWait, limits.quietWindow);
  return Math.min(fold.span.lastAt + limits.quietWindow, fold.span.firstAt + longest);
}

/** The fewest folders that cover all hints, in path order. */
export function requestsOf(fold: Fold): FolderRequest[] {
  return [...settle(fold.settled, fold.recent)].map(([path, deep]) => ({ path, deep }));
}

function isSame(a: FolderRequest | undefined, b: FolderRequest): boolean {
  return a !== undefined && a.path === b.path && a.deep === b.deep;
}

/** Takes the chained requests in, and leaves only what no deep folder covers. */
function settle(settled: ReadonlyMap<FolderPath, boolean>, recent: Chain | null): ReadonlyMap<FolderPath, boolean> {
  const all = new Map(settled);
  for (let at = recent; at !== null; at = at.rest) {
    all.set(at.request.path, at.request.deep || all.get(at.request.path) === true);
  }
  const paths = [...all.keys()].filter((path) => !hasDeepAbove(all, path)).sort();
  if (paths.length > mostFolders) return new Map([['', true]]);
  return new Map(paths.map((path) => [path, all.get(path) === true]));
}

function hasDeepAbove(folders: ReadonlyMap<FolderPath, boolean>, path: FolderPath): boolean {
  for (let at = path; at !== ''; ) {
    at = parentOf(at);
    if (folders.get(at) === true) return true;
  }
  return false;
}
