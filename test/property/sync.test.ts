import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { undo } from '../../electron/engine/operations/undo.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull, type PullResult } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { settleAlias } from '../../electron/engine/sync/sync-aliases.ts';
import { settleEdits } from '../../electron/engine/sync/sync-edits.ts';
import { addTag, describe as describeVersion, editMetadata, removeAlias, setAlias } from '../../electron/engine/versions/edit-version.ts';
import { work } from '../engine/memory-world.ts';
import { begin, contentOf, createClient, findings, follow, save, type Client } from '../engine/sync-world.ts';
import { createBucketInMemory, type BucketInMemory } from '../fakes/bucket-memory.ts';
import { createSleepyBucket } from '../fakes/bucket-sleepy.ts';
import { createShiftedClock, type ShiftedClock } from '../fakes/clock-shifted.ts';
import { createUnreliableBucket, type Fate } from '../fakes/bucket-unreliable.ts';

/** Several people, one bucket, and everything that may go wrong between them. */

class Crash extends Error {}

interface Person {
  readonly client: Client;
  online: boolean;
  /** Fates of the next calls; those after them go well. */
  fates: Fate[];
  /** The engine ends at so many writes of its catalog from now: before or after the commit. */
  crash: { writes: number; after: boolean } | null;
  /** Digests of versions that this person deleted for good. */
  readonly deleted: Set<string>;
  /** Hours for which this person's computer sleeps before each of the next requests, and once it was answered. */
  sleeps: (readonly [before: number, after: number])[];
}

/** What all people of a scenario share. */
interface Team {
  readonly bucket: BucketInMemory;
  readonly clock: ShiftedClock;
  readonly acknowledged: Acknowledged;
  /** Digests of versions that somebody deleted for everybody. */
  readonly deleted: Set<string>;
  /** Everything that a file ever held. */
  readonly texts: string[];
}

const hour = 60 * 60_000;

/** Every version that was acknowledged, by its content: what the folder held then. */
type Acknowledged = Map<string, Record<string, string>>;

async function createPerson(name: string, { bucket, clock }: Team): Promise<Person> {
  const holder: { person: Person | null } = { person: null };
  const sleepy = createSleepyBucket(bucket, clock, () => holder.person?.sleeps.shift() ?? [0, 0]);
  const way = createUnreliableBucket(sleepy, () => {
    const { person } = holder;
    if (person === null) return 'well';
    return person.online ? (person.fates.shift() ?? 'well') : 'lost-before';
  });
  const client = await createClient(name, way, { clock });
  const person: Person = { client, online: true, fates: [], crash: null, deleted: new Set(), sleeps: [] };
  holder.person = person;
  return person;
}

/** Lets the engine end where the person's crash says so: from then on nothing that it still does has any effect. */
function withCrash(person: Person): void {
  const { client } = person;
  const { catalog } = client.core;
  let dead = false;
  const whileAlive = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (dead) throw new Crash();
          return (value as (...inner: unknown[]) => unknown).apply(target, given);
        };
      },
    });
  const core = {
    ...client.core,
    containers: whileAlive(client.core.containers),
    outgoing: whileAlive(client.core.outgoing),
    records: whileAlive(client.core.records),
    catalog: {
      ...catalog,
      transact: <T>(change: Parameters<typeof catalog.transact<T>>[0]): T => {
        if (dead) throw new Crash();
        dead = person.crash !== null && person.crash.writes-- <= 0;
        if (dead && !person.crash!.after) throw new Crash();
        const result = catalog.transact(change);
        if (dead) throw new Crash();
        return result;
      },
    },
  };
  client.core = core;
}

type Step =
  | { readonly act: 'save'; readonly who: number; readonly file: number }
  | { readonly act: 'push' | 'pull' | 'restart' | 'go-offline' | 'come-online' | 'undo'; readonly who: number }
  | { readonly act: 'alias' | 'unalias' | 'tag' | 'describe' | 'metadata' | 'delete'; readonly who: number; readonly version: number; readonly name: number }
  /** Writes what a file held once, at whomever, beside something new. */
  | { readonly act: 'write-again'; readonly who: number; readonly file: number; readonly text: number }
  | { readonly act: 'delete-for-all'; readonly who: number; readonly version: number; readonly name: number }
  | { readonly act: 'wait'; readonly who: number; readonly hours: number }
  | { readonly act: 'sleep'; readonly who: number; readonly sleeps: Person['sleeps'] }
  | { readonly act: 'all-push' }
  | { readonly act: 'trouble'; readonly who: number; readonly fates: readonly Fate[] }
  | { readonly act: 'crash'; readonly who: number; readonly writes: number; readonly after: boolean };

function steps(people: number, length: number): fc.Arbitrary<Step[]> {
  const who = fc.nat(people - 1);
  const one: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ act: fc.constant('save' as const), who, file: fc.nat(3) }) },
    { weight: 8, arbitrary: fc.record({ act: fc.constantFrom('push' as const, 'push' as const, 'pull' as const), who }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('restart' as const, 'go-offline' as const, 'come-online' as const, 'undo' as const), who }) },
    { weight: 6, arbitrary: fc.record({ act: fc.constantFrom('alias' as const, 'unalias' as const, 'tag' as const, 'describe' as const, 'metadata' as const, 'delete' as const), who, version: fc.nat(9), name: fc.nat(2) }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('trouble' as const), who, fates: fc.array(fc.constantFrom<Fate>('well', 'well', 'well', 'lost-before', 'lost-after'), { maxLength: 30 }) }) },
    { weight: 4, arbitrary: fc.constant({ act: 'all-push' as const }) },
    { weight: 6, arbitrary: fc.record({ act: fc.constant('write-again' as const), who, file: fc.nat(3), text: fc.nat(30) }) },
    { weight: 4, arbitrary: fc.record({ act: fc.constant('delete-for-all' as const), who, version: fc.nat(9), name: fc.nat(2) }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('wait' as const), who, hours: fc.constantFrom(2, 13, 25) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('sleep' as const), who, sleeps: fc.array(fc.tuple(fc.constantFrom(0, 0, 0, 2, 26), fc.constantFrom(0, 0, 0, 2, 26)), { maxLength: 30 }) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('crash' as const), who, writes: fc.nat(12), after: fc.boolean() }) },
  );
  return fc.array(one, { minLength: 5, maxLength: length });
}

let saves = 0;

async function take(person: Person, step: Exclude<Step, { act: 'all-push' }>, { acknowledged, clock, deleted, texts }: Team): Promise<void> {
  const { client } = person;
  const { core } = client;
  const artifact = findArtifact(core.catalog, 'work');
  const versions = core.catalog.versions(artifact.id);
  const chosen = 'version' in step ? versions[step.version % Math.max(1, versions.length)] : undefined;
  const addressed = { artifact: 'work', reference: `v${chosen?.index ?? 0}` };
  switch (step.act) {
    case 'save': {
      texts.push(`${client.name} ${++saves}`);
      client.world.tree.write(`${work}/f${step.file}`, texts.at(-1) as string);
      const version = await save(client);
      acknowledged.set(version.digest, client.world.tree.snapshot(work));
      return;
    }
    case 'write-again': {
      client.world.tree.write(`${work}/f${step.file}`, texts[step.text % texts.length] as string);
      client.world.tree.write(`${work}/new`, `${client.name} ${++saves}`);
      const version = await save(client);
      acknowledged.set(version.digest, client.world.tree.snapshot(work));
      return;
    }
    case 'push':
      settle(client, await push(core, 'work'), saves % 2 === 0 ? 'ours' : 'theirs');
      return;
    case 'pull':
      await pull(core, 'work');
      return;
    case 'restart':
      await client.restart();
      withCrash(person);
      return;
    case 'go-offline':
      person.online = false;
      return;
    case 'come-online':
      person.online = true;
      return;
    case 'trouble':
      person.fates = [...step.fates];
      return;
    case 'crash':
      person.crash = { writes: step.writes, after: step.after };
      return;
    case 'alias':
      if (chosen !== undefined) setAlias(core, addressed, `alias ${step.name}`);
      return;
    case 'unalias':
      if (core.catalog.aliasIndex(artifact.id, `alias ${step.name}`) !== null) removeAlias(core, 'work', `alias ${step.name}`);
      return;
    case 'tag':
      if (chosen !== undefined) addTag(core, addressed, `tag ${step.name}`);
      return;
    case 'describe':
      if (chosen !== undefined) describeVersion(core, addressed, `${client.name} ${++saves}`);
      return;
    case 'metadata':
      if (chosen !== undefined) editMetadata(core, addressed, { set: { [`key ${step.name}`]: ++saves }, remove: [] });
      return;
    case 'delete':
      if (chosen === undefined || versions.length < 2) return;
      person.deleted.add(chosen.digest);
      await deleteVersions(core, client.engine.live, { targets: [{ artifact: 'work', references: [`v${chosen.index}`] }], deleteAliases: true, now: step.name === 0 });
      return;
    case 'delete-for-all':
      if (chosen === undefined || versions.length < 2) return;
      deleted.add(chosen.digest);
      await deleteVersions(core, client.engine.live, { targets: [{ artifact: 'work', references: [`v${chosen.index}`] }], deleteAliases: true, now: step.name === 0, forTeam: true });
      return;
    case 'wait':
      clock.shift += step.hours * hour;
      return;
    case 'sleep':
      person.sleeps = [...step.sleeps];
      return;
    case 'undo': {
      const deletion = core.catalog.deletions().at(-1);
      if (deletion === undefined) return;
      await undo(core, client.engine.live, deletion.operation);
      for (const { digest } of deletion.versions) person.deleted.delete(digest);
    }
  }
}

function settle(client: Client, { aliases, edits }: Pick<PullResult, 'aliases' | 'edits'>, side: 'ours' | 'theirs'): void {
  const artifact = findArtifact(client.core.catalog, 'work');
  for (const conflict of aliases.conflicts) settleAlias(client.core, artifact, conflict, side);
  settleEdits(client.core, artifact, edits.conflicts, side);
}

const passing: ReadonlySet<string> = new Set(['bucket.offline', 'bucket.unavailable']);

/** What was said to go wrong did: the person tries again later, or starts the engine anew. */
async function takeWithTrouble(person: Person, step: Exclude<Step, { act: 'all-push' }>, team: Team): Promise<void> {
  try {
    await take(person, step, team);
  } catch (error) {
    if (error instanceof Crash) {
      person.crash = null;
      await person.client.restart();
      withCrash(person);
    } else if (!(error instanceof Failure && passing.has(error.code))) throw error;
  }
}

async function agree(people: readonly Person[]): Promise<void> {
  for (const person of people) {
    person.online = true;
    person.fates = [];
    person.crash = null;
    person.sleeps = [];
  }
  for (let round = 0; round < 6; round++) for (const { client } of people) settle(client, await push(client.core, 'work'), 'theirs');
}

/** What everybody must agree about of each index. */
function stateOf({ client }: Person): Map<number, unknown> {
  const { catalog } = client.core;
  const artifact = findArtifact(catalog, 'work');
  const isShared = (index: number): boolean => catalog.claim(artifact.id, index)?.state === 'claimed';
  return new Map(
    catalog.versions(artifact.id).flatMap((version) => {
      if (!isShared(version.index)) return [];
      const { artifact: _, identicalTo: __, tags, aliases, ...same } = version;
      return [[version.index, { ...same, tags: tags.toSorted(), aliases: aliases.filter((alias) => alias !== 'latest') }]];
    }),
  );
}

async function checkAll({ bucket, acknowledged, deleted }: Team, people: readonly Person[]): Promise<void> {
  const indexes = [...bucket.contents.keys()].flatMap((key) => /\/versions\/v(\d+)\.json$/.exec(key)?.[1] ?? []).map(Number).sort((a, b) => a - b);
  expect(indexes).toEqual(indexes.map((_, position) => position));
  const all = new Map<number, unknown>();
  for (const person of people) for (const [index, state] of stateOf(person)) all.set(index, all.get(index) ?? state);
  // Every save had contents of its own: no version came twice.
  const digests = [...all.values()].map((state) => (state as { digest: string }).digest);
  expect(new Set(digests).size).toBe(digests.length);
  const held = new Set<string>();
  for (const person of people) {
    const { client } = person;
    const mine = stateOf(person);
    const versions = client.core.catalog.versions(findArtifact(client.core.catalog, 'work').id);
    for (const [index, state] of all) {
      if (mine.has(index)) expect(mine.get(index)).toEqual(state);
      else expect(new Set([...person.deleted, ...deleted])).toContain((state as { digest: string }).digest);
    }
    if (versions[0] !== undefined) expect(versions[0].aliases).toContain('latest');
    for (const { index, digest, identicalTo } of versions) {
      held.add(digest);
      const before = versions.filter((one) => one.digest === digest && one.index < index);
      if (before.length > 0 || identicalTo === null) expect(identicalTo).toBe(before.at(-1)?.index ?? null);
      const content = acknowledged.get(digest);
      // What was brought back too late stays with what is here of it.
      if (content !== undefined && (mine.has(index) || !deleted.has(digest))) expect(await contentOf(client, `v${index}`)).toEqual(content);
    }
    expect(await findings(client)).toEqual([]);
  }
  for (const digest of acknowledged.keys()) {
    if (!deleted.has(digest) && !people.some((person) => person.deleted.has(digest))) expect(held).toContain(digest);
  }
}

/** Somebody who comes new finds every version of the bucket that was not deleted, whole. */
async function checkNewcomer({ bucket, clock, acknowledged }: Team, name: string): Promise<void> {
  const newcomer = await createClient(name, bucket, { clock });
  await clone(newcomer.core, newcomer.remote, 'work');
  const { catalog } = newcomer.core;
  for (const { index, digest } of catalog.versions(findArtifact(catalog, 'work').id)) {
    const content = await contentOf(newcomer, `v${index}`);
    if (acknowledged.has(digest)) expect(content).toEqual(acknowledged.get(digest));
  }
}

async function scenario(names: readonly string[], plan: readonly Step[]): Promise<void> {
  const clock = createShiftedClock();
  const team: Team = { bucket: createBucketInMemory(() => clock.now()), clock, acknowledged: new Map(), deleted: new Set(), texts: ['the beginning'] };
  const people: Person[] = [];
  for (const name of names) people.push(await createPerson(name, team));
  const [first, ...others] = people as [Person, ...Person[]];
  first.client.world.tree.write(`${work}/f0`, 'the beginning');
  await begin(first.client);
  await push(first.client.core, 'work');
  for (const { client } of others) {
    await clone(client.core, client.remote, 'work');
    client.world.tree.write(`${work}/f0`, 'the beginning');
    await follow(client);
  }
  people.forEach(withCrash);
  for (const step of plan) {
    if (step.act !== 'all-push') await takeWithTrouble(people[step.who] as Person, step, team);
    else await Promise.all(people.map((person, who) => takeWithTrouble(person, { act: 'push', who }, team)));
  }
  await agree(people);
  await checkAll(team, people);
  await checkNewcomer(team, 'yan');
  clock.shift += 49 * hour;
  await agree(people);
  await checkAll(team, people);
  await checkNewcomer(team, 'zoe');
}

/** `STRATA_SYNC_RUNS=5000` is the nightly mode. */
const runs = Number(process.env['STRATA_SYNC_RUNS'] ?? 40);

describe('people who share a bucket', () => {
  it('agree in the end, whatever they did and whatever was lost, and no acknowledged version is', async () => {
    await fc.assert(fc.asyncProperty(steps(3, 40), (plan) => scenario(['ada', 'bob', 'cleo'], plan)), { numRuns: runs });
  }, 600_000);

  it('do so when there are eight of them', async () => {
    const names = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal'];
    await fc.assert(fc.asyncProperty(steps(8, 90), (plan) => scenario(names, plan)), { numRuns: Math.ceil(runs / 10) });
  }, 600_000);
});
