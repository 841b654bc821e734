import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Client } from '../../shared/client.ts';
import { startEngine } from '../../electron/host/create-engine.ts';
import { rebuildHome } from '../../electron/host/rebuild-home.ts';
import { noise } from '../noise.ts';
import { clientOf, temporaryFolder } from './ground.ts';
import { facts, writeTree } from './tree.ts';

/** A home that cloned the history of "cats" alone, and a way to work on it. */
async function clonedHistory() {
  const folder = temporaryFolder();
  const [bucket, cats] = [path.join(folder, 'nas'), path.join(folder, 'cats')];
  async function ask<T>(home: string, act: (client: Client) => Promise<T>): Promise<T> {
    const engine = await startEngine({ home: path.join(folder, home), watch: false });
    try {
      return await act(clientOf(engine));
    } finally {
      await engine.close();
    }
  }
  writeTree(cats, { small: 'meow', big: noise(700_000, 1) });
  await ask('first', async (client) => {
    await client.invoke('artifact.track', { path: cats, name: 'cats' });
    await client.invoke('remote.add', { name: 'team', url: bucket });
    await client.invoke('artifact.push', { artifact: 'cats' });
  });
  await ask('home', async (client) => {
    await client.invoke('remote.add', { name: 'team', url: bucket });
    await client.invoke('artifact.clone', { remote: 'team', artifact: 'cats' });
  });
  const home = path.join(folder, 'home');
  return {
    folder,
    cats,
    bucket,
    catalog: path.join(home, 'catalog.db'),
    ask: <T>(act: (client: Client) => Promise<T>) => ask('home', act),
    rebuild: () => rebuildHome({ home, signal: new AbortController().signal, onProgress: () => undefined }),
  };
}

const findings = async (client: Client) => (await client.invoke('store.verify', { deep: true, fresh: true })).findings;

it('a home whose contents lie in a bucket is rebuilt without calling that damage', async () => {
  const bench = await clonedHistory();
  expect(await bench.rebuild()).toMatchObject({ versions: 1, problems: [] });
  expect(await bench.ask(findings)).toEqual([]);
});

it('contents that nobody can say lie in a bucket are told as missing, and come back when the bucket is there again', async () => {
  const bench = await clonedHistory();
  rmSync(bench.catalog);
  const { problems } = await bench.rebuild();
  expect(problems.map(({ of }) => of)).toContain('chunk');
  const target = path.join(bench.folder, 'out');
  await bench.ask(async (client) => {
    expect(await findings(client)).not.toEqual([]);
    await client.invoke('remote.add', { name: 'team', url: bench.bucket });
    await client.invoke('artifact.push', { artifact: 'cats', remote: 'team' });
    await client.invoke('restore.apply', { artifact: 'cats', target });
    expect(await findings(client)).toEqual([]);
  });
  const contents = (folder: string) => Object.entries(facts(folder)).map(([name, fact]) => [name, (fact as { content?: unknown }).content ?? null]);
  expect(contents(target)).toEqual(contents(bench.cats));
});
