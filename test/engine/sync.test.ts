import { describe, expect, it } from 'vitest';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { work } from './memory-world.ts';
import { begin, contentOf, createClient, save, versionOf } from './sync-world.ts';

async function team() {
  const bucket = createBucketInMemory();
  const ada = await createClient('ada', bucket);
  const bob = await createClient('bob', bucket);
  ada.world.tree.write(`${work}/a.txt`, 'one');
  ada.world.tree.write(`${work}/sub/b.txt`, 'two');
  ada.world.tree.write(`${work}/big`, 'x'.repeat(270_000));
  await begin(ada);
  return { bucket, ada, bob };
}

describe('a pushed artifact', () => {
  it('is cloned with its history, and with no contents before they are fetched', async () => {
    const { ada, bob } = await team();
    ada.world.tree.write(`${work}/a.txt`, 'changed');
    await save(ada);
    const { pushed, renumbered } = await push(ada.core, 'work');
    expect({ pushed, renumbered }).toEqual({ pushed: [0, 1], renumbered: [] });
    const { pulled } = await clone(bob.core, bob.remote, 'work');
    expect(pulled.pulled).toEqual([0, 1]);
    const theirs = versionOf(bob, 'latest');
    expect(theirs).toMatchObject({ index: 1, actor: 'ada@lab', digest: versionOf(ada, 'latest').digest });
    expect([...bob.core.catalog.chunks()].filter(({ kind }) => kind === 'data').every(({ location }) => location === null)).toBe(true);
    expect(await contentOf(bob, 'v1')).toEqual({ 'a.txt': 'changed', 'sub/b.txt': 'two', sub: 'folder', big: 'x'.repeat(270_000) });
    expect(await contentOf(bob, 'v0')).toMatchObject({ 'a.txt': 'one' });
    expect((await verify(bob.core, { deep: true })).findings).toEqual([]);
  });

  it('gives both of two people what both made meanwhile: one gets the next index', async () => {
    const { ada, bob } = await team();
    await push(ada.core, 'work');
    await clone(bob.core, bob.remote, 'work');
    expect(await pull(ada.core, 'work')).toMatchObject({ pulled: [] });
  });
});
