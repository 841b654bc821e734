import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHandClock } from '../../fakes/clock-memory.ts';
import { offline } from '../../fakes/reference-source-memory.ts';
import { createReferenceWorld, type ReferenceWorld } from './reference-world.ts';

const hour = 3_600_000;

async function zoo(options: Parameters<typeof createReferenceWorld>[0] = {}): Promise<ReferenceWorld> {
  const made = await createReferenceWorld(options);
  made.source.put('gs://zoo/animals/cat.txt', 'meow');
  made.source.put('gs://zoo/animals/dog.txt', 'woof');
  return made;
}

/** Lets work that waits for nothing but turns come to its end. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => void setImmediate(resolve));
}

describe('looking at sources again', () => {
  test('makes a version when something came, changed or went, and none when nothing did', async () => {
    const { client, source, entries } = await zoo();
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    expect(await client.invoke('reference.scan', { artifact: 'animals' })).toMatchObject({ created: false, version: { ref: 'v0' } });
    source.put('gs://zoo/animals/cat.txt', 'purr');
    source.remove('gs://zoo/animals/dog.txt');
    source.put('gs://zoo/animals/cow.txt', 'moo');
    const { created, version } = await client.invoke('artifact.snapshot', { artifact: 'animals', description: 'cows', aliases: ['best'] });
    expect(created).toBe(true);
    expect(version).toMatchObject({ ref: 'v1', description: 'cows', aliases: ['latest', 'best'], changes: { added: 1, modified: 1, removed: 1 } });
    expect(Object.keys(await entries('animals'))).toEqual(['cat.txt', 'cow.txt']);
    expect(await client.invoke('version.diff', { artifact: 'animals', from: 'v0', to: 'v1' })).toMatchObject({
      added: [{ path: 'cow.txt' }],
      removed: [{ path: 'dog.txt' }],
      modified: [{ path: 'cat.txt', size: 4, sizeBefore: 4 }],
    });
  });

  test('makes no version when the same bytes were put again', async () => {
    const { client, source } = await zoo();
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    source.put('gs://zoo/animals/cat.txt', 'meow');
    expect((await client.invoke('reference.scan', { artifact: 'animals' })).created).toBe(false);
  });

  test('leaves everything as it was of a source that breaks off, and says so', async () => {
    const { client, source, entries } = await zoo();
    source.put('gs://farm/pig.txt', 'oink');
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    await client.invoke('reference.add', { artifact: 'animals', uri: 'gs://farm', path: 'farm' });
    source.fail('gs://zoo', offline('gs://zoo/animals'));
    source.put('gs://farm/hen.txt', 'cluck');
    const { created, version } = await client.invoke('reference.scan', { artifact: 'animals' });
    expect(created).toBe(true);
    expect(version.problems).toEqual([{ path: 'gs://zoo/animals', reason: 'unreadable', message: 'gs://zoo/animals cannot be reached: the cable is out.' }]);
    expect(Object.keys(await entries('animals'))).toEqual(['cat.txt', 'dog.txt', 'farm/hen.txt', 'farm/pig.txt']);
    source.fail('gs://farm', offline('gs://farm'));
    await expect(client.invoke('reference.scan', { artifact: 'animals' })).rejects.toMatchObject({ code: 'reference.offline' });
    expect((await client.invoke('reference.list', { artifact: 'animals' })).lastScan).toMatchObject({ message: 'gs://zoo/animals cannot be reached: the cable is out.' });
  });

  test('says that nothing was added', async () => {
    const { client, write } = await zoo();
    write({ a: 'a' });
    await client.invoke('artifact.track', { path: '/home/me/work', name: 'mine' });
    await expect(client.invoke('reference.scan', { artifact: 'mine' })).rejects.toMatchObject({ code: 'reference.not-found' });
  });

  test('happens by itself as often as was said, and tells what it could not reach', async () => {
    const clock = createHandClock();
    const { client, source, events } = await zoo({ clock, watch: true });
    const adding = client.invoke('reference.add', { artifact: 'animals', uri: 'gs://zoo/animals' });
    const tick = setInterval(() => clock.advance(1), 1);
    await adding;
    await client.invoke('reference.setSchedule', { artifact: 'animals', everyMs: hour });
    source.put('gs://zoo/animals/cow.txt', 'moo');
    clock.advance(2 * hour);
    await settle();
    clearInterval(tick);
    for (let i = 0; i < 20; i++) {
      clock.advance(1);
      await settle();
    }
    const made = events.filter((event) => event.kind === 'version.created');
    expect(made.map(({ version }) => [version.ref, version.origin])).toEqual([['v0', 'baseline'], ['v1', 'rescan']]);
    source.fail('gs://zoo', offline('gs://zoo/animals'));
    clock.advance(hour + 60_000);
    for (let i = 0; i < 20; i++) {
      clock.advance(1);
      await settle();
    }
    expect(events.find((event) => event.kind === 'references.unreachable')).toMatchObject({ artifact: 'animals', message: expect.stringContaining('cable') as unknown });
  });
});

test('whatever happens to a bucket, a rescan has exactly its objects, and one more finds nothing', { timeout: 30_000 }, async () => {
  const name = fc.array(fc.constantFrom('a', 'b', 'c d', '..', 'ä', ''), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const step = fc.record({ name, content: fc.option(fc.constantFrom('x', 'y')) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), async (rounds) => {
      const { client, source } = await createReferenceWorld();
      source.put('gs://zoo/all/always', 'here');
      await client.invoke('reference.add', { artifact: 'all', uri: 'gs://zoo/all' });
      const there = new Map([['gs://zoo/all/always', 'here']]);
      for (const steps of rounds) {
        for (const { name: at, content } of steps) {
          const uri = `gs://zoo/all/${at}`;
          if (content === null) source.remove(uri);
          else source.put(uri, content);
          if (content === null) there.delete(uri);
          else there.set(uri, content);
        }
        await client.invoke('reference.scan', { artifact: 'all' });
        expect((await client.invoke('reference.scan', { artifact: 'all' })).created).toBe(false);
        const { entries } = await client.invoke('version.entries', { artifact: 'all' });
        expect(new Set(entries.map(({ target }) => target))).toEqual(new Set(there.keys()));
      }
    }),
    { numRuns: 40 },
  );
});

/** `STRATA_MANY=250000` for the long form. */
const many = Number(process.env['STRATA_MANY'] ?? 5_000);

test(`a prefix of ${many} objects is listed to its end, none left out, and found unchanged`, { timeout: 600_000 }, async () => {
  const { client, source, events } = await createReferenceWorld();
  for (let i = 0; i < many; i++) source.put(`gs://zoo/many/${String(i % 97)}/${String(i)}.bin`, String(i));
  const { version } = await client.invoke('reference.add', { artifact: 'many', uri: 'gs://zoo/many' });
  expect(version.files).toBe(many);
  const told = events.flatMap((event) => (event.kind === 'activity.finished' ? [event.activity.files] : []));
  expect(told).toContain(many);
  expect((await client.invoke('reference.scan', { artifact: 'many' })).created).toBe(false);
  expect((await client.invoke('reference.check', { artifact: 'many' })).counts).toMatchObject({ intact: many });
  source.put('gs://zoo/many/5/5.bin', 'changed');
  const { version: next } = await client.invoke('reference.scan', { artifact: 'many' });
  expect(next).toMatchObject({ files: many, changes: { added: 0, modified: 1, removed: 0 } });
});
