import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../../shared/client.ts';
import { startEngine } from '../../../electron/host/create-engine.ts';
import { rebuildHome } from '../../../electron/host/rebuild-home.ts';
import { clientOf, temporaryFolder } from '../ground.ts';
import { writeTree } from '../tree.ts';

/** A home at rest: a folder with a file, and a reference beside it. */
async function mixedHome() {
  const folder = temporaryFolder();
  const home = path.join(folder, 'home');
  const work = path.join(folder, 'work');
  writeTree(work, { 'a.txt': 'a' });
  async function ask<T>(act: (client: Client) => Promise<T>): Promise<T> {
    const engine = await startEngine({ home, watch: false });
    try {
      return await act(clientOf(engine));
    } finally {
      await engine.close();
    }
  }
  // What comes first in the rebuilt catalog has another id there.
  await ask(async (client) => {
    await client.invoke('reference.add', { artifact: 'gone', uri: 's3://zoo/gone', checksum: false });
    await client.invoke('artifact.track', { path: work, name: 'mine' });
    await client.invoke('reference.add', { artifact: 'mine', uri: 's3://zoo/cats', checksum: false });
    await client.invoke('reference.setSchedule', { artifact: 'mine', everyMs: 3_600_000 });
    await client.invoke('reference.permit', { artifact: 'mine', origin: 'file:///data/', allowed: true });
    await client.invoke('delete.apply', { targets: [{ artifact: 'gone' }], now: true });
  });
  const rebuild = () => rebuildHome({ home, signal: new AbortController().signal, onProgress: () => undefined });
  const look = () =>
    ask(async (client) => {
      const { created } = await client.invoke('artifact.snapshot', { artifact: 'mine' });
      const { entries } = await client.invoke('version.entries', { artifact: 'mine' });
      return { created, kinds: entries.map(({ path: name, kind }) => [name, kind]), known: await client.invoke('reference.list', { artifact: 'mine' }) };
    });
  return { home, rebuild, look };
}

const both = [['a.txt', 'file'], ['cats', 'reference']];

test('a rebuilt catalog knows what was added, its schedule and what is permitted', async () => {
  const { rebuild, look } = await mixedHome();
  const before = await look();
  expect(before).toMatchObject({ created: false, kinds: both, known: { everyMs: 3_600_000, permissions: ['file:///data/'], references: [{ uri: 's3://zoo/cats' }] } });
  expect((await rebuild()).problems).toEqual([]);
  const { known, ...after } = await look();
  expect(after).toEqual({ created: false, kinds: both });
  expect(known).toMatchObject({ everyMs: 3_600_000, permissions: ['file:///data/'], references: [{ uri: 's3://zoo/cats' }] });
});

test('with a lost catalog the references themselves stay, whatever the folder is looked at for', async () => {
  const { home, rebuild, look } = await mixedHome();
  for (const name of readdirSync(home)) if (name.startsWith('catalog.db')) rmSync(path.join(home, name));
  await rebuild();
  expect(await look()).toMatchObject({ created: false, kinds: both, known: { references: [] } });
});
