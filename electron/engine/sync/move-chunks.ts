import type { Transfer } from '../model/remote.ts';
import type { ContainerId, SealedContainer } from '../ports/container-store.ts';
import type { StoredChunk } from '../ports/outgoing-packs.ts';
import type { BucketChunk } from '../ports/remote-catalog.ts';
import { takeInBreaths } from '../breaths.ts';
import { isStored } from '../store/stored-nodes.ts';
import { fetchChunks } from './fetch-chunks.ts';
import { packBytes } from './plan-packs.ts';
import { contentRules, type WantedChunk } from './plan-ranges.ts';
import { sendPack } from './send-pack.ts';
import type { SyncCore } from './sync-core.ts';
import type { Sweeping } from './sweeping.ts';
import { writeIndexPage } from './write-index.ts';

/**
 * Writes chunks that are needed into new containers of the bucket, and names them there. Each is proven by its digest on the way; what is stored here is not
 * fetched. Returns the containers, out of which some of it could not be had: those must stay. And how many bytes the new ones take.
 */
export async function moveChunks(sweeping: Sweeping, chunks: readonly BucketChunk[]): Promise<{ readonly staying: ReadonlySet<ContainerId>; readonly bytes: number }> {
  const staying = new Set<ContainerId>();
  let bytes = 0;
  for (const pack of packsOf(chunks)) {
    sweeping.activity.signal.throwIfAborted();
    const { sealed, lacking } = await writeMoved(sweeping, pack);
    for (const { container } of lacking) staying.add(container);
    if (sealed === null) continue;
    const transfer: Transfer = { container: sealed.id, token: null, sent: false };
    sweeping.core.catalog.transact((writer) => writer.putTransfer(sweeping.remote.id, transfer));
    await sendPack(sweeping.core, sweeping, transfer, () => undefined);
    // Who does not know yet how whole they are looks below them, which is right whenever this comes late.
    const content = { whole: false, says: 'moved' as const, containers: [sealed] };
    await writeIndexPage(sweeping.core, sweeping.bucket, sweeping.remote.id, content, sweeping.lease.at, sweeping.activity.signal);
    bytes += sealed.size;
  }
  return { staying, bytes };
}

/** Contents and nodes apart, about as much as a push puts into one. */
function* packsOf(chunks: readonly BucketChunk[]): Generator<BucketChunk[]> {
  for (const isContent of [true, false]) {
    let pack: BucketChunk[] = [];
    let bytes = 0;
    for (const chunk of chunks.filter(({ kind }) => (kind === 'data') === isContent)) {
      if (pack.length > 0 && bytes + chunk.length > packBytes) {
        yield pack;
        pack = [];
        bytes = 0;
      }
      pack.push(chunk);
      bytes += chunk.length;
    }
    if (pack.length > 0) yield pack;
  }
}

interface Moved {
  readonly sealed: SealedContainer | null;
  readonly lacking: readonly BucketChunk[];
}

/** What comes from the bucket lies in a container of the store meanwhile that no catalog names. */
async function writeMoved(sweeping: Sweeping, chunks: readonly BucketChunk[]): Promise<Moved> {
  const { core, activity } = sweeping;
  const away = chunks.filter(({ digest }) => !isStored(core.catalog, digest));
  const fetched = await fetchPack(sweeping, away);
  try {
    return await core.stored.use(async () => {
      const here = new Map(chunks.flatMap((chunk) => storedChunk(core, chunk)).map((chunk) => [chunk.digest, chunk]));
      const came = chunksOf(fetched).filter(({ digest }) => !here.has(digest));
      const had = new Set([...here.keys(), ...came.map(({ digest }) => digest)]);
      const sealed = await takeInBreaths(core.clock, core.outgoing.write([...here.values(), ...came]), activity.signal);
      return { sealed, lacking: chunks.filter(({ digest }) => !had.has(digest)) };
    });
  } finally {
    if (fetched !== null) core.containers.remove(fetched.id);
  }
}

async function fetchPack({ core, bucket, activity }: Sweeping, away: readonly BucketChunk[]): Promise<SealedContainer | null> {
  if (away.length === 0) return null;
  const pack = core.containers.createPack();
  try {
    const wanted = away.map((place): WantedChunk => ({ digest: place.digest, place }));
    const onChunk = ({ digest, place }: WantedChunk, bytes: Uint8Array): void => pack.append(place.kind, digest, bytes);
    await fetchChunks(core, bucket, wanted, { rules: contentRules, signal: activity.signal, onBytes: () => undefined, onChunk });
    return pack.seal();
  } catch (error) {
    pack.abandon();
    throw error;
  }
}

function storedChunk(core: SyncCore, { digest, kind }: BucketChunk): StoredChunk[] {
  const location = isStored(core.catalog, digest) ? (core.catalog.chunk(digest)?.location ?? null) : null;
  return location === null ? [] : [{ digest, kind, location }];
}

function chunksOf(sealed: SealedContainer | null): StoredChunk[] {
  return sealed === null ? [] : [...sealed.chunks].map(({ digest, kind, ...location }) => ({ digest, kind, location }));
}
