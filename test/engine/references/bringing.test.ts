import { describe, expect, test } from 'vitest';
import { work } from '../memory-world.ts';
import { offline } from '../../fakes/reference-source-memory.ts';
import { createReferenceWorld } from './reference-world.ts';

const target = '/home/me/target';

async function zoo() {
  const made = await createReferenceWorld();
  made.source.put('gs://zoo/animals/cat.txt', 'meow');
  made.source.put('gs://zoo/animals/dogs/rex.txt', 'woof!');
  await made.client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
  const restore = (more: { ref?: string; paths?: string[]; references?: 'fetch' | 'link' | 'leave' } = {}) => made.client.invoke('restore.apply', { artifact: 'animals', target, ...more });
  const there = (): Record<string, string> => (made.world.tree.exists(target) ? made.world.tree.snapshot(target) : {});
  return { ...made, restore, there };
}

describe('restoring references', () => {
  test('fetches them, and writes nothing again that is there', async () => {
    const { client, source, restore, there } = await zoo();
    expect(await client.invoke('restore.plan', { artifact: 'animals', target })).toMatchObject({ create: 2, bytes: 9, problems: [] });
    expect(await restore()).toMatchObject({ written: 2, bytes: 9, problems: [] });
    expect(there()).toEqual({ 'cat.txt': 'meow', dogs: 'folder', 'dogs/rex.txt': 'woof!' });
    source.asked.splice(0);
    expect(await restore()).toMatchObject({ written: 0, unchanged: 2 });
    expect(source.asked).toEqual([]);
  });

  test('know again what was fetched, also where the source gives no digests', async () => {
    const { client, world, source } = await createReferenceWorld();
    source.put('s3://zoo/big.bin', 'big content');
    await client.invoke('reference.add', { artifact: 'big', uri: 's3://zoo/big.bin' });
    const restore = () => client.invoke('restore.apply', { artifact: 'big', target });
    expect(await restore()).toMatchObject({ written: 1, problems: [] });
    source.asked.splice(0);
    expect(await restore()).toMatchObject({ written: 0, unchanged: 1 });
    expect(source.asked).toEqual([]);
    world.tree.write(`${target}/big.bin`, 'BIG CONTENT');
    expect(await restore()).toMatchObject({ written: 1, problems: [] });
    expect(world.tree.text(`${target}/big.bin`)).toBe('big content');
  });

  test('never writes content that differs from what the version names', async () => {
    const { world, source, restore, there } = await zoo();
    world.tree.write(`${target}/cat.txt`, 'mine');
    source.put('gs://zoo/animals/cat.txt', 'purr');
    source.remove('gs://zoo/animals/dogs/rex.txt');
    const { written, problems } = await restore();
    expect(written).toBe(0);
    expect(problems.map(({ path }) => path)).toEqual(['cat.txt', 'dogs/rex.txt']);
    expect(problems[0]?.message).toMatch(/cat\.txt cannot be brought back: gs:\/\/zoo\/animals\/cat\.txt is not any more what the version names/);
    expect(problems[1]?.message).toMatch(/dogs\/rex\.txt cannot be brought back: There is nothing at/);
    expect(there()).toEqual({ 'cat.txt': 'mine' });
  });

  test('fetches a recorded generation after the object was overwritten or deleted, when the bucket keeps it', async () => {
    const { source, restore, there } = await zoo();
    source.keepGenerations();
    source.put('gs://zoo/animals/cat.txt', 'purr');
    source.remove('gs://zoo/animals/dogs/rex.txt');
    expect(await restore()).toMatchObject({ written: 2, problems: [] });
    expect(there()).toMatchObject({ 'cat.txt': 'meow', 'dogs/rex.txt': 'woof!' });
  });

  test('fetches bytes that were put again under another generation', async () => {
    const { source, restore, there } = await zoo();
    source.put('gs://zoo/animals/cat.txt', 'meow');
    expect(await restore()).toMatchObject({ written: 2, problems: [] });
    expect(there()).toMatchObject({ 'cat.txt': 'meow' });
  });

  test('goes on where it broke off', async () => {
    const { source, restore, there } = await zoo();
    source.onPiece = (uri, offset) => {
      if (uri.endsWith('rex.txt') && offset === 4) throw offline(uri);
    };
    expect((await restore()).problems).toMatchObject([{ path: 'dogs/rex.txt' }]);
    const offsets: number[] = [];
    source.onPiece = (_, offset) => void offsets.push(offset);
    expect(await restore()).toMatchObject({ written: 1, unchanged: 1, problems: [] });
    expect(offsets).toEqual([4]);
    expect(there()).toEqual({ 'cat.txt': 'meow', dogs: 'folder', 'dogs/rex.txt': 'woof!' });
  });

  test('gives links to files of this computer, and leaves out what is elsewhere, when nothing is to be fetched', async () => {
    const { client, world, source, restore, there } = await zoo();
    world.tree.write('/data/pig.txt', 'oink');
    await client.invoke('reference.add', { artifact: 'animals', uri: 'file:///data', path: 'farm' });
    source.asked.splice(0);
    expect((await restore({ references: 'link' })).problems).toEqual([]);
    expect(there()).toEqual({ farm: 'folder', 'farm/pig.txt': '-> /data/pig.txt' });
    expect(source.asked).toEqual([]);
    expect(await restore({ references: 'leave' })).toMatchObject({ written: 0 });
  });
});

test('a place that does not answer is given up, however many references lead there', async () => {
  const { client, source, world } = await createReferenceWorld();
  for (let i = 0; i < 100; i++) source.put(`gs://zoo/many/${String(i)}`, String(i));
  await client.invoke('reference.add', { artifact: 'many', uri: 'gs://zoo/many' });
  source.fail('gs://zoo', offline('gs://zoo/many'));
  source.asked.splice(0);
  const { problems } = await client.invoke('restore.apply', { artifact: 'many', target });
  expect(problems).toHaveLength(100);
  expect(new Set(problems.map(({ message }) => message.replace(/^\S+ /, '')))).toEqual(new Set(['cannot be brought back: gs://zoo/many cannot be reached: the cable is out.']));
  expect(source.asked.length).toBeLessThan(20);
  expect(world.tree.snapshot(target)).toEqual({});
  expect((await client.invoke('reference.check', { artifact: 'many' })).counts).toMatchObject({ unreachable: 100 });
});

describe('checking references', () => {
  test('tells what is intact, changed, missing, recoverable, or cannot be told', async () => {
    const { client, source } = await zoo();
    for (const name of ['kept', 'kept-gone', 'changed', 'gone', 'same']) source.put(`gs://zoo/more/${name}`, name);
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/more', path: 'more' });
    await client.invoke('reference.add', { artifact: 'animals', uri: 'https://zoo.org/list.csv', checksum: false });
    source.put('gs://zoo/more/changed', 'other');
    source.remove('gs://zoo/more/gone');
    source.keepGenerations();
    source.put('gs://zoo/more/kept', 'other');
    source.remove('gs://zoo/more/kept-gone');
    const drift = await client.invoke('reference.check', { artifact: 'animals' });
    expect(drift.counts).toEqual({ intact: 3, changed: 1, missing: 1, recoverable: 2, unchecked: 1, unreachable: 0 });
    expect(drift.changed).toMatchObject([{ path: 'more/changed', uri: 'gs://zoo/more/changed' }]);
    expect(drift.missing).toMatchObject([{ path: 'more/gone' }]);
    expect(drift.recoverable.map(({ path }) => path)).toEqual(['more/kept', 'more/kept-gone']);
    expect(drift.recoverable[0]?.message).toMatch(/generation 3 of it is still kept/);
    source.fail('gs://zoo/animals', offline('gs://zoo'));
    expect((await client.invoke('reference.check', { artifact: 'animals' })).counts).toMatchObject({ intact: 1, unreachable: 2 });
  });
});

describe('fetching references into the store', () => {
  test('makes a version that holds the bytes, and the source may go', async () => {
    const { client, source, entries, restore, there } = await zoo();
    const fetched = await client.invoke('reference.fetch', { artifact: 'animals' });
    expect(fetched).toMatchObject({ created: true, files: 2, bytes: 9, problems: [], version: { ref: 'v1', addedBytes: 9, changes: { added: 0, modified: 2, removed: 0 } } });
    expect(await entries('animals')).toEqual({ 'cat.txt': 'file', 'dogs/rex.txt': 'file' });
    source.fail('gs://zoo', offline('gs://zoo'));
    // The version that only referred to it as well: what it names is in the store now.
    expect(await restore({ ref: 'v0' })).toMatchObject({ written: 2, problems: [] });
    expect(await restore()).toMatchObject({ written: 0, unchanged: 2, problems: [] });
    expect(there()).toEqual({ 'cat.txt': 'meow', dogs: 'folder', 'dogs/rex.txt': 'woof!' });
    expect((await client.invoke('store.verify', { deep: true })).findings).toEqual([]);
  });

  test('brings a part, and what can be had: the rest stays a reference', async () => {
    const { client, source, entries, world } = await zoo();
    source.remove('gs://zoo/animals/cat.txt');
    const { problems, files } = await client.invoke('reference.fetch', { artifact: 'animals' });
    expect({ files, problems }).toMatchObject({ files: 1, problems: [{ path: 'cat.txt' }] });
    expect(await entries('animals')).toEqual({ 'cat.txt': 'gs://zoo/animals/cat.txt', 'dogs/rex.txt': 'file' });
    expect(Object.keys(world.tree.snapshot('/home/me')).filter((path) => path.includes('fetched'))).toEqual([]);
    expect(await client.invoke('reference.fetch', { artifact: 'animals', paths: ['dogs'] })).toMatchObject({ created: false, files: 0 });
  });

  test('is not undone by the next look at the sources', async () => {
    const { client, entries } = await zoo();
    await client.invoke('reference.fetch', { artifact: 'animals', paths: ['cat.txt'] });
    expect((await client.invoke('reference.scan', { artifact: 'animals' })).created).toBe(false);
    expect(await entries('animals')).toEqual({ 'cat.txt': 'file', 'dogs/rex.txt': 'gs://zoo/animals/dogs/rex.txt' });
  });

  test('is called off without a version', async () => {
    const { client, source, engine } = await zoo();
    source.onPiece = () => engine.core.activities.cancelAll();
    await expect(client.invoke('reference.fetch', { artifact: 'animals' })).rejects.toMatchObject({ code: 'operation.cancelled' });
    expect((await client.invoke('version.list', { artifact: 'animals' })).total).toBe(1);
  });
});

test('a look at a reference reads its beginning, and tells why it cannot', async () => {
  const { client, source } = await zoo();
  const look = (path: string) => client.invoke('version.preview', { artifact: 'animals', path });
  expect(await look('cat.txt')).toEqual({ kind: 'text', text: 'meow', size: 4, truncated: false });
  source.put('gs://zoo/animals/cat.txt', 'purr');
  expect(await look('cat.txt')).toMatchObject({ kind: 'none', size: 4, reason: expect.stringContaining('not any more what the version names') as unknown });
});

describe('references that came from others', () => {
  /** An artifact whose references nobody at this computer added. */
  async function pulled() {
    const made = await zoo();
    const { client, world, engine } = made;
    world.tree.write('/etc/secret', 'secret');
    for (const uri of ['file:///etc/secret', 'https://wiki.internal/page']) {
      if (uri.startsWith('https')) made.source.put(uri, 'intern');
      await client.invoke('reference.add', { artifact: 'theirs', uri });
    }
    const { id } = engine.core.catalog.artifactByName('theirs') ?? { id: 0 };
    engine.core.catalog.transact((writer) => writer.setSetting(`references:${id}`, '[]'));
    const restore = () => client.invoke('restore.apply', { artifact: 'theirs', target });
    return { ...made, restore };
  }

  test('reach neither files of this computer nor its network, until each is permitted', async () => {
    const { client, restore, there, source } = await pulled();
    source.asked.splice(0);
    const { problems } = await restore();
    expect(problems.map(({ path, message }) => [path, /Permit (\S+)/.exec(message)?.[1]])).toEqual([['page', 'https://wiki.internal'], ['secret', 'file:///etc/']]);
    expect(source.asked.filter((one) => one.includes('etc'))).toEqual([]);
    expect(there()).toEqual({});
    expect((await client.invoke('reference.check', { artifact: 'theirs' })).counts).toMatchObject({ unreachable: 2 });
    await client.invoke('reference.permit', { artifact: 'theirs', origin: 'https://wiki.internal', allowed: true });
    expect((await restore()).problems.map(({ path }) => path)).toEqual(['secret']);
    await client.invoke('reference.permit', { artifact: 'theirs', origin: 'file:///etc/', allowed: true });
    expect(await restore()).toMatchObject({ problems: [] });
    expect(there()).toEqual({ page: 'intern', secret: 'secret' });
    const { permissions } = await client.invoke('reference.permit', { artifact: 'theirs', origin: 'file:///etc/', allowed: false });
    expect(permissions).toEqual(['https://wiki.internal']);
  });

  test('are not asked for by merely looking at them', async () => {
    const { client, source } = await pulled();
    source.asked.splice(0);
    expect(await client.invoke('version.preview', { artifact: 'theirs', path: 'page' })).toMatchObject({ kind: 'none' });
    expect(source.asked).toEqual([]);
  });

  test('make no links to files of this computer', async () => {
    const { client, there } = await pulled();
    await client.invoke('restore.apply', { artifact: 'theirs', target, references: 'link' });
    expect(there()).toEqual({});
  });
});

describe('a folder that is tracked without its bytes', () => {
  async function tracked() {
    const made = await createReferenceWorld();
    made.write({ 'cat.txt': 'meow', 'dogs/rex.txt': 'woof!' });
    await made.client.invoke('artifact.track', { path: work, name: 'animals', mode: 'reference' });
    const snapshot = async () => (await made.client.invoke('artifact.snapshot', { artifact: 'animals' })).version;
    return { ...made, snapshot, there: () => made.world.tree.snapshot(work) };
  }

  test('has versions, differences and moves, and costs nothing', async () => {
    const { client, world, write, snapshot } = await tracked();
    expect(await snapshot()).toMatchObject({ ref: 'v0' });
    write({ 'cat.txt': 'purr' });
    world.tree.rename(`${work}/dogs/rex.txt`, `${work}/dogs/max.txt`);
    expect(await snapshot()).toMatchObject({ ref: 'v1', addedBytes: 0, changes: { added: 0, modified: 1, removed: 0, renamed: 1 } });
    expect(await client.invoke('version.diff', { artifact: 'animals', from: 'v0', to: 'v1' })).toMatchObject({ renamed: [{ from: 'dogs/rex.txt', to: 'dogs/max.txt', size: 5 }] });
    world.tree.remove(`${work}/cat.txt`);
    expect(await snapshot()).toMatchObject({ ref: 'v2', files: 1 });
    const { versions } = await client.invoke('store.usage', { artifact: 'animals' });
    expect(versions.map(({ cost, reclaim }) => [cost, reclaim])).toEqual([[0, 0], [0, 0], [0, 0]]);
    expect((await client.invoke('store.verify', { deep: true })).findings).toEqual([]);
  });

  test('knows a moved file without reading it', async () => {
    const { world, client, snapshot } = await tracked();
    world.tree.rename(`${work}/cat.txt`, `${work}/tom.txt`);
    await snapshot();
    const { entries } = await client.invoke('version.entries', { artifact: 'animals' });
    expect(entries.map(({ path, target }) => [path, target])).toContainEqual(['tom.txt', `file://${work}/tom.txt`]);
  });

  test('gives back what the folder still has under another path, and says of each other file that it is gone', async () => {
    const { client, world, write, snapshot, there } = await tracked();
    world.tree.rename(`${work}/dogs/rex.txt`, `${work}/rex.txt`);
    write({ 'cat.txt': 'purr', 'cow.txt': 'moo' });
    await snapshot();
    world.tree.remove(`${work}/cow.txt`);
    await snapshot();
    const lost = { path: 'cow.txt', message: 'cow.txt cannot be brought back: its bytes are no longer to be had. No version kept them, and no file of the folder has them now.' };
    expect((await client.invoke('restore.plan', { artifact: 'animals', ref: 'v1' })).problems).toEqual([lost]);
    const { problems, written } = await client.invoke('restore.apply', { artifact: 'animals', ref: 'v0' });
    expect(written).toBe(1);
    expect(there()).toMatchObject({ 'dogs/rex.txt': 'woof!', 'cat.txt': 'purr', 'rex.txt': 'woof!' });
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['cat.txt', 'rex.txt']);
    expect(problems.find(({ path }) => path === 'cat.txt')?.message).toMatch(/left alone: it is tracked without its bytes/);
  });

  test('can be restored elsewhere as far as its files are still what they were', async () => {
    const { client, world, write } = await tracked();
    write({ 'cat.txt': 'purr' });
    const { written, problems } = await client.invoke('restore.apply', { artifact: 'animals', ref: 'v0', target });
    expect(written).toBe(1);
    expect(problems).toMatchObject([{ path: 'cat.txt', message: expect.stringContaining('not any more what the version names') as unknown }]);
    expect(world.tree.snapshot(target)).toEqual({ dogs: 'folder', 'dogs/rex.txt': 'woof!' });
  });

  test('drifts, and is kept with its bytes once somebody says so', async () => {
    const { client, write, entries } = await tracked();
    write({ 'cat.txt': 'purr' });
    expect((await client.invoke('reference.check', { artifact: 'animals' })).counts).toMatchObject({ intact: 1, changed: 1 });
    await client.invoke('artifact.untrack', { artifact: 'animals' });
    const { version } = await client.invoke('artifact.track', { path: work, name: 'animals', mode: 'copy' });
    expect(version).toMatchObject({ ref: 'v1', addedBytes: 9 });
    expect(await entries('animals')).toEqual({ 'cat.txt': 'file', 'dogs/rex.txt': 'file' });
  });
});

test('references that stand beside a folder come back in the manifest, and the folder gets none of them', async () => {
  const { client, world, source, write, entries } = await createReferenceWorld();
  write({ 'a.txt': 'one' });
  source.put('gs://zoo/cat.txt', 'meow');
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  await client.invoke('reference.add', { artifact: 'mine', uri: 'gs://zoo', path: 'zoo' });
  write({ 'a.txt': 'two' });
  source.put('gs://zoo/dog.txt', 'woof');
  await client.invoke('artifact.snapshot', { artifact: 'mine' });
  expect(Object.keys(await entries('mine'))).toEqual(['a.txt', 'zoo/cat.txt', 'zoo/dog.txt']);
  const { version, operation } = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v1' });
  expect(version).toMatchObject({ identicalTo: 1 });
  expect(world.tree.snapshot(work)).toEqual({ 'a.txt': 'one' });
  await client.invoke('operation.undo', { operation: operation ?? 0 });
  expect(world.tree.snapshot(work)).toEqual({ 'a.txt': 'two' });
  expect(Object.keys(await entries('mine'))).toEqual(['a.txt', 'zoo/cat.txt', 'zoo/dog.txt']);
});
