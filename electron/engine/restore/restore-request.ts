import type { Core } from '../core.ts';
import { findVersion } from '../find-version.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import { isWithin, type EntryPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Digest } from '../model/digest.ts';
import type { Version } from '../model/version.ts';
import { liesIn } from '../tracking/check-folder.ts';
import { entryPathFrom } from '../versions/history.ts';
import type { ReferencesWanted } from './referenced.ts';

export interface RestoreRequest {
  readonly artifact: Artifact;
  /** `latest`, an alias, or `v3`. */
  readonly reference: string;
  /** Files or folders of the version; null: all of it. */
  readonly paths: readonly string[] | null;
  /** Absolute folder; null: in place. */
  readonly target: string | null;
  /** With a target: also delete what the version does not have. In place always does. */
  readonly deleteExtra: boolean;
  /** With a target: what becomes of references; missing: they are fetched. In place they are never fetched but from the folder itself. */
  readonly references?: ReferencesWanted;
}

/** A request with everything in it looked up. */
export interface ResolvedRestore {
  readonly version: Version;
  /** Paths without those inside others; null: the whole version. */
  readonly scope: readonly EntryPath[] | null;
  /** Absolute folder that will be written. */
  readonly target: string;
  readonly inPlace: boolean;
  readonly deleteExtra: boolean;
}

/** Looks everything up that a restore names. Throws the Failure that says what cannot be. */
export function resolveRestore(core: Core, request: RestoreRequest): ResolvedRestore {
  const { artifact } = request;
  const version = findVersion(core.catalog, artifact, request.reference);
  const scope = request.paths === null ? null : resolveScope(core, version, request.paths);
  const target = targetOf(core, request);
  if (target === artifact.path) return { version, scope, target, inPlace: true, deleteExtra: true };
  return { version, scope, target: checkTarget(core, target), inPlace: false, deleteExtra: request.deleteExtra };
}

/** Links are resolved, so that a link to the tracked folder, or into the store, is known for what it is. */
function targetOf(core: Core, { artifact, target }: RestoreRequest): string {
  if (target !== null) return core.workTree.resolve(target);
  if (artifact.path !== null) return artifact.path;
  throw new Failure('artifact.not-tracked', `"${artifact.name}" no longer tracks a folder; choose a folder to restore into.`, {
    artifact: artifact.name,
  });
}

function resolveScope(core: Core, version: Version, paths: readonly string[]): EntryPath[] {
  const parsed = [...new Set(paths.map(entryPathFrom))].toSorted();
  for (const path of parsed) {
    const { done } = entriesWithin(version.root, path, core.nodes)[Symbol.iterator]().next();
    if (done === true) throw new Failure('path.not-found', `v${version.index} has no file or folder "${path}".`, { path });
  }
  return parsed.filter((path) => !parsed.some((other) => other !== path && path.startsWith(`${other}/`)));
}

function checkTarget(core: Core, target: string): string {
  if (target === core.home || liesIn(target, core.home)) {
    throw new Failure('restore.target-invalid', `${target} lies in Strata's own store; choose another folder.`, { target });
  }
  const { state } = core.workTree.inspect(target);
  if (state === 'not-a-folder') {
    throw new Failure('restore.target-invalid', `${target} is a file; choose a folder.`, { target });
  }
  if (state === 'unreadable') {
    throw new Failure('restore.target-invalid', `The folder ${target} cannot be read; check its permissions.`, { target });
  }
  return target;
}

/** The entries of a manifest in a scope, in path order. */
export function* scopedEntries(core: Core, root: Digest, scope: readonly EntryPath[] | null): Generator<Entry> {
  for (const path of scope ?? ['' as const]) yield* entriesWithin(root, path, core.nodes);
}

/** The entries of a version, or of some of its paths. Throws Failure `path.not-found`. */
export function entriesInScope(core: Core, version: Version, paths: readonly string[] | null): Generator<Entry> {
  return scopedEntries(core, version.root, paths === null ? null : resolveScope(core, version, paths));
}

export function inScope(path: EntryPath, scope: readonly EntryPath[] | null): boolean {
  return scope === null || scope.some((folder) => isWithin(path, folder));
}

/** In the scope, or in the way of it: a file that stands where the scope needs a folder. */
export function touchesScope(path: EntryPath, scope: readonly EntryPath[]): boolean {
  return scope.some((folder) => isWithin(path, folder) || isWithin(folder, path));
}
