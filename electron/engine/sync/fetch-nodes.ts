import { childrenOf } from '../store/children-of.ts';
import { Failure } from '../model/failure.ts';
import type { Digest } from '../model/digest.ts';
import { whatIsDamaged } from '../manifest/byte-reader.ts';
import type { NamedChild } from '../manifest/children.ts';
import type { NodeSource } from '../manifest/node-source.ts';
import type { RemoteId } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { isStored } from '../store/stored-nodes.ts';
import { damagedInBucket } from './bucket-document.ts';
import { fetchChunks, type HeldStretches } from './fetch-chunks.ts';
import { nodeRules, type WantedChunk } from './plan-ranges.ts';
import type { SyncCore } from './sync-core.ts';

/** Why a bucket counts as damaged when no page of its index has something that is named. */
export const unnamed = 'a version names it, and no index says where it lies';

/** A node that the store lacked. */
export interface FetchedNode {
  readonly kind: 'manifest' | 'list';
  readonly bytes: Uint8Array;
}

export interface NodeFetch {
  readonly remote: RemoteId;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/**
 * Fetches all nodes of some manifests, and of the lists of their chunks, that the store lacks: level by level, those of all at once. Nodes that
 * live here are not entered: all below them is known. Every node is proven by its digest and by its form; whether they belong together is
 * for `checkManifest` to say. Throws Failure `bucket.damaged`.
 */
export async function fetchNodes(core: SyncCore, bucket: Bucket, roots: readonly Digest[], how: NodeFetch): Promise<Map<Digest, FetchedNode>> {
  const fetched = new Map<Digest, FetchedNode>();
  const held: HeldStretches = new Map();
  const seen = new Set<Digest>();
  let open = roots.map((digest): NamedChild => ({ digest, kind: 'manifest' }));
  while (open.length > 0) {
    how.signal.throwIfAborted();
    const level = open.filter(({ digest, kind }) => kind !== 'data' && !seen.has(digest) && !isAlive(core, digest));
    for (const { digest } of level) seen.add(digest);
    await fetchLevel(core, bucket, level, fetched, held, how);
    open = level.flatMap((node) => refusing(bucket, node, () => childrenOf(node, fetched.get(node.digest)?.bytes ?? core.nodes.read(node.digest))));
  }
  return fetched;
}

/** Whether some version here holds it, so that all below it is known. */
export function isAlive(core: SyncCore, digest: Digest): boolean {
  return (core.catalog.chunk(digest)?.references ?? 0) > 0;
}

/** Nodes that were fetched, and those of the store. */
export function nodesWith(core: SyncCore, fetched: ReadonlyMap<Digest, FetchedNode>): NodeSource {
  return { read: (digest) => fetched.get(digest)?.bytes ?? core.nodes.read(digest) };
}

async function fetchLevel(core: SyncCore, bucket: Bucket, level: readonly NamedChild[], fetched: Map<Digest, FetchedNode>, held: HeldStretches, how: NodeFetch): Promise<void> {
  const lacking = level.filter(({ digest }) => !isStored(core.catalog, digest));
  const places = core.catalog.bucketPlaces(how.remote, lacking.map(({ digest }) => digest));
  const wanted = lacking.map(({ digest, kind }, i): WantedChunk => {
    const place = places[i] ?? null;
    if (place === null) throw damagedInBucket(bucket, digest, unnamed);
    if (place.kind !== kind) throw damagedInBucket(bucket, digest, `it is of kind "${place.kind}" where "${kind}" was expected`);
    return { digest, place };
  });
  const onChunk = ({ digest, place }: WantedChunk, bytes: Uint8Array): void => {
    if (place.kind !== 'data') fetched.set(digest, { kind: place.kind, bytes: bytes.slice() });
  };
  const [wrong] = await fetchChunks(core, bucket, wanted, { rules: nodeRules, signal: how.signal, onBytes: how.onBytes, onChunk }, held);
  if (wrong !== undefined) throw damagedInBucket(bucket, `containers/${wrong.place.container}`, `it holds other bytes than the chunk ${wrong.digest}, or is gone`);
}

/** What the readers of the store refuse as damage is here what somebody put into the bucket. */
function refusing<T>(bucket: Bucket, node: NamedChild, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    throw damagedInBucket(bucket, node.digest, whatIsDamaged(error), error);
  }
}
