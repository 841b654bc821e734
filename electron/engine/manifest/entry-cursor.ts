import type { Digest } from '../model/digest.ts';
import type { Entry } from '../model/entry.ts';
import { damaged } from './byte-reader.ts';
import { isLeaf, type InnerNode } from './node.ts';
import { readChild, readNode, type NodeSource } from './node-source.ts';

/** Walks the entries of a manifest in path order from wherever it is put; reads only the nodes it comes by. */
export interface EntryCursor {
  /** Puts the cursor on the first entry whose path is `path` or behind it. */
  seek(path: string): void;
  /** The entry under the cursor, or null behind the last one. */
  current(): Entry | null;
  next(): void;
}

export function openCursor(root: Digest, source: NodeSource): EntryCursor {
  const above: { readonly node: InnerNode; index: number }[] = [];
  let entries: readonly Entry[] = [];
  let at = 0;

  /** Goes down to the leaf that begins at, or holds, the path. */
  const descend = (start: ReturnType<typeof readNode>, path: string): void => {
    let node = start;
    while (!isLeaf(node)) {
      const index = node.items.findIndex((child) => child.path >= path);
      const child = node.items[index];
      if (child === undefined) {
        entries = [];
        return;
      }
      above.push({ node, index });
      node = readChild(source, node.level, child);
    }
    entries = node.items;
    const found = entries.findIndex((entry) => entry.path >= path);
    at = found < 0 ? entries.length : found;
  };
  /** Goes on to the leaf behind the one that ended. */
  const follow = (): void => {
    const last = entries.at(-1);
    for (let top = above.at(-1); top !== undefined; top = above.at(-1)) {
      top.index += 1;
      const child = top.node.items[top.index];
      if (child !== undefined) {
        descend(readChild(source, top.node.level, child), '');
        if (last !== undefined && (entries[at]?.path ?? '') <= last.path) throw damaged('its paths are out of order');
        return;
      }
      above.pop();
    }
    entries = [];
    at = 0;
  };
  return {
    seek(path) {
      above.length = 0;
      entries = [];
      at = 0;
      descend(readNode(source, root), path);
    },
    current: () => entries[at] ?? null,
    next() {
      at += 1;
      if (at >= entries.length) follow();
    },
  };
}
