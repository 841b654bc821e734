import { describe, expect, it } from 'vitest';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { sweepRemote } from '../../electron/engine/sync/sweep-remote.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { createUnreliableBucket, type Fate } from '../fakes/bucket-unreliable.ts';
import { createShiftedClock } from '../fakes/clock-shifted.ts';
import { noise } from '../noise.ts';
import { work } from './memory-world.ts';
import { begin, contentOf, createClient, findings, follow, save, type Client } from './sync-world.ts';

const day = 24 * 60 * 60_000;
/** With `STRATA_SYNC_RUNS` every single request is tried, otherwise every fifth. */
const stride = process.env['STRATA_SYNC_RUNS'] === undefined ? 5 : 1;

const texts = { cat: 20_000, dog: 10_000, rat: 30_000 } as const;

function write({ world }: Client, name: keyof typeof texts, seed: number): void {
  world.tree.write(`${work}/${name}`, noise(texts[name], seed).toString('base64').slice(0, texts[name]));
}

/** Two people; v0 and v2 stay, v1 is deleted, and a part of what it shares a container with is needed. */
async function team() {
  const clock = createShiftedClock();
  const bucket = createBucketInMemory(() => clock.now());
  let fates: readonly Fate[] = [];
  let calls = 0;
  const ada = await createClient('ada', createUnreliableBucket(bucket, () => fates[calls++] ?? 'well'), { clock });
  const bob = await createClient('bob', bucket, { clock });
  write(ada, 'cat', 1);
  await begin(ada);
  write(ada, 'dog', 2);
  write(ada, 'rat', 3);
  await save(ada);
  write(ada, 'rat', 4);
  await save(ada);
  await push(ada.core, 'work');
  await clone(bob.core, bob.remote, 'work');
  /** Lets the call of that number come to this end. */
  const spoil = (number: number, fate: Fate): void => {
    calls = 0;
    fates = [...Array.from({ length: number }, () => 'well' as const), fate];
  };
  return { clock, bucket, ada, bob, spoil, called: () => calls };
}

type Team = Awaited<ReturnType<typeof team>>;

async function remove({ core, engine }: Client, reference: string): Promise<void> {
  await deleteVersions(core, engine.live, { targets: [{ artifact: 'work', references: [reference] }], deleteAliases: false, now: false, forTeam: true });
}

/** What is left when nothing goes wrong: the bytes of containers, and how many there are. */
async function swept({ ada, bob, bucket, clock }: Team): Promise<{ readonly names: number; readonly bytes: number }> {
  for (let round = 0; round < 3; round++) {
    await push(bob.core, 'work');
    await push(ada.core, 'work');
    clock.shift += day + 60_000;
  }
  const newcomer = await createClient('cleo', bucket, { clock });
  await clone(newcomer.core, newcomer.remote, 'work');
  const { catalog } = newcomer.core;
  expect(catalog.versions(findArtifact(catalog, 'work').id).map(({ index }) => index)).toEqual([2, 0]);
  expect(Object.keys(await contentOf(newcomer, 'v2')).toSorted()).toEqual(['cat', 'dog', 'rat']);
  expect(Object.keys(await contentOf(newcomer, 'v0'))).toEqual(['cat']);
  expect(await findings(newcomer)).toEqual([]);
  const containers = [...bucket.contents].filter(([key]) => key.startsWith('containers/'));
  return { names: containers.length, bytes: containers.reduce((sum, [, { bytes }]) => sum + bytes.length, 0) };
}

async function failing(work_: Promise<unknown>): Promise<void> {
  await work_.catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
  });
}

describe('a sweep that breaks off', () => {
  it('is finished by the next one, wherever it broke off, and frees the same in the end', async () => {
    const whole = await team();
    await remove(whole.ada, 'v1');
    const { bytes } = await swept(whole);
    expect(bytes).toBeLessThan(110_000);
    for (const step of ['announcing', 'removing'] as const) {
      for (const fate of ['lost-before', 'lost-after'] as const) {
        for (let number = fate === 'lost-after' ? 1 : 0, isOver = false; !isOver; number += stride) {
          const some = await team();
          await remove(some.ada, 'v1');
          if (step === 'removing') {
            await push(some.ada.core, 'work');
            some.clock.shift += day + 60_000;
          }
          some.spoil(number, fate);
          await failing(push(some.ada.core, 'work'));
          isOver = some.called() <= number;
          if (number % 2 === 1) await some.ada.restart();
          some.spoil(0, 'well');
          // A container that was sent and not named yet when it broke off is sent again, or stays unnamed.
          expect((await swept(some)).bytes).toBeLessThan(200_000);
        }
      }
    }
  });
});

/** Stops the calls of a way to a bucket before the one of that number, until `meanwhile` is done. */
function stopping(bucket: Bucket, number: number, meanwhile: () => Promise<unknown>): { readonly way: Bucket; readonly isOver: () => boolean } {
  let calls = 0;
  const stop = async (): Promise<void> => {
    if (calls++ === number) await meanwhile();
  };
  const way: Bucket = {
    ...bucket,
    head: async (...given) => (await stop(), bucket.head(...given)),
    read: async (...given) => (await stop(), bucket.read(...given)),
    put: async (...given) => (await stop(), bucket.put(...given)),
    putLarge: async (...given) => (await stop(), bucket.putLarge(...given)),
    delete: async (...given) => (await stop(), bucket.delete(...given)),
    list: async function* list(...given) {
      await stop();
      yield* bucket.list(...given);
    },
  };
  return { way, isOver: () => calls <= number };
}

describe('a sweep beside a push', () => {
  /** Bob pushes v1's folder once more, of which his home knows that the bucket has all; between two of his requests this happens. */
  async function pushBeside(number: number, before: (some: Team) => Promise<void>, meanwhile: (some: Team) => Promise<void>): Promise<boolean> {
    const some = await team();
    const { bob, clock, bucket, ada } = some;
    await before(some);
    write(bob, 'cat', 1);
    write(bob, 'dog', 2);
    write(bob, 'rat', 3);
    await follow(bob);
    const { way, isOver } = stopping(bucket, number, () => meanwhile(some));
    await push({ ...bob.core, buckets: { open: async () => way } }, 'work');
    clock.shift += 2 * day;
    await push(ada.core, 'work');
    const newcomer = await createClient('cleo', bucket, { clock });
    await clone(newcomer.core, newcomer.remote, 'work');
    expect(Object.keys(await contentOf(newcomer, 'v3')).toSorted()).toEqual(['cat', 'dog', 'rat']);
    expect(await findings(newcomer)).toEqual([]);
    return isOver();
  }

  const sweepNow = async ({ ada }: Team): Promise<void> => void (await sweepRemote(ada.core, ada.core.catalog.remotes()[0]!));
  const announce = async ({ ada }: Team): Promise<void> => {
    await remove(ada, 'v1');
    await push(ada.core, 'work');
  };

  it('takes nothing on which the push counts, when it was said before that it goes', async () => {
    const due = async (some: Team): Promise<void> => {
      await announce(some);
      some.clock.shift += day + 60_000;
    };
    for (let number = 0; !(await pushBeside(number, due, sweepNow)); number += 1) expect(number).toBeLessThan(60);
  });

  it('takes nothing on which the push counts, when its computer slept until it had gone', async () => {
    const away = async (some: Team): Promise<void> => {
      await announce(some);
      some.clock.shift += day + 60_000;
      await sweepNow(some);
    };
    for (let number = 0; !(await pushBeside(number, async () => undefined, away)); number += 1) expect(number).toBeLessThan(60);
  });
});
