import type { Core } from '../core.ts';
import { findEntry } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import { parseEntryPath } from '../model/entry-path.ts';
import { entrySize, sameContent, type Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';

/** One version in which a path changed. */
export interface PathChange {
  readonly index: number;
  readonly kind: 'added' | 'modified' | 'removed';
  /** Bytes after the change; null when it was removed. */
  readonly size: number | null;
  readonly createdAt: number;
}

/** The versions in which one path changed, newest first. Throws Failure `path.not-found` when no version ever had it. */
export function pathHistory(core: Core, artifact: Artifact, text: string): PathChange[] {
  const path = entryPathFrom(text);
  const changes: PathChange[] = [];
  let before: Entry | null = null;
  for (const version of core.catalog.versions(artifact.id).toReversed()) {
    const after: Entry | null = findEntry(version.root, path, core.nodes);
    const kind = changeOf(before, after);
    if (kind !== null) {
      changes.push({ index: version.index, kind, size: after === null ? null : entrySize(after), createdAt: version.createdAt });
    }
    before = after;
  }
  if (changes.length === 0) {
    throw new Failure('path.not-found', `No version of "${artifact.name}" has a file "${path}".`, { artifact: artifact.name, path });
  }
  return changes.toReversed();
}

function changeOf(before: Entry | null, after: Entry | null): PathChange['kind'] | null {
  if (before === null) return after === null ? null : 'added';
  if (after === null) return 'removed';
  return sameContent(before, after) ? null : 'modified';
}

/** A path that a person or script gave, as an entry's path. Throws Failure `path.not-found` for one that none can have. */
export function entryPathFrom(text: string): ReturnType<typeof parseEntryPath> {
  const trimmed = text.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  try {
    return parseEntryPath(trimmed);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure('path.not-found', `"${text}" is not a path inside a version; give it relative to the folder.`, { path: text });
  }
}
