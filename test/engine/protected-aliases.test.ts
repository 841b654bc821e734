import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rebuildHome } from '../../electron/host/rebuild-home.ts';
import { openGround, type Ground } from './ground.ts';

/** v0, v1 and v2; "gold" is protected on v0. */
async function protectedGold(): Promise<Ground> {
  const ground = await openGround({ tree: { a: 'one', secret: 'x' } });
  const { client } = ground;
  await client.invoke('artifact.track', { path: ground.work, name: 'mine' });
  for (const text of ['two', 'three']) {
    ground.write({ a: text });
    await client.invoke('artifact.snapshot', { artifact: 'mine' });
  }
  await client.invoke('alias.set', { artifact: 'mine', ref: 'v0', alias: 'gold' });
  await client.invoke('alias.setProtected', { artifact: 'mine', alias: 'gold', protected: true });
  return ground;
}

const refused = { code: 'alias.protected', message: expect.stringMatching(/"gold".*mine:v0.*protected/) as string };
const goldOf = async ({ client }: Ground) => {
  const { version } = await client.invoke('version.get', { artifact: 'mine', ref: 'gold' });
  return [version.ref, version.aliases, version.protectedAliases];
};
const targets = (...refs: string[]) => [{ artifact: 'mine', refs }];

describe('a protected alias', () => {
  it('is shown as one, and stays what and where it is until it is unprotected', async () => {
    const ground = await protectedGold();
    const { client } = ground;
    expect(await goldOf(ground)).toEqual(['v0', ['gold'], ['gold']]);
    await expect(client.invoke('alias.set', { artifact: 'mine', ref: 'v1', alias: 'gold' })).rejects.toMatchObject(refused);
    await expect(client.invoke('alias.remove', { artifact: 'mine', alias: 'gold' })).rejects.toMatchObject(refused);
    await expect(client.invoke('alias.rename', { artifact: 'mine', alias: 'gold', to: 'silver' })).rejects.toMatchObject(refused);
    expect(await goldOf(ground)).toEqual(['v0', ['gold'], ['gold']]);
    await client.invoke('alias.setProtected', { artifact: 'mine', alias: 'gold', protected: false });
    expect(await client.invoke('alias.set', { artifact: 'mine', ref: 'v1', alias: 'gold' })).toMatchObject({ movedFrom: 'v0' });
    expect(await goldOf(ground)).toEqual(['v1', ['gold'], []]);
  });

  it('keeps its version from being deleted, whatever is agreed to, and the artifact with it', async () => {
    const ground = await protectedGold();
    const { client } = ground;
    for (const now of [true, false]) {
      for (const deleteAliases of [true, false]) {
        await expect(client.invoke('delete.apply', { targets: targets('v1', 'v0'), deleteAliases, now })).rejects.toMatchObject(refused);
        await expect(client.invoke('delete.plan', { targets: targets('v0'), deleteAliases, now })).rejects.toMatchObject(refused);
      }
      await expect(client.invoke('delete.apply', { targets: [{ artifact: 'mine' }], now })).rejects.toMatchObject(refused);
    }
    rmSync(path.join(ground.work, 'secret'));
    await expect(client.invoke('purge.apply', { artifact: 'mine', path: 'secret' })).rejects.toMatchObject(refused);
    expect((await client.invoke('version.list', { artifact: 'mine' })).total).toBe(3);
    await client.invoke('delete.apply', { targets: targets('v1'), now: true });
    await client.invoke('alias.setProtected', { artifact: 'mine', alias: 'gold', protected: false });
    await client.invoke('delete.apply', { targets: [{ artifact: 'mine' }], now: true });
    expect((await client.invoke('artifact.list', {})).artifacts).toEqual([]);
  });

  it('is not taken by a snapshot that wants it', async () => {
    const ground = await protectedGold();
    ground.write({ a: 'four' });
    await expect(ground.client.invoke('artifact.snapshot', { artifact: 'mine', aliases: ['gold'] })).rejects.toMatchObject(refused);
    expect((await ground.client.invoke('version.list', { artifact: 'mine' })).total).toBe(3);
    expect((await ground.client.invoke('artifact.snapshot', { artifact: 'mine', aliases: ['new'] })).version.aliases).toEqual(['latest', 'new']);
  });

  it('is a line of the history that can be taken back, and what would move it cannot', async () => {
    const ground = await protectedGold();
    const { client } = ground;
    const { operations } = await client.invoke('operation.list', {});
    const [protecting, adding] = operations;
    expect([protecting?.kind, adding?.kind]).toEqual(['alias.protect', 'alias.add']);
    expect(protecting?.arguments).toEqual({ alias: 'gold', version: 0 });
    await expect(client.invoke('operation.undo', { operation: adding?.id })).rejects.toMatchObject(refused);
    await client.invoke('operation.undo', { operation: protecting?.id });
    expect(await goldOf(ground)).toEqual(['v0', ['gold'], []]);
    await client.invoke('alias.setProtected', { artifact: 'mine', alias: 'gold', protected: true });
    await client.invoke('alias.setProtected', { artifact: 'mine', alias: 'gold', protected: false });
    await client.invoke('operation.undo', {});
    expect(await goldOf(ground)).toEqual(['v0', ['gold'], ['gold']]);
    expect((await client.invoke('operation.list', {})).operations.map(({ kind }) => kind).slice(0, 2)).toEqual(['undo', 'alias.unprotect']);
  });

  it('that is gone by now cannot be protected again by an undo', async () => {
    const ground = await protectedGold();
    const { client } = ground;
    await client.invoke('alias.setProtected', { artifact: 'mine', alias: 'gold', protected: false });
    const [unprotecting] = (await client.invoke('operation.list', {})).operations;
    await client.invoke('alias.remove', { artifact: 'mine', alias: 'gold' });
    await expect(client.invoke('operation.undo', { operation: unprotecting?.id })).rejects.toMatchObject({ code: 'alias.not-found' });
  });

  it('is in the records, and comes back with a rebuild', async () => {
    const ground = await protectedGold();
    const record = JSON.parse(readFileSync(path.join(ground.home, 'versions/mine/artifact.json'), 'utf8')) as object;
    expect(record).toMatchObject({ aliases: { gold: 0, latest: 2 }, protectedAliases: ['gold'] });
    await ground.restart(async () => {
      for (const end of ['', '-wal', '-shm']) rmSync(path.join(ground.home, `catalog.db${end}`), { force: true });
      await rebuildHome({ home: ground.home, signal: new AbortController().signal, onProgress: () => undefined });
    });
    expect(await goldOf(ground)).toEqual(['v0', ['gold'], ['gold']]);
    await expect(ground.client.invoke('alias.remove', { artifact: 'mine', alias: 'gold' })).rejects.toMatchObject(refused);
    expect((await ground.client.invoke('store.verify', {})).findings).toEqual([]);
  });

  it('must be there, and not be latest', async () => {
    const { client } = await protectedGold();
    const protect = (alias: string) => client.invoke('alias.setProtected', { artifact: 'mine', alias, protected: true });
    await expect(protect('silver')).rejects.toMatchObject({ code: 'alias.not-found' });
    await expect(protect('latest')).rejects.toMatchObject({ code: 'alias.invalid' });
  });
});
