import type { Digest } from '../model/digest.ts';
import { comparePaths, type EntryPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Digester } from '../ports/digester.ts';
import { asRoot, buildAbove, buildManifest, endsNode, sealNode, type BuiltManifest } from './build-manifest.ts';
import { damaged } from './byte-reader.ts';
import { createNodeEncoder } from './encode-node.ts';
import { isLeaf, type ChildNode, type ManifestNode, type ManifestRoot } from './node.ts';
import { readChild, readNode, rememberNodes, type NodeSource } from './node-source.ts';
import { manifestTotals } from './read-manifest.ts';

/** What becomes of one path; null: it goes away. */
export interface ManifestEdit {
  readonly path: EntryPath;
  readonly entry: Entry | null;
}

/**
 * Applies edits to a manifest: in any order, the last one for a path wins, and removing what is not there changes nothing.
 * Reads and makes O(edits · log n) nodes. The result is the same as building all of the entries at once.
 *
 * Level by level from the leaves: the nodes that an edit falls into are taken apart, their items merged with the edits and cut
 * again; where the item that ended a node is gone, the node behind it is taken in. What that changes in the list of nodes are
 * the edits of the level above.
 */
export function editManifest(
  root: Digest,
  edits: readonly ManifestEdit[],
  source: NodeSource,
  digester: Digester,
): BuiltManifest {
  const tree = rememberNodes(source, rememberedNodes);
  const top = readNode(tree, root);
  const run: Run = { tree, root, top, digester, nodes: new Map(), encoder: createNodeEncoder() };
  let changes = inOrder(edits);
  for (let level = 0; level < top.level; level++) {
    changes = editLevel(run, level, changes);
    if (changes.length === 0) return { root: manifestTotals(root, source, digester), nodes: run.nodes };
  }
  return editTop(run, changes);
}

const rememberedNodes = 256;

type Item = Entry | ChildNode;

interface Change {
  readonly path: string;
  readonly item: Item | null;
}

interface Run {
  readonly tree: NodeSource;
  readonly root: Digest;
  readonly top: ManifestNode;
  readonly digester: Digester;
  readonly nodes: Map<Digest, Uint8Array>;
  readonly encoder: ReturnType<typeof createNodeEncoder>;
}

function inOrder(edits: readonly ManifestEdit[]): Change[] {
  const last = new Map<string, Change>();
  for (const { path, entry } of edits) {
    if (entry !== null && entry.path !== path) throw new RangeError(`an edit of ${JSON.stringify(path)} brings another path`);
    last.set(path, { path, item: entry });
  }
  return [...last.values()].sort((a, b) => comparePaths(a.path, b.path));
}

/** Applies changes to a level below the root and returns what changes in the level above. */
function editLevel(run: Run, level: number, changes: readonly Change[]): Change[] {
  const above: Change[] = [];
  for (let next = 0; next < changes.length; ) {
    const region = gatherRegion(run, level, changes, next);
    next = region.next;
    const made = cutRegion(run, level, region.items);
    for (const change of replaceNodes(run, region.taken, made)) above.push(change);
  }
  return above;
}

interface Region {
  readonly items: Item[];
  /** The nodes that were taken apart. */
  readonly taken: ChildNode[];
  /** The first change that is not in it. */
  readonly next: number;
}

/** Takes nodes apart from the one the first change falls into, until what is left ends where a node ends. */
function gatherRegion(run: Run, level: number, changes: readonly Change[], first: number): Region {
  const items: Item[] = [];
  const taken: ChildNode[] = [];
  let next = first;
  let node: ChildNode | null = nodeFor(run, level, (changes[first] as Change).path);
  while (node !== null) {
    taken.push(node);
    const follower = nodeBehind(run, level, node.path);
    const end = follower === null ? changes.length : firstBehind(changes, next, node.path);
    merge(readChild(run.tree, level + 1, node).items, changes, next, end, items);
    next = end;
    const last = items.at(-1);
    node = last === undefined || endsNode(last.path, level) ? null : follower;
  }
  return { items, taken, next };
}

/** Index of the first change whose path is behind `path`, from `start` on. */
function firstBehind(changes: readonly Change[], start: number, path: string): number {
  let index = start;
  while (index < changes.length && (changes[index] as Change).path <= path) index++;
  return index;
}

/** Appends the items of a node with changes[start..end) applied. */
function merge(items: readonly Item[], changes: readonly Change[], start: number, end: number, into: Item[]): void {
  let at = start;
  for (const item of items) {
    for (; at < end && (changes[at] as Change).path < item.path; at++) append(changes[at] as Change, into);
    const change = changes[at];
    if (at < end && change?.path === item.path) {
      append(change, into);
      at++;
    } else {
      into.push(item);
    }
  }
  for (; at < end; at++) append(changes[at] as Change, into);
}

function append(change: Change, into: Item[]): void {
  if (change.item !== null) into.push(change.item);
}

function cutRegion(run: Run, level: number, items: readonly Item[]): ChildNode[] {
  const made: ChildNode[] = [];
  const emit = (digest: Digest, bytes: Uint8Array): void => void run.nodes.set(digest, bytes);
  let start = 0;
  for (let end = 1; end <= items.length; end++) {
    if (end < items.length && !endsNode((items[end - 1] as Item).path, level)) continue;
    made.push(sealNode(items.slice(start, end), level, run.encoder, run.digester, emit));
    start = end;
  }
  return made;
}

/** The changes of the level above when nodes take the place of others. Nodes that came out as they were are none. */
function replaceNodes(run: Run, taken: readonly ChildNode[], made: readonly ChildNode[]): Change[] {
  const kept = new Map(taken.map((node) => [node.path, node.node]));
  const changes = new Map<string, Change>(taken.map(({ path }) => [path, { path, item: null }]));
  for (const node of made) {
    if (kept.get(node.path) === node.node) {
      changes.delete(node.path);
      run.nodes.delete(node.node);
    } else {
      changes.set(node.path, { path: node.path, item: node });
    }
  }
  return [...changes.values()].sort((a, b) => comparePaths(a.path, b.path));
}

/** Applies changes to the root node, and grows or lowers the tree to the height that its items need. */
function editTop(run: Run, changes: readonly Change[]): BuiltManifest {
  const { top, nodes } = run;
  const items: Item[] = [];
  merge(top.items, changes, 0, changes.length, items);
  const root = items.length === 0 ? emptyRoot(run) : rootAbove(run, items);
  if (root.node === run.root) nodes.delete(root.node);
  return { root, nodes };
}

function emptyRoot(run: Run): ManifestRoot {
  const { root, nodes } = buildManifest([], run.digester);
  for (const [digest, bytes] of nodes) run.nodes.set(digest, bytes);
  return root;
}

function rootAbove(run: Run, items: readonly Item[]): ManifestRoot {
  const { level } = run.top;
  if (level > 0 && items.length === 1) return lower(run, level, items[0] as ChildNode);
  const made = cutRegion(run, level, items);
  if (made.length === 1) return asRoot(made[0] as ChildNode);
  return buildAbove(made, level + 1, run.digester, (digest, bytes) => run.nodes.set(digest, bytes));
}

/** A node with one child cannot be the root: the child is, or what is below it. */
function lower(run: Run, level: number, only: ChildNode): ManifestRoot {
  const tree = { read: (digest: Digest) => run.nodes.get(digest) ?? run.tree.read(digest) };
  const node = readChild(tree, level, only);
  if (isLeaf(node)) return asRoot(only);
  const [first, second] = node.items;
  if (first === undefined || second !== undefined) return asRoot(only);
  run.nodes.delete(only.node);
  return lower(run, node.level, first);
}

/** The node of a level that a path belongs into: the first that reaches it, or the last one. */
function nodeFor(run: Run, level: number, path: string): ChildNode {
  const found = descend(run, level, (children) => {
    const index = children.findIndex((child) => child.path >= path);
    return children[index < 0 ? children.length - 1 : index];
  });
  if (found === null) throw damaged('it has no children');
  return found;
}

/** The node of a level that comes after the one ending with `path`; null behind the last. */
function nodeBehind(run: Run, level: number, path: string): ChildNode | null {
  return descend(run, level, (children) => children.find((child) => child.path > path));
}

type Choice = (children: readonly ChildNode[]) => ChildNode | undefined;

/** Goes down from the root to a node of `level`, below that of the root. */
function descend(run: Run, level: number, choose: Choice): ChildNode | null {
  let node = run.top;
  while (!isLeaf(node)) {
    const child = choose(node.items);
    if (child === undefined || node.level === level + 1) return child ?? null;
    node = readChild(run.tree, node.level, child);
  }
  throw damaged('a node is not what its parent says');
}
