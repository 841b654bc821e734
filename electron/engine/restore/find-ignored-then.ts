import type { Core } from '../core.ts';
import type { Difference } from '../manifest/diff-manifests.ts';
import { findEntry } from '../manifest/read-manifest.ts';
import { childPath, nameOf, type FolderPath } from '../model/entry-path.ts';
import { readBeginning } from '../versions/read-content.ts';
import { ignoreFile } from '../watching/fold-hints.ts';
import { inScope, type ResolvedRestore } from './restore-request.ts';

/** A file of rules beyond this many bytes is no file of rules. */
const longestRules = 1_048_576;

/**
 * Tells changes whose path will be ignored when the restore is done, by rules that it brings back. Rules outside the scope stay as
 * they are, and what is there was seen in spite of them, so they ignore none of it.
 */
export function findIgnoredThen(core: Core, { version, scope }: ResolvedRestore, changes: readonly Difference[]): (change: Difference) => boolean {
  if (!changes.some(({ path }) => nameOf(path) === ignoreFile)) return () => false;

  function rulesIn(folder: FolderPath): string | null {
    const path = childPath(folder, ignoreFile);
    const entry = inScope(path, scope) ? findEntry(version.root, path, core.nodes) : null;
    if (entry?.kind !== 'file' || entry.size > longestRules) return null;
    return new TextDecoder().decode(readBeginning(core, entry, entry.size));
  }

  const isIgnored = core.workTree.ignoring(rulesIn);
  return ({ path, before }) => before !== null && isIgnored(path, before.kind === 'directory');
}
