import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileUriOf } from '../../../electron/engine/model/reference-uri.ts';
import { failureOf, listAll, openSource, readAll } from './reading.ts';

describe('a reference to files of this computer', () => {
  let root: string;
  const source = openSource();
  const uri = (name: string): string => fileUriOf(path.join(root, name));
  const own = (name: string): string[] => [uri(name), `${uri(name)}/`];
  const stat = async (name: string, permitted: string[]) => (await source.stat(uri(name), { permitted })).present;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'strata-files-'));
    mkdirSync(path.join(root, 'data/animals'), { recursive: true });
    writeFileSync(path.join(root, 'data/animals/cat'), 'meow');
    writeFileSync(path.join(root, 'secret'), 'keys');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is not read without a permission around it', async () => {
    for (const permitted of [[], own('data/other'), own('data/anim'), [uri('data/animals/dog')], ['http://127.0.0.1']]) {
      const failure = await failureOf(stat('data/animals/cat', permitted));
      expect(failure).toMatchObject({ code: 'reference.not-permitted', data: { place: `${uri('data/animals')}/`, kind: 'local-file', canAsk: true } });
    }
    expect(await failureOf(listAll(source, uri('data'), own('data/animals')))).toMatchObject({ code: 'reference.not-permitted' });
    expect(await failureOf(readAll(source, `${uri('data/animals')}/../../secret`, { permitted: own('data') }))).toMatchObject({ code: 'reference.not-permitted' });
    expect(await stat('data/animals/cat', own('data'))).toMatchObject({ size: 4 });
  });

  it('follows no links, out of the permitted place or within it', async () => {
    symlinkSync(path.join(root, 'secret'), path.join(root, 'data/animals/out'));
    symlinkSync(root, path.join(root, 'data/animals/up'));
    symlinkSync('cat', path.join(root, 'data/animals/same'));
    expect((await listAll(source, uri('data/animals'), own('data'))).map(({ name }) => name)).toEqual(['cat']);
    for (const name of ['out', 'up/secret', 'same']) {
      expect(await stat(`data/animals/${name}`, own('data'))).toBeNull();
      expect(await failureOf(readAll(source, uri(`data/animals/${name}`), { permitted: own('data') }))).toMatchObject({ code: 'reference.missing' });
    }
  });

  it('follows the link that a person named', async () => {
    symlinkSync(path.join(root, 'data/animals'), path.join(root, 'zoo'));
    const found = await listAll(source, uri('zoo'), own('zoo'));
    expect(found.map((object) => object.uri)).toEqual([uri('zoo/cat')]);
    expect((await readAll(source, uri('zoo/cat'), { ...found[0], permitted: own('zoo') })).toString()).toBe('meow');
  });

  it('to an empty folder is to nothing, and so is one to what is neither file nor folder', async () => {
    mkdirSync(path.join(root, 'mount'));
    expect(await failureOf(listAll(source, uri('mount'), own('mount')))).toMatchObject({ code: 'reference.missing' });
    expect(await failureOf(listAll(source, 'file:///dev/null', ['file:///dev/null']))).toMatchObject({ code: 'reference.missing' });
  });

  it('tells how much was read to know them', async () => {
    writeFileSync(path.join(root, 'data/animals/dog'), Buffer.alloc(3_000_000));
    let read = 0;
    for await (const _ of source.list(uri('data'), { permitted: own('data'), onBytes: (bytes) => (read += bytes) })) expect(read).toBeGreaterThan(0);
    expect(read).toBe(3_000_004);
  });

  it('is not given when its bytes changed and nothing else did', async () => {
    const before = await stat('data/animals/cat', own('data'));
    writeFileSync(path.join(root, 'data/animals/cat'), 'purr');
    utimesSync(path.join(root, 'data/animals/cat'), 1, 1);
    expect(await failureOf(readAll(source, uri('data/animals/cat'), { ...before, permitted: own('data') }))).toMatchObject({ code: 'reference.changed' });
  });

  it('is not given when it changes while it is read', async () => {
    const file = path.join(root, 'data/animals/big');
    for (const change of [() => truncateSync(file, 10), () => writeFileSync(file, Buffer.alloc(5_000_000, 'b'))]) {
      writeFileSync(file, Buffer.alloc(5_000_000, 'a'));
      const reading = async (): Promise<void> => {
        for await (const _ of source.read(uri('data/animals/big'), { permitted: own('data'), identity: {}, size: 5_000_000 })) change();
      };
      expect(await failureOf(reading())).toMatchObject({ code: 'reference.changed' });
    }
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read is told, and makes no shorter list', async () => {
    mkdirSync(path.join(root, 'data/closed'));
    chmodSync(path.join(root, 'data/closed'), 0);
    expect(await failureOf(listAll(source, uri('data'), own('data')))).toMatchObject({ code: 'reference.denied' });
    chmodSync(path.join(root, 'data/closed'), 0o755);
  });
});
