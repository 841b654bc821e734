import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openGround, type Ground } from '../ground.ts';

const thousand = 1_000;

/** A folder with 100 kB in it, tracked. */
async function tracked(watch = false): Promise<Ground> {
  const ground = await openGround({ watch, tree: { first: randomBytes(100 * thousand) } });
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'animals', quietWindowMs: 60 });
  return ground;
}

const room = (ground: Ground) => ground.client.invoke('store.room', {});
const limitTo = (ground: Ground, bytes: number | null) => ground.client.invoke('store.setLimit', { bytes });
const snapshot = (ground: Ground) => ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
const artifact = async (ground: Ground) => (await ground.client.invoke('artifact.get', { artifact: 'animals' })).artifact;

describe('a limit of the store', () => {
  it('is none at first, and is kept', async () => {
    const ground = await tracked();
    expect(await room(ground)).toMatchObject({ limitBytes: null, state: 'free' });
    await limitTo(ground, 10 ** 6);
    await ground.restart();
    expect(await room(ground)).toMatchObject({ limitBytes: 10 ** 6, state: 'free' });
    await limitTo(ground, null);
    expect((await room(ground)).limitBytes).toBeNull();
  });

  it('is warned of before it is reached', async () => {
    const ground = await tracked();
    await limitTo(ground, 310 * thousand);
    ground.forgetEvents();
    ground.write({ second: randomBytes(100 * thousand) });
    await snapshot(ground);
    ground.write({ third: randomBytes(90 * thousand) });
    await snapshot(ground);
    const told = ground.events.filter((event) => event.kind === 'store.roomChanged');
    expect(told).toMatchObject([{ room: { state: 'near', limitBytes: 310 * thousand } }]);
  });

  it('refuses a version that would pass it, in words that say what to do, and leaves nothing of it', async () => {
    const ground = await tracked();
    await limitTo(ground, 150 * thousand);
    const before = await room(ground);
    ground.write({ second: randomBytes(100 * thousand) });
    await expect(snapshot(ground)).rejects.toMatchObject({ code: 'store.over-limit', message: expect.stringContaining('raise the limit') as string });
    expect(await room(ground)).toEqual(before);
    expect((await artifact(ground)).versions).toBe(1);
    await limitTo(ground, 300 * thousand);
    expect(await snapshot(ground)).toMatchObject({ created: true, version: { ref: 'v1' } });
    expect((await ground.client.invoke('store.verify', { deep: true })).findings).toEqual([]);
  });

  it('below what is stored deletes nothing: every version stays and can be restored, also in place', async () => {
    const ground = await tracked();
    ground.write({ second: 'two' });
    await snapshot(ground);
    expect((await limitTo(ground, 50 * thousand)).state).toBe('full');
    ground.write({ second: 'not kept yet' });
    await expect(snapshot(ground)).rejects.toMatchObject({ code: 'store.over-limit' });
    expect((await artifact(ground)).versions).toBe(2);
    const { safetyVersion } = await ground.client.invoke('restore.apply', { artifact: 'animals', ref: 'v0' });
    expect(safetyVersion).toBe('v2');
    await ground.client.invoke('operation.undo', {});
    expect(Buffer.from(ground.read()['second'] as Uint8Array).toString()).toBe('not kept yet');
  });

  it('refuses to track another folder once it is reached, and nothing stays of it', async () => {
    const ground = await openGround({ tree: { one: { a: randomBytes(100 * thousand) }, two: { b: 'b' } } });
    await ground.client.invoke('artifact.track', { path: `${ground.work}/one` });
    await limitTo(ground, 50 * thousand);
    await expect(ground.client.invoke('artifact.track', { path: `${ground.work}/two` })).rejects.toMatchObject({ code: 'store.over-limit' });
    expect((await ground.client.invoke('artifact.list', {})).artifacts.map(({ name }) => name)).toEqual(['one']);
  });

  it('stops automatic versions with a problem that says so; they go on by themselves when there is room', async () => {
    const ground = await tracked(true);
    await limitTo(ground, 150 * thousand);
    ground.forgetEvents();
    ground.write({ second: randomBytes(100 * thousand) });
    const { artifact: stopped } = await ground.event('artifact.changed', (event) => event.artifact.state === 'problem');
    expect(stopped.stateMessage).toContain('What is stored is safe');
    await limitTo(ground, 10 ** 6);
    const { version } = await ground.event('version.created');
    expect(version).toMatchObject({ ref: 'v1', origin: 'save' });
    expect(await ground.event('artifact.changed', (event) => event.artifact.state === 'watching' && event.artifact.versions === 2)).toBeTruthy();
  });

  it('is reached no more when versions were deleted for good', async () => {
    const ground = await tracked(true);
    ground.write({ first: randomBytes(100 * thousand) });
    await ground.event('version.created', (event) => event.version.ref === 'v1');
    expect((await limitTo(ground, 150 * thousand)).state).toBe('full');
    ground.forgetEvents();
    await ground.client.invoke('delete.apply', { targets: [{ artifact: 'animals', refs: ['v0'] }], now: true });
    const { room: told } = await ground.event('store.roomChanged');
    expect(told.state).toBe('free');
    ground.write({ small: 'small' });
    await ground.event('version.created');
  });
});

describe('saves in a real folder under a rule', () => {
  it('leave the newest versions, the baseline, and what was made by hand', async () => {
    const ground = await tracked(true);
    const { client } = ground;
    await client.invoke('keep.set', { artifact: 'animals', rule: { kind: 'last', count: 2 } });
    for (let i = 1; i <= 5; i++) {
      ground.write({ first: `save ${i}` });
      if (i === 2) await client.invoke('artifact.snapshot', { artifact: 'animals' });
      await ground.event('version.created', (event) => event.version.index === i);
    }
    await ground.event('versions.deleted', (event) => event.refs.includes('v3'));
    const { versions } = await client.invoke('version.list', { artifact: 'animals' });
    expect(versions.map(({ ref }) => ref).filter((ref) => ref !== 'v2')).toEqual(['v5', 'v4', 'v0']);
    expect((await client.invoke('version.fate', { artifact: 'animals', ref: 'v0' })).fate).toEqual({
      ref: 'v0',
      kept: { code: 'by-hand', message: 'It is what was there when tracking began.' },
      goes: null,
    });
  });
});
