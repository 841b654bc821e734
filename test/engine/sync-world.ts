import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { Artifact } from '../../electron/engine/model/artifact.ts';
import type { RemoteId } from '../../electron/engine/model/remote.ts';
import type { Version } from '../../electron/engine/model/version.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import type { OutgoingPacks } from '../../electron/engine/ports/outgoing-packs.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { linkArtifact } from '../../electron/engine/sync/link.ts';
import { fetchContent } from '../../electron/engine/sync/fetch-content.ts';
import type { SyncCore } from '../../electron/engine/sync/sync-core.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { createMemoryOutgoingPacks } from '../fakes/outgoing-packs-memory.ts';
import { createWorld, work, type World, type WorldParts } from './memory-world.ts';

/** One person's computer: a folder, a store, a catalog, and a way to the team's bucket. */
export interface Client {
  readonly name: string;
  readonly world: World;
  readonly outgoing: OutgoingPacks;
  engine: Engine;
  core: SyncCore;
  readonly remote: RemoteId;
  /** The engine ends without a word, and another begins on what it left. */
  restart(): Promise<void>;
}

/** Where a client keeps things, if not in memory. */
export interface ClientParts extends Pick<WorldParts, 'containers' | 'catalog'> {
  readonly outgoing?: OutgoingPacks;
  readonly clock?: Clock;
}

export async function createClient(name: string, bucket: Bucket, parts: ClientParts = {}): Promise<Client> {
  let ids = 0;
  const { outgoing: given, clock = createSystemClock(), ...stored } = parts;
  const world = createWorld(clock, { newId: () => `${name}x${++ids}`, actor: `${name}@lab`, ...stored });
  const outgoing = given ?? createMemoryOutgoingPacks(world.containers, () => containerId(name, ++ids));
  const coreOf = (engine: Engine): SyncCore => ({ ...engine.core, outgoing, buckets: { open: async () => bucket } });
  const engine = await createEngine(world.ports(), { watch: false });
  const core = coreOf(engine);
  const remote = core.catalog.transact((writer) => writer.addRemote({ name: 'team', address: 'memory' })).id;
  const client: Client = {
    name,
    world,
    outgoing,
    engine,
    core,
    remote,
    async restart() {
      client.engine = await createEngine(world.ports(), { watch: false });
      client.core = coreOf(client.engine);
    },
  };
  return client;
}

/** Different for every client and number, as random ids are. */
function containerId(name: string, number: number): ContainerId {
  const letters = Buffer.from(name).toString('hex').slice(0, 16).padStart(16, '0');
  return `${letters}${number.toString(16).padStart(16, '0')}` as ContainerId;
}

/** Tracks the client's folder as `work` and lets it belong to the bucket. */
export async function begin(client: Client): Promise<Artifact> {
  await track(client.engine.core, client.engine.live, { path: work, name: 'work', mode: 'copy' });
  return linkArtifact(client.core, 'work', client.remote, 'all').artifact;
}

export async function save(client: Client): Promise<Version> {
  const { core } = client.engine;
  const artifact = findArtifact(core.catalog, 'work');
  const request = { artifact, folders: [{ path: '' as const, deep: true }], origin: 'manual' as const, waitForRest: false };
  const { version } = await core.turns.take('work', () =>
    core.stored.use(() => core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) => takeSnapshot(core, request, activity))),
  );
  return version;
}

/** The texts of a version's files, fetched when they are not here. */
export async function contentOf(client: Client, reference: string): Promise<Record<string, string>> {
  const { core } = client;
  const artifact = findArtifact(core.catalog, 'work');
  const version = versionOf(client, reference);
  await core.activities.run({ kind: 'fetch', artifact: 'work', phase: '' }, (activity) => fetchContent(core, { artifact, version, paths: null }, activity));
  const target = `/home/me/out-${core.newId()}`;
  const result = await restore(client.engine.core, client.engine.live, { artifact, reference, paths: null, target, deleteExtra: false });
  if (result.problems.length > 0) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return client.world.tree.snapshot(target);
}

export function versionOf(client: Client, reference: string): Version {
  const { catalog } = client.core;
  const artifact = findArtifact(catalog, 'work');
  const index = reference.startsWith('v') ? Number(reference.slice(1)) : catalog.aliasIndex(artifact.id, reference);
  const version = index === null ? null : catalog.version(artifact.id, index);
  if (version === null) throw new Error(`no ${reference}`);
  return version;
}

/** Lets a cloned artifact go on in the client's folder. */
export async function follow(client: Client): Promise<void> {
  await track(client.engine.core, client.engine.live, { path: work, name: 'work', mode: 'copy' });
}

/** What a deep look after the store finds wrong. */
export async function findings({ core }: Client): Promise<readonly string[]> {
  const report = await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity));
  return report.findings.map(({ message }) => message);
}
