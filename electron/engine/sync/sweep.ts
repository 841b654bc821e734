import type { ActivityHandle } from '../activities/activities.ts';
import { pause } from '../breaths.ts';
import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { Digest } from '../model/digest.ts';
import type { BucketKey } from '../model/bucket-key.ts';
import type { Remote } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { ContainerId } from '../ports/container-store.ts';
import type { BucketChunk } from '../ports/remote-catalog.ts';
import { ChunkColumns } from '../store/chunk-columns.ts';
import { encodeBucketDocument } from './bucket-document.ts';
import { containerKey, eraKey, eraPrefix, indexKey, isEraKey } from './bucket-keys.ts';
import { moveChunks } from './move-chunks.ts';
import { isDue, planAnnouncement, planRemoval, sweepGrace, type AnnouncePlan } from './plan-sweep.ts';
import { noteEra, readWholeIndex } from './read-index.ts';
import { settleDeletions, type Settled } from './settle-deletions.ts';
import { sideBySide } from './side-by-side.ts';
import { surveyBucket, type SurveyedVersion } from './survey-bucket.ts';
import { endSweepLease, takeSweepLease } from './sweep-lease.ts';
import type { SyncCore } from './sync-core.ts';
import type { Sweeping } from './sweeping.ts';
import { eachNaming, walkNodes, type Node, type NodeReader } from './walk-nodes.ts';
import { writeIndexPage } from './write-index.ts';

/** What a sweep did. */
export interface Swept {
  /** Raw bytes of contents that nobody needs, and that go when the grace has passed. */
  readonly announcedBytes: number;
  /** When, ms by the bucket's clock; null when nothing was announced. */
  readonly due: number | null;
  /** Raw bytes of contents that nobody needs and that stay for now, since most of what lies with them is needed. */
  readonly restBytes: number;
  /** Raw bytes of contents that went for good. */
  readonly removedBytes: number;
  /** Containers that went, and how many bytes less the bucket holds. */
  readonly containers: number;
  readonly freedBytes: number;
}

const keysAtOnce = 8;
const chunksAtOnce = 4_096;

/**
 * Removes from a bucket what no version in it needs any more, in two steps that lie a day apart. The first says in the index what goes: from then on no
 * push counts on it, and sends it again if it needs it. The second, a day later, looks whether it is needed all the same, moves what is, and removes the rest.
 * So a push that is under way anywhere never loses what it counted on, and nobody waits for anybody. Null: somebody else is at it.
 */
export async function sweep(core: SyncCore, bucket: Bucket, remote: Remote, activity: ActivityHandle): Promise<Swept | null> {
  const { signal } = activity;
  const lease = await takeSweepLease(core, bucket, signal);
  if (lease === null) return null;
  activity.advance({ phase: 'Sweeping the bucket' });
  const sweeping: Sweeping = { core, bucket, remote, activity, lease };
  try {
    // Pages that this home passed over would name what is gone for whoever comes new.
    await readWholeIndex(core, bucket, remote, signal);
    const settled: Settled[] = [];
    for (const artifact of await surveyBucket(bucket, signal)) settled.push(await settleDeletions(sweeping, artifact));
    const reader: NodeReader = { core, bucket, remote: remote.id, signal, kept: new Map() };
    const removed = await removeDue(sweeping, reader, settled);
    const announced = await announce(sweeping, reader, settled);
    const isWaiting = announced.plan.parts.length > 0 || settled.some(({ deleted }) => deleted.length > 0);
    const due = isWaiting ? lease.at + sweepGrace : null;
    core.catalog.transact((writer) => writer.setSetting(sweptSetting(remote), JSON.stringify({ at: lease.at, due })));
    if (removed.containers + announced.plan.parts.length > 0) core.facts.tell({ kind: 'remote.changed', remote });
    return { ...removed, announcedBytes: announced.plan.bytes, restBytes: announced.plan.restBytes, due: announced.plan.parts.length > 0 ? announced.due : null };
  } finally {
    await endSweepLease(bucket, lease, signal).catch(() => undefined); // it lapses by itself
  }
}

function sweptSetting({ id }: Remote): string {
  return `sweep:${id}`;
}

/** When this home swept last, ms by the bucket's clock, and when it should again. */
function sweptAt(core: SyncCore, remote: Remote): { readonly at: number; readonly due: number | null } {
  return JSON.parse(core.catalog.setting(sweptSetting(remote)) ?? '{"at":0,"due":null}') as { at: number; due: number | null };
}

/**
 * Whether there is something to sweep: a deletion that was put since anybody looked, or something whose time has come. `deletions`: when those of versions
 * were put that are not final. Costs no request; the bucket's clock is guessed, and asked by the sweep itself.
 */
export function isSweepDue(core: SyncCore, remote: Remote, deletions: readonly number[]): boolean {
  const { at, due } = sweptAt(core, remote);
  const now = Math.max(core.clock.now(), core.catalog.newestIndexPage(remote.id) ?? 0);
  const pages = core.catalog.goingPages(remote.id).map(({ putAt }) => putAt);
  const covered = Math.max(at, ...pages);
  const hasCome = (putAt: number): boolean => putAt + sweepGrace <= now && (putAt + sweepGrace > at || at + sweepGrace <= now);
  return deletions.some((putAt) => putAt > covered || hasCome(putAt)) || pages.some(hasCome) || (due !== null && due <= now);
}

const rootOf = ({ root }: SurveyedVersion): Node => ({ digest: root, kind: 'manifest' });
const nothing = (): void => undefined;

async function removeDue(sweeping: Sweeping, reader: NodeReader, settled: readonly Settled[]): Promise<Pick<Swept, 'removedBytes' | 'containers' | 'freedBytes'>> {
  const { core, remote, lease } = sweeping;
  const due = lease.at - sweepGrace;
  const pages = core.catalog.goingPages(remote.id).filter(({ putAt }) => putAt <= due);
  const containers = core.catalog.containersOfPages(remote.id, pages.map(({ id }) => id));
  if (pages.length === 0) return { removedBytes: 0, containers: 0, freedBytes: 0 };
  const within = new Set(containers);
  const chunks = await chunksWhere(core, remote, ({ container }) => within.has(container));
  const needed = await neededOf(sweeping, reader, settled, chunks, due);
  const plan = planRemoval(containers, chunks, due, ({ digest }) => needed.has(digest));
  const moved = await moveChunks(sweeping, plan.moving);
  const going = containers.filter((id) => !moved.staying.has(id));
  const sizes = new Map(chunks.map(({ container, containerSize }) => [container, containerSize]));
  const freed = await removeContainers(sweeping, going, sizes);
  return { removedBytes: plan.bytes, containers: going.length, freedBytes: freed - moved.bytes };
}

/**
 * What must stay of these: whatever a version needs that can still be had, and whatever lies below a node on which a push may count, whether or not
 * a version needs that one.
 */
async function neededOf({ core, remote }: Sweeping, reader: NodeReader, settled: readonly Settled[], chunks: readonly BucketChunk[], due: number): Promise<ReadonlySet<Digest>> {
  const asked = DigestTable.of(chunks.map(({ digest }) => [digest, 0]));
  const note = (bytes: Uint8Array, offset: number): void => {
    const place = asked.findAt(bytes, offset);
    if (place !== nowhere) asked.setNumber(place, 1);
  };
  const seen = new DigestTable();
  const versions = settled.flatMap(({ living, deleted }) => [...living, ...deleted]);
  await walkNodes(reader, versions.map(rootOf), { seen, onData: note, lenient: false });
  const counted = await chunksWhere(core, remote, (chunk) => chunk.kind !== 'data' && !isDue(chunk, due));
  await walkNodes(reader, counted.flatMap(nodeOf), { seen, onData: note, lenient: true });
  const isNeeded = ({ digest }: BucketChunk): boolean => seen.find(digest) !== nowhere || asked.number(asked.find(digest)) === 1;
  return new Set(chunks.filter(isNeeded).map(({ digest }) => digest));
}

function nodeOf({ digest, kind }: BucketChunk): Node[] {
  return kind === 'data' ? [] : [{ digest, kind }];
}

async function removeContainers({ core, bucket, remote, activity, lease }: Sweeping, containers: readonly ContainerId[], sizes: ReadonlyMap<ContainerId, number>): Promise<number> {
  const { signal } = activity;
  let freed = 0;
  await sideBySide(containers, keysAtOnce, async (id) => {
    if ((await bucket.delete(containerKey(id), { signal })).outcome === 'deleted') freed += sizes.get(id) ?? 0;
  });
  const pages = core.catalog.pagesWithin(remote.id, containers);
  const era = pages.length === 0 ? null : await removePages(bucket, pages, eraKey(lease.at, core.newId()), signal);
  core.catalog.transact((writer) => {
    writer.forgetContainers(remote.id, containers);
    writer.forgetIndexPages(remote.id, pages);
    if (era !== null) noteEra(writer, remote, era);
  });
  return freed;
}

/** The new era is said first: who lists the index then and misses a page finds it. */
async function removePages(bucket: Bucket, pages: readonly string[], era: BucketKey, signal: AbortSignal): Promise<BucketKey> {
  const before: BucketKey[] = [];
  for await (const { key } of bucket.list(eraPrefix, { signal })) if (isEraKey(key)) before.push(key);
  await bucket.put(era, encodeBucketDocument({ kind: 'era' }), { kind: 'absent' }, { signal });
  await sideBySide(pages, keysAtOnce, async (id) => void (await bucket.delete(indexKey(id), { signal })));
  for (const key of before) await bucket.delete(key, { signal });
  return era;
}

interface Announced {
  readonly plan: AnnouncePlan;
  /** When it will have gone long enough, ms by the bucket's clock. */
  readonly due: number;
}

/** Says in the index what nobody needs. */
async function announce(sweeping: Sweeping, reader: NodeReader, settled: readonly Settled[]): Promise<Announced> {
  const { core, bucket, remote, lease, activity } = sweeping;
  const plan = await planGoing(sweeping, reader, settled);
  if (plan.parts.length === 0) return { plan, due: lease.at };
  const entirely = settled.some(({ artifact }) => artifact.document.value.deleted !== null);
  const containers = plan.parts.map(({ container, size, chunks }) => ({ id: container, size, chunks: ChunkColumns.of(container, chunks) }));
  const says = entirely ? ('going-entirely' as const) : ('going' as const);
  const putAt = await writeIndexPage(core, bucket, remote.id, { whole: false, says, containers }, lease.at, activity.signal);
  return { plan, due: putAt + sweepGrace };
}

/**
 * Dead is a node below no living version, if a deleted one needed it, or if it lies there for so long that no push that put it can still be under way;
 * and dead are contents that only dead nodes name.
 */
async function planGoing(sweeping: Sweeping, reader: NodeReader, settled: readonly Settled[]): Promise<AnnouncePlan> {
  const { core, remote, lease } = sweeping;
  const living = settled.flatMap((one) => one.living).map(rootOf);
  const gone = settled.flatMap(({ gone: some, deleted }) => [...some, ...deleted]).map(rootOf);
  const alive = new DigestTable();
  await walkNodes(reader, living, { seen: alive, onData: nothing, lenient: false });
  const unneeded = await chunksWhere(core, remote, ({ kind, going, digest }) => kind !== 'data' && going === null && alive.find(digest) === nowhere);
  if (unneeded.length === 0) return { parts: [], bytes: 0, restBytes: 0 };
  const lost = new DigestTable();
  await walkNodes(reader, gone, { seen: lost, onData: nothing, lenient: true });
  const young = new Set(core.catalog.containersSince(remote.id, lease.at - sweepGrace));
  const dead = unneeded.filter(({ digest, container }) => lost.find(digest) !== nowhere || !young.has(container));
  const named = new DigestTable();
  await eachNaming(reader, dead.flatMap(nodeOf), (bytes, offset) => void named.addAt(bytes, offset));
  await markLiving(reader, living, named);
  const touched = new Set(placesOf(core, remote, unmarked(named)));
  const chunks = await chunksWhere(core, remote, ({ kind, container }) => kind === 'data' && touched.has(container));
  const within = DigestTable.of(chunks.map(({ digest }) => [digest, 0]));
  await markLiving(reader, living, within);
  const entirely = settled.some(({ artifact }) => artifact.document.value.deleted !== null);
  return planAnnouncement(dead, chunks, ({ digest }) => within.number(within.find(digest)) === 1, entirely);
}

/** Marks those of these contents with 1 that a living version needs. */
async function markLiving(reader: NodeReader, living: readonly Node[], contents: DigestTable): Promise<void> {
  if (contents.size === 0) return;
  const onData = (bytes: Uint8Array, offset: number): void => {
    const place = contents.findAt(bytes, offset);
    if (place !== nowhere) contents.setNumber(place, 1);
  };
  await walkNodes(reader, living, { seen: new DigestTable(), onData, lenient: false });
}

function unmarked(contents: DigestTable): Digest[] {
  return [...contents].flatMap(([digest, mark]) => (mark === 0 ? [digest] : []));
}

function placesOf(core: SyncCore, remote: Remote, digests: readonly Digest[]): ContainerId[] {
  return core.catalog.bucketPlaces(remote.id, digests).flatMap((place) => (place === null ? [] : [place.container]));
}

/** Goes through all that is known to lie in the bucket, a few thousand at a time. */
async function chunksWhere(core: SyncCore, remote: Remote, wanted: (chunk: BucketChunk) => boolean): Promise<BucketChunk[]> {
  const found: BucketChunk[] = [];
  for (let after: Digest | null = null; ; ) {
    const page: BucketChunk[] = core.catalog.bucketChunks(remote.id, after, chunksAtOnce);
    for (const chunk of page) if (wanted(chunk)) found.push(chunk);
    const last = page.at(-1);
    if (last === undefined || page.length < chunksAtOnce) return found;
    after = last.digest;
    await pause(core.clock);
  }
}
