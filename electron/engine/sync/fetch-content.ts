import { readChunkList, type ListedChunk } from '../chunking/chunk-list.ts';
import type { ActivityHandle } from '../activities/activities.ts';
import { takeInBreaths } from '../breaths.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable } from '../model/digest-table.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { FileEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { RemoteId } from '../model/remote.ts';
import type { Version } from '../model/version.ts';
import { formatIndex } from '../model/version-address.ts';
import type { Bucket } from '../ports/bucket.ts';
import { containerKey } from './bucket-keys.ts';
import { FetchedPacks } from './fetched-packs.ts';
import { meetBucket } from './format-file.ts';
import { linkOf, remoteOf } from './linked.ts';
import type { WantedChunk } from './plan-ranges.ts';
import { readIndex } from './read-index.ts';
import type { SyncCore } from './sync-core.ts';

export interface ContentRequest {
  readonly artifact: Artifact;
  readonly version: Version;
  /** Files and folders of it; null: all. */
  readonly paths: readonly EntryPath[] | null;
}

export interface FetchedContent {
  readonly chunks: number;
  /** Raw bytes. */
  readonly bytes: number;
}

/** Chunks looked up and fetched in one go. */
const chunksAtOnce = 20_000;
const askedAtOnce = 1_000;
const toldPaths = 20;

/**
 * Brings contents of a version, or of some of its paths, into the store, as far as they lie in the bucket alone. Costs a walk when nothing does. It asks for
 * what is stored itself: whoever calls it must not have it in use.
 * What came before it broke off stays. Throws at the end, after everything else came, when some of it cannot be had: Failure `bucket.wrong-bytes` for what is not
 * as it was pushed, `content.elsewhere` for what never was; both name the paths.
 */
export async function fetchContent(core: SyncCore, request: ContentRequest, activity: ActivityHandle): Promise<FetchedContent> {
  const lacking = await lackingOf(core, request);
  const none = { chunks: 0, bytes: 0 };
  if (lacking.length === 0) return none;
  const remote = remoteOf(core, linkOf(core, request.artifact).remote);
  const bucket = await meetBucket(core, remote, { create: false, signal: activity.signal });
  const digests = lacking.map(({ digest }) => digest);
  if (core.catalog.bucketPlaces(remote.id, digests).includes(null)) await readIndex(core, bucket, remote, activity.signal);
  activity.advance({ phase: 'Fetching', bytes: 0, totalBytes: bytesOf(lacking) });
  const packs = new FetchedPacks(core, bucket, activity);
  let lost = await fetchAll(core, remote.id, digests, packs);
  if (lost.wrong.length > 0) {
    // It may lie elsewhere in the bucket by now.
    await readIndex(core, bucket, remote, activity.signal);
    const again = await fetchAll(core, remote.id, lost.wrong.map(({ digest }) => digest), packs);
    lost = { wrong: again.wrong, absent: [...lost.absent, ...again.absent] };
  }
  if (lost.wrong.length > 0) throw wrongContent(core, bucket, request, lost);
  if (lost.absent.length > 0) throw absentContent(core, bucket, request, new Set(lost.absent));
  return packs.done;
}

/** How much of a version, or of some of its paths, lies in the bucket alone. */
export async function contentAway(core: SyncCore, request: ContentRequest): Promise<FetchedContent> {
  const lacking = await lackingOf(core, request);
  return { chunks: lacking.length, bytes: bytesOf(lacking) };
}

function lackingOf(core: SyncCore, request: ContentRequest): Promise<ListedChunk[]> {
  return core.stored.use(() => takeInBreaths(core.clock, lackingContent(core, request)));
}

function bytesOf(chunks: readonly ListedChunk[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

interface Lost {
  /** Wrong or gone in the bucket. */
  readonly wrong: WantedChunk[];
  /** Never pushed. */
  readonly absent: Digest[];
}

async function fetchAll(core: SyncCore, remote: RemoteId, lacking: readonly Digest[], packs: FetchedPacks): Promise<Lost> {
  const lost: Lost = { wrong: [], absent: [] };
  try {
    for (let at = 0; at < lacking.length; at += chunksAtOnce) {
      const digests = lacking.slice(at, at + chunksAtOnce);
      const places = core.catalog.bucketPlaces(remote, digests);
      lost.absent.push(...digests.filter((_, i) => places[i] == null));
      lost.wrong.push(...(await packs.fetch(digests.flatMap((digest, i): WantedChunk[] => (places[i] == null ? [] : [{ digest, place: places[i] }])))));
    }
  } finally {
    packs.keep(); // what came stays, also when the rest fails
  }
  return lost;
}

/** Contents of the request that no container here holds, each once, in the order of paths. */
function* lackingContent(core: SyncCore, { version, paths }: ContentRequest): Generator<void, ListedChunk[]> {
  const seen = new DigestTable();
  const lacking: ListedChunk[] = [];
  let asked: ListedChunk[] = [];
  const ask = (): void => {
    const locations = core.catalog.locations(asked.map(({ digest }) => digest));
    lacking.push(...asked.filter((_, i) => locations[i] === null));
    asked = [];
  };
  for (const entry of filesOf(core, version, paths)) {
    for (const chunk of contentsOf(core, entry)) {
      const before = seen.size;
      seen.add(chunk.digest);
      if (seen.size > before) asked.push(chunk);
    }
    if (asked.length >= askedAtOnce) ask();
    yield;
  }
  ask();
  return lacking;
}

function* filesOf(core: SyncCore, version: Version, paths: readonly EntryPath[] | null): Generator<FileEntry> {
  for (const path of paths ?? ['' as const]) {
    for (const entry of entriesWithin(version.root, path, core.nodes)) if (entry.kind === 'file' && entry.size > 0) yield entry;
  }
}

function contentsOf(core: SyncCore, { blob, list, size }: FileEntry): Iterable<ListedChunk> {
  return list === null ? [{ digest: blob, length: size }] : readChunkList(list, core.nodes, size);
}

function wrongContent(core: SyncCore, bucket: Bucket, request: ContentRequest, { wrong, absent }: Lost): Failure {
  const { words, data } = touchedBy(core, bucket, request, new Set([...wrong.map(({ digest }) => digest), ...absent]));
  const keys = [...new Set(wrong.map(({ place }) => containerKey(place.container)))].slice(0, toldPaths);
  return new Failure('bucket.wrong-bytes', `${words} cannot be fetched: what the bucket ${bucket.address} holds of it is damaged or gone. Everything else is here.`, { ...data, keys });
}

function absentContent(core: SyncCore, bucket: Bucket, request: ContentRequest, absent: ReadonlySet<Digest>): Failure {
  const { words, data } = touchedBy(core, bucket, request, absent);
  return new Failure('content.elsewhere', `${words} cannot be fetched: its contents were not pushed to the bucket ${bucket.address}. Everything else is here.`, data);
}

/** Which paths cannot be whole, for people and for scripts. */
function touchedBy(core: SyncCore, bucket: Bucket, { artifact, version, paths }: ContentRequest, chunks: ReadonlySet<Digest>) {
  const touched: string[] = [];
  for (const entry of filesOf(core, version, paths)) {
    if (touched.length < toldPaths && [...contentsOf(core, entry)].some(({ digest }) => chunks.has(digest))) touched.push(entry.path);
  }
  const address = `${artifact.name}:${formatIndex(version.index)}`;
  const others = touched.length > 1 ? ` and ${touched.length === toldPaths ? 'many others' : `${touched.length - 1} more`}` : '';
  return { words: `${touched[0] ?? ''}${others} of ${address}`, data: { address: bucket.address, version: address, paths: touched, chunks: chunks.size } };
}
