import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { NodeSource } from '../manifest/node-source.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { ContainerStore } from '../ports/container-store.ts';

/** Reads one chunk or node of the store. Throws Failure `store.damaged` when it is not there or not itself, `content.elsewhere` when a bucket alone has it. */
export function readChunk(catalog: CatalogReader, containers: ContainerStore, digest: Digest): Uint8Array {
  const known = catalog.chunk(digest);
  // What names other chunks is always here: only data may lie elsewhere.
  if (known === null || (known.location === null && known.kind !== 'data')) {
    throw new Failure('store.damaged', `The store lacks the chunk ${digest}; "verify" tells what it touches.`, { digest });
  }
  if (known.location === null) {
    throw new Failure('content.elsewhere', `The chunk ${digest} lies in a bucket alone and must be fetched first.`, { digest });
  }
  return containers.read(digest, known.location);
}

/** The manifest and chunk-list nodes of the store. */
export function storedNodes(catalog: CatalogReader, containers: ContainerStore): NodeSource {
  return { read: (digest) => readChunk(catalog, containers, digest) };
}

/** Whether the store has a chunk, as far as is known: one that is damaged, or that a bucket alone has, is better stored again. */
export function isStored(catalog: CatalogReader, digest: Digest): boolean {
  const known = catalog.chunk(digest);
  return known !== null && known.location !== null && !catalog.isDamaged(digest);
}
