import { listChildren } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import { addressOf } from '../find-version.ts';
import { decodeNode } from '../manifest/decode-node.ts';
import { isLeaf } from '../manifest/node.ts';
import type { Digest } from '../model/digest.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { FileEntry } from '../model/entry.ts';
import { isDamage } from './finding.ts';
import type { NamedVersion } from './walk-trees.ts';

/** A version, and the path in it, that damage reaches; path null: its manifest itself. */
export interface Touch {
  readonly version: string;
  readonly path: EntryPath | null;
}

const mostTouches = 1_000;

/** Damage that lies below a node of a manifest: the damaged chunk, and the path that it is of; null: entries themselves. */
interface Below {
  readonly digest: Digest;
  readonly path: EntryPath | null;
}

/**
 * Which versions and paths need each of some chunks. A node of a manifest that cannot be read touches the version without a path: what
 * it named is not known any more. What versions share is looked at once.
 */
export function touchedBy(core: Pick<Core, 'nodes'>, versions: readonly NamedVersion[], broken: ReadonlySet<Digest>): Map<Digest, Touch[]> {
  const touches = new Map<Digest, Touch[]>();
  const known = new Map<Digest, readonly Below[]>();
  for (const { artifact, version } of versions) {
    const name = addressOf(artifact, version.index);
    for (const { digest, path } of below(core, version.root, broken, known)) {
      const list = touches.get(digest) ?? [];
      if (list.length < mostTouches) list.push({ version: name, path });
      touches.set(digest, list);
    }
  }
  return touches;
}

function below(core: Pick<Core, 'nodes'>, node: Digest, broken: ReadonlySet<Digest>, known: Map<Digest, readonly Below[]>): readonly Below[] {
  const before = known.get(node);
  if (before !== undefined) return before;
  const found = broken.has(node) ? [{ digest: node, path: null }] : belowWhole(core, node, broken, known);
  known.set(node, found);
  return found;
}

function belowWhole(core: Pick<Core, 'nodes'>, digest: Digest, broken: ReadonlySet<Digest>, known: Map<Digest, readonly Below[]>): readonly Below[] {
  const bytes = readOrNull(core, digest);
  if (bytes === null) return [];
  const node = decodeNode(bytes);
  if (!isLeaf(node)) return node.items.flatMap((child) => below(core, child.node, broken, known));
  const found: Below[] = [];
  for (const entry of node.items) {
    if (entry.kind !== 'file') continue;
    for (const chunk of new Set(chunksOf(core, entry))) if (broken.has(chunk)) found.push({ digest: chunk, path: entry.path });
  }
  return found;
}

function* chunksOf(core: Pick<Core, 'nodes'>, entry: FileEntry): Generator<Digest> {
  if (entry.list === null) yield entry.blob;
  const open = entry.list === null ? [] : [entry.list];
  for (let list = open.pop(); list !== undefined; list = open.pop()) {
    yield list;
    const bytes = readOrNull(core, list);
    for (const child of bytes === null ? [] : listChildren(bytes)) {
      if (child.kind === 'list') open.push(child.digest);
      else yield child.digest;
    }
  }
}

function readOrNull(core: Pick<Core, 'nodes'>, digest: Digest): Uint8Array | null {
  try {
    return core.nodes.read(digest);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}
