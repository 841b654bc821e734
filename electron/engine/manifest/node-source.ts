import type { Digest } from '../model/digest.ts';
import { damaged } from './byte-reader.ts';
import { decodeNode } from './decode-node.ts';
import { sumItems, type ChildNode, type ManifestNode } from './node.ts';

/** Where nodes are read from. Law: the bytes have that digest, or a Failure `store.damaged` is thrown. */
export interface NodeSource {
  read(digest: Digest): Uint8Array;
  /** The same node decoded, where the source remembers what was decoded before. */
  readonly node?: (digest: Digest) => ManifestNode;
}

/** Reads and decodes a node of a manifest. Throws Failure `store.damaged` when it is not one. */
export function readNode(source: NodeSource, digest: Digest): ManifestNode {
  return source.node === undefined ? decodeNode(source.read(digest)) : source.node(digest);
}

/** Reads a child of a node of `level`. Throws Failure `store.damaged` when it is not what its parent says. */
export function readChild(source: NodeSource, level: number, child: ChildNode): ManifestNode {
  const node = readNode(source, child.node);
  const { files, bytes } = sumItems(node.items, node.level);
  const isAsSaid = node.level === level - 1 && files === child.files && bytes === child.bytes;
  if (!isAsSaid || node.items.at(-1)?.path !== child.path) throw damaged('a node is not what its parent says');
  return node;
}

/** A source that keeps up to `limit` decoded nodes, those used last, for callers that come by the same nodes often. */
export function rememberNodes(source: NodeSource, limit: number): Required<NodeSource> {
  const known = new Map<Digest, ManifestNode>();
  return {
    read: (digest) => source.read(digest),
    node(digest) {
      const node = known.get(digest) ?? readNode(source, digest);
      known.delete(digest);
      known.set(digest, node);
      if (known.size > limit) forgetOldest(known);
      return node;
    },
  };
}

function forgetOldest(known: Map<Digest, ManifestNode>): void {
  for (const digest of known.keys()) {
    known.delete(digest);
    return;
  }
}
