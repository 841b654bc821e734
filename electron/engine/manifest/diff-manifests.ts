import type { Digest } from '../model/digest.ts';
import type { EntryPath } from '../model/entry-path.ts';
import { sameContent, type Entry } from '../model/entry.ts';
import type { ChildNode, ManifestNode } from './node.ts';
import { readChild, readNode, type NodeSource } from './node-source.ts';
import { sameEntry } from './same-entry.ts';

/** One path that two manifests disagree about. Null: it is not there. */
export interface Difference {
  readonly path: EntryPath;
  readonly before: Entry | null;
  readonly after: Entry | null;
}

export interface DiffOptions {
  /** Pass over entries that differ in times, permission bits or chunk lists alone. */
  readonly contentOnly?: boolean;
}

/**
 * The paths whose entries differ between two manifests, in path order. Equal subtrees are passed over by their digests, so
 * that reading costs O(change · log n).
 *
 * Two cursors go through the trees side by side. Both on nodes of one level: equal ones are passed over, others entered. On
 * different levels: the higher one is entered. Since nodes end where the paths say so, the cursors meet again behind a change.
 */
export function* diffManifests(
  before: Digest,
  after: Digest,
  source: NodeSource,
  { contentOnly = false }: DiffOptions = {},
): Generator<Difference> {
  if (before === after) return;
  const a = new TreeCursor(before, source);
  const b = new TreeCursor(after, source);
  const isSameNode = (x: ChildNode, y: ChildNode): boolean => x.node === y.node || (contentOnly && x.content === y.content);
  const isSameEntry = contentOnly ? sameContent : sameEntry;
  while (a.item !== null || b.item !== null) {
    if (a.level > 0 && a.level === b.level && isSameNode(a.item as ChildNode, b.item as ChildNode)) {
      a.pass();
      b.pass();
    } else if (a.level > 0 || b.level > 0) {
      enterHigher(a, b);
    } else {
      const difference = compareEntries(a, b);
      if (difference.before === null || difference.after === null) yield difference;
      else if (!isSameEntry(difference.before, difference.after)) yield difference;
    }
  }
}

function enterHigher(a: TreeCursor, b: TreeCursor): void {
  const level = Math.max(a.level, b.level);
  const both = [a, b].filter((cursor) => cursor.level === level);
  for (const cursor of both) cursor.enter();
}

/** Takes the first of the two entries under the cursors, or both when they stand on one path. */
function compareEntries(a: TreeCursor, b: TreeCursor): Difference {
  const before = a.item as Entry | null;
  const after = b.item as Entry | null;
  const takesBefore = before !== null && (after === null || before.path <= after.path);
  const takesAfter = after !== null && (before === null || after.path <= before.path);
  if (takesBefore) a.pass();
  if (takesAfter) b.pass();
  const path = ((takesBefore ? before : after) as Entry).path;
  return { path, before: takesBefore ? before : null, after: takesAfter ? after : null };
}

/** Stands on one item of a tree: an entry, or a node that was not entered yet. */
class TreeCursor {
  /** Null behind the last item. */
  item: Entry | ChildNode | null = null;
  /** Level of the node the item stands in: 0 for an entry, also behind the last item. */
  level = 0;
  private readonly source: NodeSource;
  private readonly open: { readonly node: ManifestNode; index: number }[] = [];

  constructor(root: Digest, source: NodeSource) {
    this.source = source;
    this.open.push({ node: readNode(source, root), index: 0 });
    this.settle();
  }

  /** Goes to the next item, without entering the present one. */
  pass(): void {
    const top = this.open.at(-1);
    if (top !== undefined) top.index += 1;
    this.settle();
  }

  /** Goes to the first item of the node under the cursor. */
  enter(): void {
    this.open.push({ node: readChild(this.source, this.level, this.item as ChildNode), index: 0 });
    this.settle();
  }

  private settle(): void {
    for (let top = this.open.at(-1); top !== undefined; top = this.open.at(-1)) {
      const item = top.node.items[top.index];
      if (item !== undefined) {
        this.item = item;
        this.level = top.node.level;
        return;
      }
      this.open.pop();
      const parent = this.open.at(-1);
      if (parent !== undefined) parent.index += 1;
    }
    this.item = null;
    this.level = 0;
  }
}
