import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { documents } from './document-schemas.ts';
import { runCli, runJson } from './run-cli.ts';

/** A home with the artifact "animals": its baseline and three versions made by hand. */
async function createBench() {
  const folder = temporaryFolder();
  const options = { home: path.join(folder, 'home'), folder };
  const animals = path.join(folder, 'animals');
  mkdirSync(animals);
  async function done<Name extends keyof typeof documents>(as: Name, ...words: string[]): Promise<z.infer<(typeof documents)[Name]>> {
    const { status, document } = await runJson(words, options);
    expect({ status, document }).toMatchObject({ status: 0 });
    return documents[as].parse(document) as never;
  }
  const refused = async (...words: string[]) => {
    const { status, document } = await runJson(words, options);
    return { status, code: documents.error.parse(document).error.code };
  };
  const text = async (...words: string[]): Promise<string> => (await runCli(words, options)).stdout;
  const save = async (content: string) => {
    writeFileSync(path.join(animals, 'file'), content);
    return done('snapshot', 'snapshot', 'animals');
  };
  writeFileSync(path.join(animals, 'file'), 'baseline');
  await done('track', 'track', animals);
  for (const content of ['one', 'two', 'three']) await save(content);
  return { done, refused, text, save };
}

describe('strata keep', () => {
  test('shows, previews and sets the rule of an artifact, and pins one version', async () => {
    const { done, text } = await createBench();
    expect(await done('keep', 'keep', 'animals')).toMatchObject({ rule: { kind: 'all' }, timeToLive: 'never', going: [], freedBytes: 0 });
    await done('keepVersion', 'keep', 'animals:v1', '--ttl', '1');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const plan = await done('keep', 'keep', 'animals', '--last', '2', '--dry-run');
    expect(plan).toMatchObject({ rule: { kind: 'last', count: 2 }, going: [{ artifact: 'animals', ref: 'v1', size: 3 }], freedBytes: 3 });
    expect((await done('log', 'log', 'animals')).versions).toHaveLength(4);
    expect((await done('keepVersion', 'keep', 'animals:v2', '--pin')).version).toMatchObject({ ref: 'v2', pinned: true });
    const set = await done('keep', 'keep', 'animals', '--last', '2', '--ttl', '86400');
    expect(set).toMatchObject({ rule: { kind: 'last', count: 2 }, timeToLive: 86_400, going: [{ ref: 'v1' }], freedBytes: 3 });
    expect((await done('log', 'log', 'animals')).versions.map(({ ref }) => ref)).toEqual(['v3', 'v2', 'v0']);
    expect((await done('ls', 'ls')).artifacts).toMatchObject([{ keep: { kind: 'last', count: 2 }, timeToLive: 86_400 }]);
    expect(await text('keep', 'animals')).toContain('the last 2 versions are kept, and no version lives longer than 24 h unless it is protected.');
  });

  test('tells in "show" why a version is kept', async () => {
    const { done, text } = await createBench();
    expect((await done('show', 'show', 'animals')).fate).toMatchObject({ kept: { code: 'latest' }, goesAt: null });
    expect(await text('show', 'animals:v0')).toMatch(/kept +It is what was there when tracking began\./);
    await done('keepVersion', 'keep', 'animals:v1', '--ttl', '3600');
    expect((await done('show', 'show', 'animals:v1')).fate).toMatchObject({ kept: { code: 'by-hand' }, goesBecause: { code: 'time-to-live' } });
    expect(await text('show', 'animals:v1')).toMatch(/It goes at .+: Its own time to live ends\./);
  });

  test('has its rule and what it took taken back with undo, in the order of the history', async () => {
    const { done } = await createBench();
    await done('keepVersion', 'keep', 'animals:v1', '--ttl', '1');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await done('keep', 'keep', 'animals', '--thin');
    const kinds = async () => (await done('ops', 'ops', 'animals', '--limit', '2')).operations.map(({ kind, undone }) => [kind, undone]);
    expect(await kinds()).toEqual([['thin', false], ['keep', false]]);
    expect((await done('undo', 'undo')).undone.kind).toBe('thin');
    expect((await done('show', 'show', 'animals:v1')).version.pinned).toBe(true);
    expect((await done('undo', 'undo')).undone.kind).toBe('keep');
    expect((await done('keep', 'keep', 'animals')).rule).toEqual({ kind: 'all' });
  });

  test.each([
    ['two rules', ['keep', 'animals', '--all', '--thin'], 2],
    ['a rule of one version', ['keep', 'animals:v1', '--last', '2'], 2],
    ['nothing about one version', ['keep', 'animals:v1'], 2],
    ['a pin of everything', ['keep', 'animals', '--pin'], 2],
    ['no versions at all', ['keep', 'animals', '--last', '0'], 2],
    ['a time that is none', ['keep', 'animals', '--ttl', 'soon'], 2],
    ['an artifact that is not there', ['keep', 'plants', '--thin'], 3],
  ])('refuses %s', async (_, words, status) => {
    const home = temporaryFolder();
    const { status: found } = await runCli(words, { home });
    expect(found).toBe(status);
  });
});

describe('strata limit', () => {
  test('shows and sets how much the store may take, and refuses versions that do not fit', async () => {
    const { done, refused, save, text } = await createBench();
    expect(await done('limit', 'limit')).toMatchObject({ limitBytes: null, state: 'free' });
    expect(await done('limit', 'limit', '1.5GB')).toMatchObject({ limitBytes: 1_500_000_000, state: 'free' });
    expect(await done('limit', 'limit', '10')).toMatchObject({ limitBytes: 10, state: 'full' });
    expect(await done('du', 'du')).toMatchObject({ limitBytes: 10, limitState: 'full' });
    expect(await refused('snapshot', 'animals')).toEqual({ status: 4, code: 'store.over-limit' });
    expect(await text('limit')).toMatch(/of at most 10 B\. It is full: no new versions are made until there is room\./);
    expect(await done('limit', 'limit', 'none')).toMatchObject({ limitBytes: null });
    expect((await save('four')).created).toBe(true);
    expect(await refused('limit', 'much')).toEqual({ status: 2, code: 'usage' });
  });
});
