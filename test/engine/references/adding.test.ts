import { describe, expect, test } from 'vitest';
import { work } from '../memory-world.ts';
import { offline } from '../../fakes/reference-source-memory.ts';
import { createReferenceWorld } from './reference-world.ts';

/** A bucket with three animals. */
async function zoo() {
  const made = await createReferenceWorld();
  made.source.put('gs://zoo/animals/cat.txt', 'meow');
  made.source.put('gs://zoo/animals/dogs/rex.txt', 'woof!');
  made.source.put('gs://zoo/animals/dogs/fly.txt', 'wau');
  made.source.put('gs://zoo/animals2/no.txt', 'not this');
  return made;
}

describe('adding a reference', () => {
  test('makes an artifact of everything below a prefix, without any bytes', async () => {
    const { client, entries } = await zoo();
    const { artifact, version, created } = await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    expect(created).toBe(true);
    expect(artifact).toMatchObject({ name: 'animals', mode: 'reference', path: null, versions: 1 });
    expect(version).toMatchObject({ ref: 'v0', files: 3, bytes: 12, addedBytes: 0, origin: 'baseline', aliases: ['latest'] });
    expect(await entries('animals')).toEqual({
      'cat.txt': 'gs://zoo/animals/cat.txt',
      'dogs/fly.txt': 'gs://zoo/animals/dogs/fly.txt',
      'dogs/rex.txt': 'gs://zoo/animals/dogs/rex.txt',
    });
    const { entries: [cat] } = await client.invoke('version.entries', { artifact: 'animals' });
    expect(cat).toMatchObject({ kind: 'reference', size: 4, identity: { generation: '1', md5: '4a4be40c96ac6314e91d93f38043a634' } });
    expect(await client.invoke('store.usage', { artifact: 'animals' })).toMatchObject({ versions: [{ ref: 'v0', size: 12, cost: 0, reclaim: 0 }] });
    expect((await client.invoke('store.verify', { deep: true })).findings).toEqual([]);
    expect((await client.invoke('operation.list', { artifact: 'animals' })).operations.map(({ kind }) => kind)).toEqual(['reference.add', 'snapshot']);
  });

  test('puts one object under its own name, and what is told to stand elsewhere there', async () => {
    const { client, entries } = await zoo();
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals/cat.txt' });
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals/dogs', path: 'more/dogs' });
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals2/no.txt', path: 'one.txt' });
    expect(await entries('animals')).toEqual({
      'cat.txt': 'gs://zoo/animals/cat.txt',
      'more/dogs/fly.txt': 'gs://zoo/animals/dogs/fly.txt',
      'more/dogs/rex.txt': 'gs://zoo/animals/dogs/rex.txt',
      'one.txt': 'gs://zoo/animals2/no.txt',
    });
    expect((await client.invoke('version.get', { artifact: 'animals' })).version).toMatchObject({ ref: 'v2', changes: { added: 1, modified: 0, removed: 0 } });
  });

  test('asks nothing without a checksum: the URI is what is kept', async () => {
    const { client, source, entries } = await zoo();
    const { version } = await client.invoke('reference.add', { artifact: 'animals', uri: 's3://far/animals', checksum: false });
    expect(version).toMatchObject({ files: 1, bytes: 0 });
    expect(await entries('animals')).toEqual({ animals: 's3://far/animals' });
    await client.invoke('reference.scan', { artifact: 'animals' });
    expect(await client.invoke('reference.check', { artifact: 'animals' })).toMatchObject({ counts: { unchecked: 1, intact: 0 } });
    expect(source.asked).toEqual([]);
  });

  test('leaves no object out whose name cannot be a path', async () => {
    const { client, source, entries } = await createReferenceWorld();
    for (const name of ['a//b', '../up', './here', 'back\\slash', 'a/..', 'plain']) source.put(`gs://odd/x/${name}`, name);
    const { version } = await client.invoke('reference.add', { artifact: 'odd', uri: 'gs://odd/x' });
    expect(version).toMatchObject({ files: 6, problems: [] });
    expect(await entries('odd')).toEqual({
      '%2E%2E/up': 'gs://odd/x/../up',
      '%2E/here': 'gs://odd/x/./here',
      'a/%2E%2E': 'gs://odd/x/a/..',
      'a/%2F/b': 'gs://odd/x/a//b',
      'back\\slash': 'gs://odd/x/back\\slash',
      plain: 'gs://odd/x/plain',
    });
  });

  test.each([
    ['what is nowhere', 'gs://zoo/nothing', 'reference.missing'],
    ['what cannot be reached', 'gs://away/x', 'reference.offline'],
    ['an unknown scheme', 'ftp://zoo/x', 'reference.uri-invalid'],
    ['a password', 'https://me:secret@zoo.org/x', 'reference.credentials'],
  ])('refuses %s, and nothing stays', async (_, uri, code) => {
    const { client, source, events } = await zoo();
    source.fail('gs://away', offline('gs://away'));
    await expect(client.invoke('reference.add', { artifact: 'animals', uri })).rejects.toMatchObject({ code });
    expect((await client.invoke('artifact.list', {})).artifacts).toEqual([]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  test('refuses what was added already, and what lies with it', async () => {
    const { client } = await zoo();
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    for (const uri of ['gs://zoo/animals', 'gs://zoo/animals/dogs', 'gs://zoo']) {
      await expect(client.invoke('reference.add', { artifact: 'animals', uri })).rejects.toMatchObject({ code: 'reference.overlaps' });
    }
    expect((await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals2' })).created).toBe(true);
  });

  test('can be called off, and nothing stays', async () => {
    const { client, source, engine } = await zoo();
    source.pageSize = 1;
    const adding = client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    const refused = expect(adding).rejects.toMatchObject({ code: 'operation.cancelled' });
    const [activity] = engine.core.activities.list();
    expect(activity).toMatchObject({ kind: 'rescan', artifact: 'animals', phase: 'Listing' });
    engine.core.activities.cancelAll();
    await refused;
    expect((await client.invoke('artifact.list', {})).artifacts).toEqual([]);
  });

  test('says what is left out because something else stands under its path', async () => {
    const { client, entries } = await zoo();
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals/cat.txt' });
    const { created, problems } = await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals2/no.txt', path: 'cat.txt' });
    expect(created).toBe(false);
    expect(problems).toMatchObject([{ path: 'cat.txt', message: expect.stringContaining('gs://zoo/animals2/no.txt') as unknown }]);
    expect(await entries('animals')).toEqual({ 'cat.txt': 'gs://zoo/animals/cat.txt' });
  });

  test('takes out again what was added', async () => {
    const { client, entries } = await zoo();
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals/cat.txt' });
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals/dogs', path: 'dogs' });
    const { version } = await client.invoke('reference.remove', { artifact: 'animals', uri: 'gs://zoo/animals/dogs' });
    expect(version).toMatchObject({ ref: 'v2', changes: { removed: 2 }, identicalTo: 0 });
    expect(await entries('animals')).toEqual({ 'cat.txt': 'gs://zoo/animals/cat.txt' });
    expect((await client.invoke('reference.list', { artifact: 'animals' })).references).toMatchObject([{ uri: 'gs://zoo/animals/cat.txt' }]);
    await expect(client.invoke('reference.remove', { artifact: 'animals', uri: 'gs://zoo/animals/dogs' })).rejects.toMatchObject({ code: 'reference.not-found' });
  });
});

describe('an artifact of files and references', () => {
  test('keeps its references whatever happens in its folder', async () => {
    const { client, world, write, entries } = await zoo();
    write({ 'notes.txt': 'mine', 'dogs/mine.txt': 'mine' });
    await client.invoke('artifact.track', { path: work, name: 'animals' });
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    const mixed = {
      'cat.txt': 'gs://zoo/animals/cat.txt',
      'dogs/fly.txt': 'gs://zoo/animals/dogs/fly.txt',
      'dogs/mine.txt': 'file',
      'dogs/rex.txt': 'gs://zoo/animals/dogs/rex.txt',
      'notes.txt': 'file',
    };
    expect(await entries('animals')).toEqual(mixed);
    world.tree.remove(`${work}/dogs`);
    write({ 'notes.txt': 'changed' });
    const { version } = await client.invoke('artifact.snapshot', { artifact: 'animals', description: 'dogs left' });
    expect(version).toMatchObject({ ref: 'v2', description: 'dogs left', changes: { added: 0, modified: 1, removed: 1 } });
    const { 'dogs/mine.txt': _, ...rest } = mixed;
    expect(await entries('animals')).toEqual(rest);
  });

  test('keeps them when its folder is tracked again, and when a folder is tracked for the first time', async () => {
    const { client, write, entries } = await zoo();
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals/dogs', path: 'dogs' });
    write({ 'a.txt': 'a', 'e.txt': 'e' });
    const { artifact } = await client.invoke('artifact.track', { path: work, name: 'animals' });
    expect(artifact.mode).toBe('copy');
    const mixed = { 'a.txt': 'file', 'dogs/fly.txt': 'gs://zoo/animals/dogs/fly.txt', 'dogs/rex.txt': 'gs://zoo/animals/dogs/rex.txt', 'e.txt': 'file' };
    expect(await entries('animals')).toEqual(mixed);
    await client.invoke('artifact.untrack', { artifact: 'animals' });
    expect((await client.invoke('artifact.track', { path: work, name: 'animals' })).created).toBe(false);
    expect(await entries('animals')).toEqual(mixed);
  });

  test('says what the folder stands in the way of', async () => {
    const { client, write, entries } = await zoo();
    write({ 'cat.txt': 'mine' });
    await client.invoke('artifact.track', { path: work, name: 'animals' });
    const { version } = await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    expect(version.problems).toMatchObject([{ path: 'cat.txt', message: expect.stringContaining('gs://zoo/animals/cat.txt') as unknown }]);
    expect(await entries('animals')).toMatchObject({ 'cat.txt': 'file', 'dogs/rex.txt': 'gs://zoo/animals/dogs/rex.txt' });
  });
});
