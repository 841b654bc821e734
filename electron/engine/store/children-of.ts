import { listChildren } from '../chunking/chunk-list.ts';
import { nodeChildren, type NamedChild } from '../manifest/children.ts';

/** What a chunk of the store names, with every check there is: for verify and for whoever cannot trust it. Throws Failure `store.damaged`. */
export function childrenOf(node: NamedChild, bytes: Uint8Array): readonly NamedChild[] {
  switch (node.kind) {
    case 'manifest':
      return nodeChildren(bytes);
    case 'list':
      return listChildren(bytes);
    case 'data':
      return [];
  }
}
