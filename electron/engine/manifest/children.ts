import type { Digest } from '../model/digest.ts';
import type { ChunkKind } from '../ports/container-store.ts';
import { decodeNode } from './decode-node.ts';
import { isLeaf } from './node.ts';

/** Something that a node names: one count of references. */
export interface NamedChild {
  readonly digest: Digest;
  readonly kind: ChunkKind;
}

/**
 * What a manifest's node names, as often as it names it: nodes below it; for a file the root of its chunk list, or its only
 * chunk. Empty files, links, directories and references name nothing. Throws Failure `store.damaged`.
 */
export function nodeChildren(bytes: Uint8Array): NamedChild[] {
  const node = decodeNode(bytes);
  if (!isLeaf(node)) return node.items.map((child) => ({ digest: child.node, kind: 'manifest' }));
  const children: NamedChild[] = [];
  for (const entry of node.items) {
    if (entry.kind !== 'file') continue;
    if (entry.list !== null) children.push({ digest: entry.list, kind: 'list' });
    else if (entry.size > 0) children.push({ digest: entry.blob, kind: 'data' });
  }
  return children;
}
