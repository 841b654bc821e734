import type { NamedChild } from '../manifest/children.ts';
import { digestFromBytes, type Digest } from '../model/digest.ts';
import type { DigestTable } from '../model/digest-table.ts';
import { isStored } from '../store/stored-nodes.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { RemoteId } from '../model/remote.ts';
import { damagedInBucket } from './bucket-document.ts';
import { fetchChunks } from './fetch-chunks.ts';
import { nodeRules, type WantedChunk } from './plan-ranges.ts';
import type { SyncCore } from './sync-core.ts';

/** Reads the nodes of a bucket, from this home's store where they are there. */
export interface NodeReader {
  readonly core: SyncCore;
  readonly bucket: Bucket;
  readonly remote: RemoteId;
  readonly signal: AbortSignal;
  /** Nodes that were fetched, as long as they take little room. */
  readonly kept: Map<Digest, Uint8Array>;
}

export interface NodeWalk {
  /** Nodes that were met; they are not entered again. */
  readonly seen: DigestTable;
  /** Told of every naming of content: its digest is the 32 bytes at the offset. */
  readonly onData: (bytes: Uint8Array, offset: number) => void;
  /** Passes over what cannot be read; otherwise that is Failure `bucket.damaged`. */
  readonly lenient: boolean;
}

export type Node = NamedChild & { readonly kind: 'manifest' | 'list' };

const nodesAtOnce = 512;
const mostKept = 64 * 1024 * 1024;

/** Walks through all nodes below these, each once, and each of those that was not met before. */
export async function walkNodes(reader: NodeReader, roots: Iterable<Node>, { seen, onData, lenient }: NodeWalk): Promise<void> {
  const open: Node[] = [];
  const meet = (bytes: Uint8Array, offset: number, kind: NamedChild['kind']): void => {
    if (kind === 'data') {
      onData(bytes, offset);
      return;
    }
    const before = seen.size;
    seen.addAt(bytes, offset);
    if (seen.size > before) open.push({ digest: digestFromBytes(bytes, offset), kind });
  };
  for (const root of roots) {
    const before = seen.size;
    seen.add(root.digest);
    if (seen.size > before) open.push(root);
  }
  while (open.length > 0) {
    reader.signal.throwIfAborted();
    const nodes = open.splice(-nodesAtOnce);
    const read = await readNodes(reader, nodes);
    for (const { digest, kind } of nodes) {
      const bytes = read.get(digest);
      if (bytes !== undefined) visitNaming(kind, bytes, meet);
      else if (!lenient) throw damagedInBucket(reader.bucket, digest, 'a version names it, and it cannot be read');
    }
  }
}

/** What a few nodes name, and no further. */
export async function eachNaming(reader: NodeReader, nodes: readonly Node[], onData: NodeWalk['onData']): Promise<void> {
  for (let at = 0; at < nodes.length; at += nodesAtOnce) {
    const some = nodes.slice(at, at + nodesAtOnce);
    const read = await readNodes(reader, some);
    for (const { digest, kind } of some) {
      const bytes = read.get(digest);
      if (bytes !== undefined) visitNaming(kind, bytes, (encoded, offset, child) => (child === 'data' ? onData(encoded, offset) : undefined));
    }
  }
}

/** Without those that cannot be had. */
async function readNodes(reader: NodeReader, nodes: readonly Node[]): Promise<Map<Digest, Uint8Array>> {
  const { core, kept } = reader;
  const read = new Map<Digest, Uint8Array>();
  await core.stored.use(async () => {
    for (const { digest } of nodes) {
      const bytes = kept.get(digest) ?? (isStored(core.catalog, digest) ? core.nodes.read(digest) : undefined);
      if (bytes !== undefined) read.set(digest, bytes);
    }
  });
  await fetchLacking(reader, nodes.filter(({ digest }) => !read.has(digest)), read);
  return read;
}

async function fetchLacking({ core, bucket, remote, signal, kept }: NodeReader, nodes: readonly Node[], read: Map<Digest, Uint8Array>): Promise<void> {
  const places = core.catalog.bucketPlaces(remote, nodes.map(({ digest }) => digest));
  const wanted = nodes.flatMap(({ digest, kind }, i): WantedChunk[] => (places[i]?.kind === kind ? [{ digest, place: places[i] }] : []));
  let keptBytes = [...kept.values()].reduce((sum, { length }) => sum + length, 0);
  const onChunk = ({ digest }: WantedChunk, bytes: Uint8Array): void => {
    const own = bytes.slice();
    read.set(digest, own);
    if ((keptBytes += own.length) <= mostKept) kept.set(digest, own);
  };
  await fetchChunks(core, bucket, wanted, { rules: nodeRules, signal, onBytes: () => undefined, onChunk });
}
