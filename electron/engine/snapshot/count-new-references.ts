import { visitListChildren } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import type { BuiltManifest } from '../manifest/build-manifest.ts';
import { decodeNode } from '../manifest/decode-node.ts';
import { visitNodeChildren, type VisitChild } from '../manifest/visit-children.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { Captured } from '../ports/capture.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { SealedContainer } from '../ports/container-store.ts';
import { countReferences, type NamingChunk } from './count-references.ts';
import type { GrownManifest } from './growing-manifest.ts';

/** The counts that a new version adds. `nodes` is the container with those of its nodes that the store lacked. */
export function countNewReferences(
  catalog: CatalogReader,
  core: Core,
  built: BuiltManifest | GrownManifest,
  captured: Captured,
  nodes: SealedContainer | null,
): DigestTable {
  const lists = new Map(captured.lists.map(({ digest, bytes }) => [digest, bytes]));
  const visitChildren = (node: NamingChunk, visit: VisitChild): void => {
    const made = built.nodes.get(node.digest) ?? lists.get(node.digest);
    visitNaming(node.kind, made ?? readChecked(core, node), visit);
  };
  const fresh = digestsOf(nodes);
  const references = (digest: Digest): number => (fresh.find(digest) === nowhere ? (catalog.chunk(digest)?.references ?? 0) : 0);
  const sources = { references, visitChildren };
  const areAllNew = fresh.size === built.nodes.size;
  if (!areAllNew || !('named' in built)) return countReferences(built.root.node, sources);
  const { counts, lists: open } = built.named;
  return countReferences(built.root.node, sources, { counts, open });
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
