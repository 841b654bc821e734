import { readChunkList } from '../chunking/chunk-list.ts';
import type { ActivityHandle } from '../activities/activities.ts';
import { takeInBreaths } from '../breaths.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable } from '../model/digest-table.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { FileEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import { formatIndex } from '../model/version-address.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { PackWriter } from '../ports/container-store.ts';
import { fetchChunks } from './fetch-chunks.ts';
import { meetBucket } from './format-file.ts';
import { linkOf, remoteOf } from './linked.ts';
import { contentRules, type WantedChunk } from './plan-ranges.ts';
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

/** Raw bytes of a local pack; each is named as soon as it is full, so that what came stays. */
const packBytes = 64 * 1024 * 1024;
/** Chunks looked up and fetched in one go. */
const chunksAtOnce = 20_000;
const toldPaths = 20;

/**
 * Brings contents of a version, or of some of its paths, into the store, as far as they lie in the bucket alone. Costs a walk when nothing does. It asks for
 * what is stored itself: whoever calls it must not have it in use.
 * What came before it broke off stays. Throws at the end, after everything else came, when some of it cannot be had: Failure `bucket.wrong-bytes` for what is not
 * as it was pushed, `content.elsewhere` for what never was; both name the paths.
 */
export async function fetchContent(core: SyncCore, request: ContentRequest, activity: ActivityHandle): Promise<FetchedContent> {
  const lacking = await core.stored.use(() => takeInBreaths(core.clock, lackingContent(core, request)));
  const none = { chunks: 0, bytes: 0 };
  if (lacking.length === 0) return none;
  const remote = remoteOf(core, linkOf(core, request.artifact).remote);
  const bucket = await meetBucket(core, remote, { create: false, signal: activity.signal });
  if (core.catalog.bucketPlaces(remote.id, lacking).includes(null)) await readIndex(core, bucket, remote, activity.signal);
  activity.advance({ phase: 'Fetching', bytes: 0, totalBytes: bytesOf(core, lacking) });
  const fetching = new Fetching(core, bucket, activity);
  const wrong: Digest[] = [];
  const absent: Digest[] = [];
  for (let at = 0; at < lacking.length; at += chunksAtOnce) {
    const digests = lacking.slice(at, at + chunksAtOnce);
    const places = core.catalog.bucketPlaces(remote.id, digests);
    const wanted = digests.flatMap((digest, i): WantedChunk[] => (places[i] == null ? [] : [{ digest, place: places[i] }]));
    absent.push(...digests.filter((_, i) => places[i] == null));
    wrong.push(...(await fetching.fetch(wanted)));
  }
  if (wrong.length > 0) throw wrongContent(core, bucket, request, new Set([...wrong, ...absent]));
  if (absent.length > 0) throw absentContent(core, bucket, request, new Set(absent));
  return fetching.done;
}

/** How much of a version, or of some of its paths, lies in the bucket alone. */
export async function contentAway(core: SyncCore, request: ContentRequest): Promise<FetchedContent> {
  const lacking = await core.stored.use(() => takeInBreaths(core.clock, lackingContent(core, request)));
  return { chunks: lacking.length, bytes: bytesOf(core, lacking) };
}

function bytesOf(core: SyncCore, digests: readonly Digest[]): number {
  return digests.reduce((sum, digest) => sum + (core.catalog.chunk(digest)?.length ?? 0), 0);
}

/** Contents of the request that no container here holds, each once, in the order of paths. */
function* lackingContent(core: SyncCore, { version, paths }: ContentRequest): Generator<void, Digest[]> {
  const seen = new DigestTable();
  const lacking: Digest[] = [];
  for (const entry of filesOf(core, version, paths)) {
    for (const digest of contentsOf(core, entry)) {
      const before = seen.size;
      seen.add(digest);
      const known = seen.size > before ? core.catalog.chunk(digest) : null;
      if (known !== null && known.location === null) lacking.push(digest);
    }
    yield;
  }
  return lacking;
}

function* filesOf(core: SyncCore, version: Version, paths: readonly EntryPath[] | null): Generator<FileEntry> {
  for (const path of paths ?? ['' as const]) {
    for (const entry of entriesWithin(version.root, path, core.nodes)) if (entry.kind === 'file' && entry.size > 0) yield entry;
  }
}

function contentsOf(core: SyncCore, { blob, list, size }: FileEntry): Iterable<Digest> {
  return list === null ? [blob] : [...readChunkList(list, core.nodes, size)].map(({ digest }) => digest);
}

class Fetching {
  readonly #core: SyncCore;
  readonly #bucket: Bucket;
  readonly #activity: ActivityHandle;
  #chunks = 0;
  #bytes = 0;

  constructor(core: SyncCore, bucket: Bucket, activity: ActivityHandle) {
    this.#core = core;
    this.#bucket = bucket;
    this.#activity = activity;
  }

  get done(): FetchedContent {
    return { chunks: this.#chunks, bytes: this.#bytes };
  }

  /** Returns what could not be had. What came is named even when the rest fails. */
  async fetch(wanted: readonly WantedChunk[]): Promise<Digest[]> {
    let pack: PackWriter | null = null;
    const onChunk = ({ digest }: WantedChunk, bytes: Uint8Array): void => {
      pack ??= this.#core.containers.createPack();
      pack.append('data', digest, bytes);
      this.#chunks += 1;
      this.#bytes += bytes.length;
      this.#activity.advance({ bytes: this.#bytes });
      if (pack.length < packBytes) return;
      this.#keep(pack);
      pack = null;
    };
    try {
      const wrong = await fetchChunks(this.#core, this.#bucket, wanted, { rules: contentRules, signal: this.#activity.signal, onBytes: () => undefined, onChunk });
      return wrong.map(({ digest }) => digest);
    } finally {
      const last = pack as PackWriter | null;
      if (last !== null) this.#keep(last);
    }
  }

  /** Names a pack. Of chunks that nobody names any more nothing is kept. */
  #keep(pack: PackWriter): void {
    const sealed = pack.seal();
    if (sealed === null) return;
    this.#core.catalog.transact((writer) => {
      const alive = new DigestTable(sealed.chunks.length);
      for (const { digest } of sealed.chunks) if (writer.chunk(digest) !== null) alive.add(digest);
      writer.addContainers([sealed], alive);
    });
  }
}

function wrongContent(core: SyncCore, bucket: Bucket, request: ContentRequest, wrong: ReadonlySet<Digest>): Failure {
  const { words, data } = touchedBy(core, bucket, request, wrong);
  return new Failure('bucket.wrong-bytes', `${words} cannot be fetched: what the bucket ${bucket.address} holds of it is damaged or gone. Everything else is here.`, data);
}

function absentContent(core: SyncCore, bucket: Bucket, request: ContentRequest, absent: ReadonlySet<Digest>): Failure {
  const { words, data } = touchedBy(core, bucket, request, absent);
  return new Failure('content.elsewhere', `${words} cannot be fetched: its contents were not pushed to the bucket ${bucket.address}. Everything else is here.`, data);
}

/** Which paths cannot be whole, for people and for scripts. */
function touchedBy(core: SyncCore, bucket: Bucket, { artifact, version, paths }: ContentRequest, chunks: ReadonlySet<Digest>) {
  const touched: string[] = [];
  for (const entry of filesOf(core, version, paths)) {
    if (touched.length < toldPaths && [...contentsOf(core, entry)].some((digest) => chunks.has(digest))) touched.push(entry.path);
  }
  const address = `${artifact.name}:${formatIndex(version.index)}`;
  const others = touched.length > 1 ? ` and ${touched.length === toldPaths ? 'many others' : `${touched.length - 1} more`}` : '';
  return { words: `${touched[0] ?? ''}${others} of ${address}`, data: { address: bucket.address, version: address, paths: touched, chunks: chunks.size } };
}
