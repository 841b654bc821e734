import { takeInBreaths } from '../breaths.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { LinkContent, Transfer } from '../model/remote.ts';
import type { ContainerId, SealedContainer } from '../ports/container-store.ts';
import { ChunkColumns } from '../store/chunk-columns.ts';
import { FetchedPacks } from './fetched-packs.ts';
import { lackingChunks, type LackingChunks } from './lacking-chunks.ts';
import { planPacks, type PlannedPack } from './plan-packs.ts';
import type { Syncing } from './pull-versions.ts';
import { isLapsed, readIndex } from './read-index.ts';
import { sendPack } from './send-pack.ts';
import { sideBySide } from './side-by-side.ts';
import type { SyncCore } from './sync-core.ts';
import { writeIndexPage } from './write-index.ts';
import { writePack } from './write-pack.ts';

const packsAtOnce = 3;
/** Packs of contents are named in the index when there are so many; until then their bytes are kept on this disk. */
const packsOfPage = 8;

/**
 * Brings into the bucket what it lacks of manifests with these roots, and names it in the index: contents first, nodes with the last page, so that
 * whatever the index says of a node is true. What an earlier push that broke off had written goes on where it was. Without `trust`, nodes that the index
 * calls whole are looked into too: for who was away so long that what it had named may be gone.
 */
export async function sendContent(core: SyncCore, syncing: Syncing, roots: readonly Digest[], content: LinkContent, { trust } = { trust: true }): Promise<void> {
  await core.turns.take(`send:${syncing.remote.id}`, async () => {
    const lacking = await planLacking(core, syncing, roots, content, trust);
    const earlier = await sortEarlier(core, syncing, lacking);
    if (lacking.chunks.size === 0 && lacking.completed.length === 0) return;
    await new Sending(core, syncing, roots, content).run(earlier, lacking);
  });
}

function planLacking(core: SyncCore, { remote }: Syncing, roots: readonly Digest[], content: LinkContent, trust: boolean): Promise<LackingChunks> {
  const sources = { places: (digests: readonly Digest[]) => core.catalog.bucketPlaces(remote.id, digests), read: (digest: Digest) => core.nodes.read(digest) };
  return core.stored.use(() => takeInBreaths(core.clock, lackingChunks(roots, content, sources, trust)));
}

/** Of a chunk that went meanwhile it is 0. */
function lengthsOf({ catalog }: SyncCore, digests: readonly Digest[]): number[] {
  return catalog.locations(digests).map((location, i) => location?.length ?? catalog.chunk(digests[i] as Digest)?.length ?? 0);
}

interface EarlierPack {
  readonly transfer: Transfer;
  readonly sealed: SealedContainer;
}

/** Packs of a push that broke off: those that still bring something go on, the others are given up. */
async function sortEarlier(core: SyncCore, { bucket, remote, activity }: Syncing, { chunks }: LackingChunks): Promise<EarlierPack[]> {
  const transfers = core.catalog.transfers(remote.id);
  const noted = new Set(core.catalog.remotes().flatMap(({ id }) => core.catalog.transfers(id).map(({ container }) => container)));
  for (const id of core.outgoing.list()) if (!noted.has(id)) core.outgoing.remove(id);
  const earlier: EarlierPack[] = [];
  for (const transfer of transfers) {
    const sealed = indexOf(core, transfer.container);
    if (sealed !== null && bringsAny(sealed, chunks)) {
      earlier.push({ transfer, sealed });
      continue;
    }
    if (transfer.token !== null) await bucket.abandon(transfer.token, { signal: activity.signal });
    core.catalog.transact((writer) => writer.removeTransfer(remote.id, transfer.container));
    core.outgoing.remove(transfer.container);
  }
  return earlier;
}

function indexOf(core: SyncCore, id: ContainerId): SealedContainer | null {
  try {
    return core.outgoing.readIndex(id);
  } catch (error) {
    core.log.warn('a pack on its way to a bucket is damaged or gone and is written again', { container: id, error: String(error) });
    return null;
  }
}

function bringsAny({ chunks }: SealedContainer, lacking: DigestTable): boolean {
  for (let row = 0; row < chunks.length; row++) if (lacking.findAt(chunks.digests, 32 * row) !== nowhere) return true;
  return false;
}

/** One sending: what was sent and is not named in the index yet, and how far it is. */
class Sending {
  readonly #core: SyncCore;
  readonly #syncing: Syncing;
  readonly #roots: readonly Digest[];
  readonly #content: LinkContent;
  readonly #completed = new Set<Digest>();
  readonly #contents: SealedContainer[] = [];
  readonly #nodes: SealedContainer[] = [];
  readonly #sent = new Map<ContainerId, number>();
  /** Raw bytes of what is not written yet, then the size of the pack. */
  #total = 0;
  #packs = 0;
  #count = 0;
  /** Nothing that was planned had gone by the time it was written. */
  #isComplete = true;
  /** The bucket's time of the last put; null before the first. */
  #putAt: number | null = null;

  constructor(core: SyncCore, syncing: Syncing, roots: readonly Digest[], content: LinkContent) {
    this.#core = core;
    this.#syncing = syncing;
    this.#roots = roots;
    this.#content = content;
  }

  /**
   * Nodes are named when what is known of the index is fresh: what they name may go otherwise while it takes its time. When the answer came late,
   * it is looked into once more, down to the contents.
   */
  async run(earlier: readonly EarlierPack[], lacking: LackingChunks): Promise<void> {
    await this.#sendLacking(earlier, lacking);
    const { bucket, remote, activity, view } = this.#syncing;
    for (let isNamed = false; !isNamed || isLapsed(this.#core, view); ) {
      if (isLapsed(this.#core, view)) {
        await readIndex(this.#core, bucket, remote, activity.signal, view);
        await this.#sendLacking([], await planLacking(this.#core, this.#syncing, this.#roots, this.#content, false));
        if (isLapsed(this.#core, view)) continue;
      }
      await this.#nameAll();
      isNamed = true;
    }
  }

  async #sendLacking(earlier: readonly EarlierPack[], { chunks, completed }: LackingChunks): Promise<void> {
    for (const digest of completed) this.#completed.add(digest);
    await rescue(this.#core, this.#syncing, chunks);
    const coming = digestsOf([...earlier.map(({ sealed }) => sealed), ...this.#contents, ...this.#nodes]);
    const packs = planPacks(chunks, coming, (digests) => lengthsOf(this.#core, digests));
    this.#total += earlier.reduce((sum, { sealed }) => sum + sealed.size, 0) + packs.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#count += earlier.length + packs.length;
    this.#syncing.activity.advance({ phase: 'Sending', bytes: 0, totalBytes: this.#total, files: this.#packs, totalFiles: this.#count });
    await sideBySide(earlier, packsAtOnce, ({ transfer, sealed }) => this.#send(transfer, sealed));
    for (let at = 0; at < packs.length; at += packsOfPage) {
      await sideBySide(packs.slice(at, at + packsOfPage), packsAtOnce, (pack) => this.#writeAndSend(pack));
      if (at + packsOfPage < packs.length) await this.#nameContents();
    }
  }

  async #writeAndSend(pack: PlannedPack): Promise<void> {
    const { remote, activity } = this.#syncing;
    activity.signal.throwIfAborted();
    const { sealed, isComplete } = await writePack(this.#core, pack, activity.signal);
    if (!isComplete) this.#isComplete = false;
    this.#total += (sealed?.size ?? 0) - pack.bytes;
    if (sealed === null) return;
    const transfer: Transfer = { container: sealed.id, token: null, sent: false };
    this.#core.catalog.transact((writer) => writer.putTransfer(remote.id, transfer));
    await this.#send(transfer, sealed);
  }

  async #send(transfer: Transfer, sealed: SealedContainer): Promise<void> {
    const putAt = await sendPack(this.#core, this.#syncing, transfer, (bytes) => this.#progress(sealed.id, bytes));
    this.#putAt = Math.max(this.#putAt ?? 0, putAt);
    this.#packs += 1;
    this.#progress(sealed.id, sealed.size);
    (sealed.chunks.kinds[0] === 0 ? this.#contents : this.#nodes).push(sealed);
  }

  #progress(id: ContainerId, bytes: number): void {
    this.#sent.set(id, bytes);
    const all = [...this.#sent.values()].reduce((sum, one) => sum + one, 0);
    this.#syncing.activity.advance({ bytes: all, totalBytes: this.#total, files: this.#packs });
  }

  /** Contents name nothing, so they are whole by themselves. */
  async #nameContents(): Promise<void> {
    await this.#name({ whole: true, containers: this.#contents.splice(0) });
  }

  async #nameAll(): Promise<void> {
    const whole = this.#content === 'all' && this.#isComplete;
    const containers = [...this.#contents.splice(0), ...this.#nodes.splice(0), ...(whole ? this.#completedNodes() : [])];
    await this.#name({ whole, containers });
  }

  async #name(content: { readonly whole: boolean; readonly containers: readonly SealedContainer[] }): Promise<void> {
    if (content.containers.length === 0) return;
    const { bucket, remote, activity } = this.#syncing;
    await writeIndexPage(this.#core, bucket, remote.id, content, this.#putAt ?? this.#core.clock.now(), activity.signal);
  }

  /** Nodes that were there without all that they name, where they lie: from now on they are whole. */
  #completedNodes(): SealedContainer[] {
    const completed = [...this.#completed];
    const places = this.#core.catalog.bucketPlaces(this.#syncing.remote.id, completed);
    const rows = completed.flatMap((digest, i) => {
      const place = places[i] ?? null;
      return place === null || place.going !== null ? [] : [{ digest, ...place }];
    });
    return [...Map.groupBy(rows, ({ container }) => container)].map(([id, chunks]) => ({ id, size: chunks[0]?.containerSize ?? 0, chunks: ChunkColumns.of(id, chunks) }));
  }
}

function digestsOf(containers: readonly SealedContainer[]): DigestTable {
  const digests = new DigestTable();
  for (const { chunks } of containers) for (let row = 0; row < chunks.length; row++) digests.addAt(chunks.digests, 32 * row);
  return digests;
}

/** What goes from the bucket and is nowhere here comes here first, so that it can be sent again. */
async function rescue(core: SyncCore, { bucket, remote, activity }: Syncing, lacking: DigestTable): Promise<void> {
  const away: Digest[] = [];
  for (const [digest] of lacking) if (core.catalog.chunk(digest)?.location === null) away.push(digest);
  if (away.length === 0) return;
  const places = core.catalog.bucketPlaces(remote.id, away);
  const wanted = away.flatMap((digest, i) => (places[i] == null ? [] : [{ digest, place: places[i] }]));
  const packs = new FetchedPacks(core, bucket, activity);
  try {
    await packs.fetch(wanted);
  } finally {
    packs.keep();
  }
}
