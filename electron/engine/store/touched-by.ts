import { listChildren } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import { addressOf } from '../find-version.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { FileEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';

/** A version, and the path in it, that damage reaches; path null: its manifest itself. */
export interface Touch {
  readonly version: string;
  readonly path: string | null;
}

const mostTouches = 1_000;

/** Which versions and paths need each of some chunks. A manifest that cannot be read any more touches its whole version. */
export function touchedBy(
  core: Core,
  versions: readonly { artifact: Artifact; version: Version }[],
  broken: ReadonlySet<Digest>,
): Map<Digest, Touch[]> {
  const touches = new Map<Digest, Touch[]>();
  const add = (digest: Digest, touch: Touch): void => {
    const known = touches.get(digest) ?? [];
    if (known.length < mostTouches) known.push(touch);
    touches.set(digest, known);
  };
  for (const { artifact, version } of versions) {
    const name = addressOf(artifact, version.index);
    const unreadable = walkEntries(core, version, (entry) => {
      for (const digest of chunksOf(core, entry)) if (broken.has(digest)) add(digest, { version: name, path: entry.path });
    });
    if (unreadable) for (const digest of broken) add(digest, { version: name, path: null });
  }
  return touches;
}

function walkEntries(core: Core, version: Version, visit: (entry: FileEntry) => void): boolean {
  try {
    for (const entry of entriesWithin(version.root, '', core.nodes)) if (entry.kind === 'file') visit(entry);
    return false;
  } catch (error) {
    if (isDamage(error)) return true;
    throw error;
  }
}

function* chunksOf(core: Core, entry: FileEntry): Generator<Digest> {
  yield entry.blob;
  const open = entry.list === null ? [] : [entry.list];
  for (let list = open.pop(); list !== undefined; list = open.pop()) {
    yield list;
    try {
      for (const child of listChildren(core.nodes.read(list))) {
        if (child.kind === 'list') open.push(child.digest);
        else yield child.digest;
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Failure && error.code === 'store.damaged');
}
