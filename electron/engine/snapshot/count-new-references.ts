import { visitListChildren } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import type { BuiltManifest } from '../manifest/build-manifest.ts';
import { decodeNode } from '../manifest/decode-node.ts';
import { visitNodeChildren, type VisitChild } from '../manifest/visit-children.ts';
import { chunkKindCodes } from '../model/chunk-kind.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { Captured } from '../ports/capture.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { SealedContainer } from '../ports/container-store.ts';
import { countReferences, type NamingChunk } from './count-references.ts';

/**
 * The counts that a new version adds, and the content bytes that it brings to life. `catalog` must see the new containers
 * already (inside the transaction); `nodes` is the one with those nodes that the catalog did not know.
 */
export function countNewReferences(
  catalog: CatalogReader,
  core: Core,
  built: BuiltManifest,
  captured: Captured,
  nodes: SealedContainer | null,
): { counts: DigestTable; bytes: number } {
  const lists = new Map(captured.lists.map(({ digest, bytes }) => [digest, bytes]));
  const visitChildren = (node: NamingChunk, visit: VisitChild): void => {
    const made = built.nodes.get(node.digest) ?? lists.get(node.digest);
    visitNaming(node.kind, made ?? readChecked(core, node), visit);
  };
  const containers = nodes === null ? captured.containers : [...captured.containers, nodes];
  const fresh = digestsOf(nodes);
  const references = (digest: Digest): number => (fresh.find(digest) === nowhere ? (catalog.chunk(digest)?.references ?? 0) : 0);
  const expected = containers.reduce((sum, { chunks }) => sum + chunks.length, 0);
  const counts = countReferences(built.root.node, { references, visitChildren }, expected);
  return { counts, bytes: freshBytes(counts, containers) };
}

function digestsOf(container: SealedContainer | null): DigestTable {
  const digests = new DigestTable(container?.chunks.length);
  for (let i = 0; i < (container?.chunks.length ?? 0); i++) digests.addAt((container as SealedContainer).chunks.digests, 32 * i);
  return digests;
}

/** Tells what a node names, straight from its bytes. They must be those of its digest. */
export function visitNaming(kind: NamingChunk['kind'], bytes: Uint8Array, visit: VisitChild): void {
  if (kind === 'list') visitListChildren(bytes, visit);
  else visitNodeChildren(bytes, visit);
}

/** A node that lay in the store without being named: unlike one that was just made, it is checked in full before it comes to life. */
function readChecked(core: Core, node: NamingChunk): Uint8Array {
  const bytes = core.nodes.read(node.digest);
  if (node.kind === 'manifest') decodeNode(bytes);
  return bytes;
}

/** Bytes of the new containers' data that the counts name, each content once. */
function freshBytes(counts: DigestTable, containers: readonly SealedContainer[]): number {
  const seen = new Uint8Array(counts.size);
  let bytes = 0;
  for (const { chunks } of containers) {
    for (let i = 0; i < chunks.length; i++) {
      if (chunks.kinds[i] !== chunkKindCodes.data) continue;
      const place = counts.findAt(chunks.digests, 32 * i);
      if (place === nowhere || seen[place] === 1) continue;
      seen[place] = 1;
      bytes += chunks.lengths[i] as number;
    }
  }
  return bytes;
}
