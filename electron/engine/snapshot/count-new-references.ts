import { listChildren } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import { withNewNodes, type BuiltManifest } from '../manifest/build-manifest.ts';
import { nodeChildren } from '../manifest/children.ts';
import type { Digest } from '../model/digest.ts';
import type { Captured } from '../ports/capture.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { SealedContainer } from '../ports/container-store.ts';
import { countReferences, type NamedChunk } from './count-references.ts';

/**
 * The counts that a new version adds, and the content bytes that it brings to life. `catalog` must see the new containers
 * already (inside the transaction).
 */
export function countNewReferences(
  catalog: CatalogReader,
  core: Core,
  built: BuiltManifest,
  captured: Captured,
  containers: readonly SealedContainer[],
): { counts: Map<Digest, number>; bytes: number } {
  const lists = new Map(captured.lists.map(({ digest, bytes }) => [digest, bytes]));
  const fresh = new Map<Digest, number>();
  for (const { chunks } of containers) {
    for (const { digest, kind, length } of chunks) if (kind === 'data') fresh.set(digest, length);
  }
  const nodes = withNewNodes(built, core.nodes);
  const read = (digest: Digest): Uint8Array => lists.get(digest) ?? nodes.read(digest);
  const counts = countReferences(built.root.node, {
    references: (digest) => catalog.chunk(digest)?.references ?? 0,
    children: (node) => childrenOf(node, read(node.digest)),
  });
  let bytes = 0;
  for (const digest of counts.keys()) bytes += fresh.get(digest) ?? 0;
  return { counts, bytes };
}

/** What a node of the store names. */
export function childrenOf(node: NamedChunk, bytes: Uint8Array): readonly NamedChunk[] {
  switch (node.kind) {
    case 'manifest':
      return nodeChildren(bytes);
    case 'list':
      return listChildren(bytes);
    case 'data':
      return [];
  }
}
