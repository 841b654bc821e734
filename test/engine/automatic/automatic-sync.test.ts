import { describe, expect, it, onTestFinished } from 'vitest';
import { createToldSurroundings, type ToldSurroundings } from '../../../electron/adapters/surroundings-told.ts';
import { findArtifact } from '../../../electron/engine/find-version.ts';
import type { Fact } from '../../../electron/engine/facts.ts';
import { denied, offline } from '../../../electron/engine/model/bucket-failure.ts';
import type { SyncStatus } from '../../../electron/engine/model/sync-status.ts';
import type { Bucket } from '../../../electron/engine/ports/bucket.ts';
import { createAutomaticSync, type AutomaticSync } from '../../../electron/engine/sync/automatic/automatic-sync.ts';
import { accessOf, noteAccess } from '../../../electron/engine/remotes/remote-access.ts';
import { clone } from '../../../electron/engine/sync/clone.ts';
import { push } from '../../../electron/engine/sync/push.ts';
import { setSync, unlinkArtifact, type SyncChange } from '../../../electron/engine/sync/set-sync.ts';
import { whereaboutsOf } from '../../../electron/engine/sync/whereabouts.ts';
import { describe as describeVersion } from '../../../electron/engine/versions/edit-version.ts';
import { createBucketInMemory } from '../../fakes/bucket-memory.ts';
import { createHandClock, type HandClock } from '../../fakes/clock-memory.ts';
import { createUnreliableBucket } from '../../fakes/bucket-unreliable.ts';
import { work } from '../memory-world.ts';
import { begin, createClient, follow, save, type Client } from '../sync-world.ts';

const minute = 60_000;

interface Member {
  readonly client: Client;
  readonly surroundings: ToldSurroundings;
  readonly states: SyncStatus[];
  status(): SyncStatus | null;
  set(change: SyncChange): void;
  save(content: string): Promise<void>;
  /** The engine ends and another begins on what it left. */
  restart(): Promise<void>;
  automatic: AutomaticSync;
}

/** A member with an engine that stays. */
async function createMember(name: string, bucket: Bucket, clock: HandClock): Promise<Member> {
  const client = await createClient(name, bucket, { clock });
  const surroundings = createToldSurroundings();
  const states: SyncStatus[] = [];
  const live = { watching: true, allPaused: () => false };
  const start = (): AutomaticSync => {
    client.core.facts.listen((fact: Fact) => {
      if (fact.kind === 'sync.changed') states.push(fact.status);
    });
    return createAutomaticSync(client.core, live, surroundings);
  };
  const member: Member = {
    client,
    surroundings,
    states,
    automatic: start(),
    status: () => member.automatic.statusOf(findArtifact(client.core.catalog, 'work')),
    set: (change) => void setSync(client.core, 'work', change),
    async save(content) {
      client.world.tree.write(`${work}/file`, content);
      await save(client);
    },
    async restart() {
      await member.automatic.close();
      await client.restart();
      member.automatic = start();
    },
  };
  onTestFinished(() => member.automatic.close());
  return member;
}

/** Lets time go by, and everything that goes on get as far as it does. */
async function pass(clock: HandClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    clock.advance(Math.min(1_000, left));
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The remote was tested, and may be written to. */
function noteTested({ core, remote: id }: Client): void {
  const remote = core.catalog.remote(id) ?? expect.fail('There is no remote.');
  core.catalog.transact((writer) => noteAccess(writer, id, { ...accessOf(core.catalog, id), writable: true }));
  core.facts.tell({ kind: 'remote.changed', remote });
}

const versionsIn = (bucket: ReturnType<typeof createBucketInMemory>): string[] =>
  [...bucket.contents.keys()].filter((key) => key.includes('/versions/')).map((key) => key.replace(/^.*\/|\.json$/g, '')).toSorted();

async function createPair() {
  const clock = createHandClock();
  const bucket = createBucketInMemory();
  const network = { answer: 'well' as 'well' | Error, isReadOnly: false };
  const calls: string[] = [];
  const way = createUnreliableBucket(bucket, (call) => {
    calls.push(call);
    if (network.answer !== 'well') throw network.answer;
    if (network.isReadOnly && ['put', 'putLarge', 'delete'].includes(call)) throw denied('memory', 'write');
    return 'well';
  });
  const ada = await createMember('ada', way, clock);
  ada.client.world.tree.write(`${work}/file`, 'first');
  await begin(ada.client);
  return { clock, bucket, network, calls, ada };
}

describe('an artifact that goes together with its remote by itself', () => {
  it('is pushed a while after it was linked, and then after each version', async () => {
    const { clock, bucket, ada } = await createPair();
    await pass(clock, minute);
    expect(versionsIn(bucket)).toEqual([]);
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    expect(versionsIn(bucket)).toEqual(['v0']);
    expect(ada.status()?.state).toBe('resting');
    await ada.save('second');
    expect(ada.status()?.state).toBe('settling');
    await pass(clock, 10_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1']);
  });

  it('sends several versions that come one after the other with one push', async () => {
    const { clock, bucket, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    for (const content of ['a', 'b', 'c']) {
      await ada.save(content);
      await pass(clock, 1_000);
    }
    expect(versionsIn(bucket)).toEqual(['v0']);
    await pass(clock, 10_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1', 'v2', 'v3']);
    expect(ada.client.core.catalog.operations({ limit: 100 }).filter(({ kind }) => kind === 'push')).toHaveLength(2);
  });

  it('pushes what was edited, and then rests', async () => {
    const { clock, bucket, calls, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    describeVersion(ada.client.core, { artifact: 'work', reference: 'v0' }, 'the first');
    await pass(clock, 10_000);
    expect([...bucket.contents.keys()].filter((key) => key.includes('/edits/'))).toHaveLength(1);
    calls.length = 0;
    await pass(clock, 10 * minute);
    expect(calls.length).toBeLessThanOrEqual(6);
  });

  it('brings here what others pushed, with one request every other minute until then', async () => {
    const { clock, bucket, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    const bob = await createMember('bob', bucket, clock);
    await clone(bob.client.core, bob.client.remote, 'work');
    bob.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    await ada.save('second');
    await pass(clock, 3 * minute);
    expect(bob.client.core.catalog.versions(findArtifact(bob.client.core.catalog, 'work').id).map(({ index }) => index)).toEqual([1, 0]);
    const artifact = findArtifact(bob.client.core.catalog, 'work');
    expect(await whereaboutsOf(bob.client.core, artifact)).toMatchObject([
      { index: 1, here: false, bucket: 'contents', pulled: true, by: 'ada@lab' },
      { index: 0, here: false, bucket: 'contents', pulled: true, by: 'ada@lab' },
    ]);
    bob.set({ offline: 'newest' });
    await pass(clock, 10_000);
    expect((await whereaboutsOf(bob.client.core, artifact)).map(({ here }) => here)).toEqual([true, false]);
    bob.set({ offline: 'all' });
    await pass(clock, 10_000);
    expect((await whereaboutsOf(bob.client.core, artifact)).map(({ here }) => here)).toEqual([true, true]);
  });

  it('waits for the network without noise and goes on by itself', async () => {
    const { clock, bucket, network, calls, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    network.answer = offline('memory', 'no network');
    await ada.save('second');
    await pass(clock, 5_000);
    const since = ada.status()?.since;
    expect(ada.status()).toMatchObject({ state: 'offline', message: 'The bucket memory cannot be reached: no network. It is tried again later.' });
    calls.length = 0;
    await pass(clock, 30 * minute);
    expect(ada.status()).toMatchObject({ state: 'offline', since });
    expect(calls.length).toBeLessThan(15);
    network.answer = 'well';
    await pass(clock, 6 * minute);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1']);
    expect(ada.status()).toMatchObject({ state: 'resting', message: '' });
  });

  it('goes on at once when the computer wakes or is online again', async () => {
    const { clock, bucket, network, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    network.answer = offline('memory', 'no network');
    await ada.save('second');
    await pass(clock, 20 * minute);
    network.answer = 'well';
    ada.surroundings.woke();
    await pass(clock, 5_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1']);
    ada.surroundings.tell({ onBattery: null, metered: null, online: false });
    await ada.save('third');
    await pass(clock, minute);
    expect(ada.status()?.state).toBe('offline');
    ada.surroundings.tell({ onBattery: null, metered: null, online: true });
    await pass(clock, 5_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1', 'v2']);
  });

  it('goes on with what was not pushed after a restart', async () => {
    const { clock, bucket, network, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    network.answer = offline('memory', 'no network');
    await ada.save('second');
    await pass(clock, minute);
    await ada.restart();
    network.answer = 'well';
    await pass(clock, 10_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1']);
  });

  it('stops where it needs a person, says so once, and tries again when told to', async () => {
    const { clock, bucket, network, calls, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    network.answer = denied('memory', 'read');
    await ada.save('second');
    await pass(clock, 10_000);
    expect(ada.status()).toMatchObject({ state: 'refused', until: null });
    calls.length = 0;
    await ada.save('third');
    await pass(clock, 30 * minute);
    expect(calls).toEqual([]);
    expect(ada.states.filter(({ state }) => state === 'refused')).toHaveLength(1);
    network.answer = 'well';
    ada.automatic.tryAgain(findArtifact(ada.client.core.catalog, 'work'));
    await pass(clock, 5_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1', 'v2']);
  });

  it('goes on pulling where it may not write any more, and pushes again once the remote was tested', async () => {
    const { clock, bucket, network, calls, ada } = await createPair();
    const { core, remote } = ada.client;
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    network.isReadOnly = true;
    await ada.save('second');
    await pass(clock, 10_000);
    expect(accessOf(core.catalog, remote).writable).toBe(false);
    expect(ada.status()).toMatchObject({ state: 'resting', message: '' });
    const bob = await createMember('bob', bucket, clock);
    await clone(bob.client.core, bob.client.remote, 'work');
    bob.client.world.tree.write(`${work}/file`, 'by bob');
    await follow(bob.client);
    await save(bob.client);
    await push(bob.client.core, 'work');
    calls.length = 0;
    await ada.save('third');
    await pass(clock, 3 * minute);
    expect(calls).not.toContain('put');
    expect((await whereaboutsOf(core, findArtifact(core.catalog, 'work'))).some(({ by }) => by === 'bob@lab')).toBe(true);
    network.isReadOnly = false;
    noteTested(ada.client);
    await pass(clock, 10_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1', 'v2', 'v3']);
  });

  it('holds still while it is paused, on battery or on a metered connection, where it should', async () => {
    const { clock, bucket, calls, ada } = await createPair();
    ada.set({ mode: 'automatic', notOnBattery: true, notOnMetered: true });
    await pass(clock, 10_000);
    ada.set({ paused: true });
    await ada.save('second');
    calls.length = 0;
    await pass(clock, 20 * minute);
    ada.surroundings.tell({ onBattery: true, metered: null, online: true });
    ada.set({ paused: false });
    await pass(clock, 20 * minute);
    expect(ada.status()?.state).toBe('battery');
    ada.surroundings.tell({ onBattery: false, metered: true, online: true });
    await pass(clock, 20 * minute);
    expect(ada.status()?.state).toBe('metered');
    expect(calls).toEqual([]);
    ada.surroundings.tell({ onBattery: false, metered: false, online: true });
    await pass(clock, 10_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1']);
  });

  it('sends contents later that were pushed as records alone, once they are to travel', async () => {
    const { clock, bucket, ada } = await createPair();
    const artifact = findArtifact(ada.client.core.catalog, 'work');
    ada.set({ mode: 'automatic', content: 'metadata' });
    await pass(clock, 10_000);
    expect(await whereaboutsOf(ada.client.core, artifact)).toMatchObject([{ bucket: 'records', pulled: false }]);
    const bob = await createMember('bob', bucket, clock);
    await clone(bob.client.core, bob.client.remote, 'work');
    bob.set({ mode: 'automatic', offline: 'all' });
    await pass(clock, 10_000);
    const theirs = findArtifact(bob.client.core.catalog, 'work');
    expect(await whereaboutsOf(bob.client.core, theirs)).toMatchObject([{ here: false, bucket: 'records' }]);
    ada.set({ content: 'all' });
    await pass(clock, 10_000);
    expect(await whereaboutsOf(ada.client.core, artifact)).toMatchObject([{ bucket: 'contents' }]);
    bob.automatic.tryAgain(theirs);
    await pass(clock, 20 * minute);
    expect(await whereaboutsOf(bob.client.core, theirs)).toMatchObject([{ here: true }]);
    ada.set({ content: 'metadata' });
    await ada.save('second');
    await pass(clock, 10_000);
    expect(await whereaboutsOf(ada.client.core, artifact)).toMatchObject([{ bucket: 'records' }, { bucket: 'contents' }]);
  });

  it('is pushed by hand without waiting, and rests then', async () => {
    const { clock, bucket, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    await ada.save('second');
    await push(ada.client.core, 'work');
    expect(versionsIn(bucket)).toEqual(['v0', 'v1']);
    await pass(clock, 10_000);
    expect(ada.status()?.state).toBe('resting');
  });

  it('belongs nowhere once it is unlinked, and joins again by its versions', async () => {
    const { clock, bucket, calls, ada } = await createPair();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    await unlinkArtifact(ada.client.core, 'work');
    await ada.save('second');
    calls.length = 0;
    await pass(clock, 20 * minute);
    expect(calls).toEqual([]);
    expect(ada.status()).toBeNull();
    ada.set({ mode: 'automatic' });
    await pass(clock, 10_000);
    expect(versionsIn(bucket)).toEqual(['v0', 'v1']);
  });
});
