import { describe, expect, it, onTestFinished } from 'vitest';
import { createToldSurroundings } from '../../../electron/adapters/surroundings-told.ts';
import { deleteVersions } from '../../../electron/engine/delete/delete-versions.ts';
import { createAutomaticSync } from '../../../electron/engine/sync/automatic/automatic-sync.ts';
import { push } from '../../../electron/engine/sync/push.ts';
import { setSync } from '../../../electron/engine/sync/set-sync.ts';
import { createBucketInMemory } from '../../fakes/bucket-memory.ts';
import { createHandClock, type HandClock } from '../../fakes/clock-memory.ts';
import { createUnreliableBucket } from '../../fakes/bucket-unreliable.ts';
import { work } from '../memory-world.ts';
import { begin, createClient, save } from '../sync-world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A member whose folder has two versions in the bucket, and who gets an engine that stays. */
async function createTeam() {
  const clock = createHandClock();
  const bucket = createBucketInMemory(() => clock.now());
  const calls: string[] = [];
  const counted = createUnreliableBucket(bucket, (call) => {
    calls.push(call);
    return 'well';
  });
  const ada = await createClient('ada', counted, { clock });
  ada.world.tree.write(`${work}/file`, 'first');
  await begin(ada);
  ada.world.tree.write(`${work}/file`, 'second');
  await save(ada);
  await push(ada.core, 'work');
  calls.length = 0;
  const start = () => {
    const automatic = createAutomaticSync(ada.core, { watching: true, allPaused: () => false }, createToldSurroundings());
    onTestFinished(() => automatic.close());
  };
  const remove = (references: readonly string[] | null) => deleteVersions(ada.core, ada.engine.live, { targets: [{ artifact: 'work', references }], deleteAliases: true, now: false, forTeam: true });
  const keys = (): string[] => [...bucket.contents.keys()].toSorted();
  return { clock, ada, calls, start, remove, keys };
}

/** Lets time go by in long steps, and everything that goes on get as far as it does. */
async function pass(clock: HandClock, ms: number, step: number): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    clock.advance(Math.min(step, left));
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a bucket from which something was deleted', () => {
  it('is told of a deleted artifact without any push, and emptied of it a day later', async () => {
    const { clock, start, remove, keys } = await createTeam();
    start();
    await remove(null);
    await pass(clock, minute, 5_000);
    expect(keys()).toContain('artifacts/work/artifact.json');
    await pass(clock, 52 * hour, hour);
    expect(keys().filter((key) => !key.startsWith('index/era-'))).toEqual(['format.json']);
  });

  it('is swept by an artifact that goes by itself, a day after a version was deleted', async () => {
    const { clock, ada, start, remove, keys } = await createTeam();
    setSync(ada.core, 'work', { mode: 'automatic' });
    const before = keys().filter((key) => key.startsWith('containers/'));
    start();
    await remove(['v0']);
    await pass(clock, minute, 5_000);
    expect(keys()).toContain('artifacts/work/edits/v0.deleted.json');
    await pass(clock, 52 * hour, hour);
    expect(before.filter((key) => !keys().includes(key)).length).toBeGreaterThan(0);
  });

  it('is left alone while every artifact in it is pushed by hand', async () => {
    const { clock, calls, start, remove } = await createTeam();
    start();
    await remove(['v0']);
    await pass(clock, 52 * hour, hour);
    expect(calls).toEqual([]);
  });
});
