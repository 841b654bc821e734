import type { NodeSource } from './node-source.ts';
import type { Digest } from '../model/digest.ts';
import type { Entry } from '../model/entry.ts';
import type { Digester } from '../ports/digester.ts';
import { createNodeEncoder, type EncodedNode, type NodeEncoder } from './encode-node.ts';
import { keyLevel } from './key-level.ts';
import { sumItems, type ChildNode, type ManifestRoot } from './node.ts';

export interface BuiltManifest {
  readonly root: ManifestRoot;
  /** Nodes by digest. After an edit only those that may be new. */
  readonly nodes: ReadonlyMap<Digest, Uint8Array>;
}

/** The nodes of a manifest that is not stored yet, over those of the store. */
export function withNewNodes(built: BuiltManifest, stored: NodeSource): NodeSource {
  return { read: (digest) => built.nodes.get(digest) ?? stored.read(digest) };
}

/** Receives each finished node once, children before their parents. */
export type EmitNode = (digest: Digest, bytes: Uint8Array) => void;

/**
 * Builds the manifest of entries in path order. Throws a RangeError when they are not, or when a value cannot be kept.
 * The same set of entries gives the same root, here and through `editManifest`.
 */
export function buildManifest(entries: Iterable<Entry>, digester: Digester): BuiltManifest {
  const nodes = new Map<Digest, Uint8Array>();
  const builder = createManifestBuilder(digester, (digest, bytes) => nodes.set(digest, bytes));
  for (const entry of entries) builder.add(entry);
  return { root: builder.finish(), nodes };
}

/** Builds a manifest from entries that come one by one; holds no more than one unfinished node of each level. */
export interface ManifestBuilder {
  /** The next entry in path order. */
  add(entry: Entry): void;
  finish(): ManifestRoot;
}

export function createManifestBuilder(digester: Digester, emit: EmitNode): ManifestBuilder {
  const levels = createLevels(digester, emit, 0);
  let before = '';
  return {
    add(entry) {
      if (entry.path <= before) throw new RangeError(`entries out of order: ${JSON.stringify(entry.path)}`);
      before = entry.path;
      levels.add(entry);
    },
    finish: () => levels.finish(),
  };
}

/** Puts levels of nodes above children (of the level below `level`) in path order, up to the root. */
export function buildAbove(children: Iterable<ChildNode>, level: number, digester: Digester, emit: EmitNode): ManifestRoot {
  const levels = createLevels(digester, emit, level);
  for (const child of children) levels.add(child);
  return levels.finish();
}

/** Cuts items into the nodes of a level: a node ends behind an item whose path has a level above it. */
export function endsNode(path: string, level: number): boolean {
  return keyLevel(path) > level;
}

type Item = Entry | ChildNode;

interface OpenLevel {
  items: Item[];
  /** Whether a node of this level was finished before. */
  begun: boolean;
  /** Whether the last item ends the node. Finishing waits for the next item: only then is it sure that there is a level above. */
  full: boolean;
}

function createLevels(digester: Digester, emit: EmitNode, lowest: number) {
  const encoder = createNodeEncoder();
  const open: OpenLevel[] = [];

  const finishNode = (index: number): ChildNode => {
    const level = open[index] as OpenLevel;
    const child = sealNode(level.items, lowest + index, encoder, digester, emit);
    level.items = [];
    level.begun = true;
    level.full = false;
    return child;
  };
  const add = (item: Item, index: number): void => {
    const level = (open[index] ??= { items: [], begun: false, full: false });
    if (level.full) add(finishNode(index), index + 1);
    level.items.push(item);
    level.full = endsNode(item.path, lowest + index);
  };
  const finish = (): ManifestRoot => {
    let index = 0;
    open[0] ??= { items: [], begun: false, full: false };
    while (open[index]?.begun === true) {
      add(finishNode(index), index + 1);
      index += 1;
    }
    return asRoot(finishNode(index));
  };
  return { add: (item: Item): void => add(item, 0), finish };
}

export function asRoot(child: ChildNode): ManifestRoot {
  return { node: child.node, digest: child.content, files: child.files, bytes: child.bytes };
}

/** Encodes one node, emits it, and tells what its parent has to know of it. */
export function sealNode(
  items: readonly Item[],
  level: number,
  encoder: NodeEncoder,
  digester: Digester,
  emit: EmitNode,
): ChildNode {
  const encoded = encodeItems(items, level, encoder);
  const sums = sumItems(items, level);
  if (!Number.isSafeInteger(sums.bytes)) throw new RangeError('a manifest cannot hold more than 2^53 - 1 bytes');
  const child = {
    path: (items.at(-1)?.path ?? '') as ChildNode['path'],
    node: digester.digest(encoded.bytes),
    content: digester.digest(encoded.content),
    ...sums,
  };
  emit(child.node, encoded.bytes);
  return child;
}

function encodeItems(items: readonly Item[], level: number, encoder: NodeEncoder): EncodedNode {
  return level === 0 ? encoder.leaf(items as readonly Entry[]) : encoder.inner(level, items as readonly ChildNode[]);
}
