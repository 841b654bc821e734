import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContractError } from '../../shared/errors.ts';
import { openGround, type Ground } from './ground.ts';
import { noise } from '../noise.ts';
import { storeHolds } from './store-bytes.ts';

const secret = noise(40_000, 1);
const refusal = (promise: Promise<unknown>): Promise<ContractError> =>
  promise.then(
    () => expect.fail('it was not refused'),
    (error: ContractError) => error,
  );

/** Three versions, of which the first two have people/secret.csv; it is gone from the folder. */
async function leaked(): Promise<Ground> {
  const ground = await openGround({ tree: { 'readme.md': 'animals', people: { 'secret.csv': secret, 'list.csv': 'cat;dog' } } });
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'animals' });
  ground.write({ 'readme.md': 'more animals' });
  await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
  rmSync(path.join(ground.work, 'people', 'secret.csv'));
  await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
  return ground;
}

const purge = (ground: Ground, at: string) => ground.client.invoke('purge.apply', { artifact: 'animals', path: at });
const plan = (ground: Ground, at: string) => ground.client.invoke('purge.plan', { artifact: 'animals', path: at });
const filesOf = async (ground: Ground, ref: string): Promise<string[]> =>
  (await ground.client.invoke('version.entries', { artifact: 'animals', ref })).entries.map((entry) => entry.path);
const isWhole = async (ground: Ground): Promise<void> =>
  expect((await ground.client.invoke('store.verify', { deep: true })).findings).toEqual([]);

describe('taking a path out of every version', () => {
  it('leaves no version and no byte of it, and everything else as it was', async () => {
    const ground = await leaked();
    const planned = await plan(ground, 'people/secret.csv');
    expect(planned).toEqual({ path: 'people/secret.csv', refs: ['v0', 'v1'], waitingRefs: [], present: false, entries: 2, freedBytes: 40_000, heldBytes: 0 });
    expect(storeHolds(ground.home, secret.subarray(0, 200))).toBe(true);
    expect(await purge(ground, 'people/secret.csv')).toEqual(planned);
    expect(storeHolds(ground.home, secret.subarray(0, 200))).toBe(false);
    for (const ref of ['v0', 'v1', 'v2']) expect(await filesOf(ground, ref)).toEqual(['people/list.csv', 'readme.md']);
    const { version } = await ground.client.invoke('version.get', { artifact: 'animals', ref: 'v0' });
    expect(version).toMatchObject({ files: 2, bytes: 14, changes: { added: 2 } });
    await isWhole(ground);
    await ground.restart();
    await isWhole(ground);
    expect((await ground.client.invoke('artifact.snapshot', { artifact: 'animals' })).created).toBe(false);
  });

  it('takes a folder with all that ever was in it', async () => {
    const ground = await leaked();
    rmSync(path.join(ground.work, 'people'), { recursive: true });
    await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    expect((await purge(ground, 'people')).entries).toBe(5);
    for (const ref of ['v0', 'v1', 'v2', 'v3']) expect(await filesOf(ground, ref)).toEqual(['readme.md']);
    await isWhole(ground);
  });

  it('reaches versions in the undo window, so that an undo does not bring it back', async () => {
    const ground = await leaked();
    await ground.client.invoke('delete.apply', { targets: [{ artifact: 'animals', refs: ['v0'] }] });
    expect(await purge(ground, 'people/secret.csv')).toMatchObject({ refs: ['v0', 'v1'], waitingRefs: ['v0'] });
    expect(storeHolds(ground.home, secret.subarray(0, 200))).toBe(false);
    await isWhole(ground);
    const { deletions } = await ground.client.invoke('delete.waiting', {});
    await ground.client.invoke('operation.undo', { operation: deletions[0]!.operation });
    expect(await filesOf(ground, 'v0')).toEqual(['people/list.csv', 'readme.md']);
    await isWhole(ground);
  });

  it('tells how much stays because something else holds the same content', async () => {
    const ground = await leaked();
    ground.write({ 'copy.bin': secret });
    await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    expect(await purge(ground, 'people/secret.csv')).toMatchObject({ freedBytes: 0, heldBytes: 40_000 });
    await isWhole(ground);
  });

  it('is refused while the folder still holds the path, and done when it is ignored there', async () => {
    const ground = await leaked();
    ground.write({ people: { 'secret.csv': secret } });
    const error = await refusal(purge(ground, 'people/secret.csv'));
    expect(error.code).toBe('path.present');
    expect(error.message).toContain('.strataignore');
    expect(await plan(ground, 'people/secret.csv')).toMatchObject({ present: true, refs: ['v0', 'v1'] });
    ground.write({ '.strataignore': 'secret.csv\n' });
    expect((await plan(ground, 'people/secret.csv')).present).toBe(false);
    expect((await purge(ground, 'people/secret.csv')).refs).toEqual(['v0', 'v1']);
    expect((await refusal(purge(ground, 'people/secret.csv'))).code).toBe('path.not-found');
  });
});
