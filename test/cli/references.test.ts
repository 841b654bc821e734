import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createDesk } from './desk.ts';

/** A desk with a folder of three files that is not tracked. */
function dataset() {
  const desk = createDesk();
  const data = desk.at('data');
  mkdirSync(path.join(data, 'dogs'), { recursive: true });
  const write = (name: string, content: string): void => writeFileSync(path.join(data, name), content);
  write('cat.txt', 'meow');
  write('dogs/rex.txt', 'woof!');
  write('a b.txt', 'blank');
  const uri = (name: string): string => pathToFileURL(path.join(data, name)).href;
  return { ...desk, data, write, uri };
}

describe('The command line', () => {
  test('refers to what stays where it is, looks at it again, and tells what is not any more what it was', async () => {
    const { done, refused, text, write, uri, data } = dataset();
    const added = await done('refAdd', 'ref', 'add', 'animals', uri(''));
    expect(added).toMatchObject({ created: true, artifact: { name: 'animals', mode: 'reference', path: null }, version: { ref: 'v0', files: 3, bytes: 14, addedBytes: 0 } });
    const { entries } = await done('files', 'files', 'animals');
    expect(entries.map(({ path: name, kind, target }) => [name, kind, target])).toEqual([
      ['a b.txt', 'reference', uri('a%20b.txt').replace('%2520', '%20')],
      ['cat.txt', 'reference', uri('cat.txt')],
      ['dogs/rex.txt', 'reference', uri('dogs/rex.txt')],
    ]);
    expect(await done('refScan', 'ref', 'scan', 'animals')).toMatchObject({ created: false, version: { ref: 'v0' } });
    write('cat.txt', 'purr');
    rmSync(path.join(data, 'dogs/rex.txt'));
    expect(await text('ref', 'check', 'animals')).toMatch(/changed +cat\.txt: .*\nmissing +dogs\/rex\.txt: .*\nanimals:v0 +1 intact, 1 changed, 1 missing\n/);
    expect(await done('snapshot', 'snapshot', 'animals', '-m', 'rex left')).toMatchObject({ created: true, version: { ref: 'v1', files: 2, description: 'rex left', changes: { modified: 1, removed: 1 } } });
    expect(await done('refCheck', 'ref', 'check', 'animals')).toMatchObject({ ref: 'v1', intact: 2, changed: [], missing: [], recoverable: [] });
    expect((await done('refList', 'ref', 'ls', 'animals')).references).toMatchObject([{ uri: uri(''), path: '', checksum: true }]);
    expect(await done('refList', 'ref', 'schedule', 'animals', '6h')).toMatchObject({ everyMs: 21_600_000 });
    expect(await text('ref', 'ls', 'animals')).toMatch(/Looked at every 6 h\. Last: just now/);
    expect(await done('refRemove', 'ref', 'rm', 'animals', data)).toMatchObject({ version: { ref: 'v2', files: 0 } });
    expect(await refused('ref', 'rm', 'animals', data)).toMatchObject([3, 'reference.not-found']);
    expect(await refused('ref', 'add', 'animals', 's3://me:secret@bucket/x')).toMatchObject([2, 'reference.credentials']);
    expect(await refused('ref', 'add', 'animals', uri('nothing'))).toMatchObject([3, 'reference.missing']);
    expect(await refused('ref', 'schedule', 'animals', 'soon')).toMatchObject([2, 'usage']);
  });

  test('fetches what is referred to for a script, or gives links and URIs', async () => {
    const { done, text, at, uri, write } = dataset();
    await done('refAdd', 'ref', 'add', 'animals', uri('dogs'), '--path', 'dogs');
    await done('refAdd', 'ref', 'add', 'animals', 's3://far/away', '--no-checksum');
    const linked = await done('useNoFetch', 'use', 'animals', '--root', at('links'), '--no-fetch');
    expect(linked.references).toEqual([{ path: 'away', uri: 's3://far/away', size: null }, { path: 'dogs/rex.txt', uri: uri('dogs/rex.txt'), size: 5 }]);
    expect(readdirSync(linked.directory)).toEqual(['dogs']);
    expect(readlinkSync(path.join(linked.directory, 'dogs/rex.txt'))).toBe(at('data/dogs/rex.txt'));
    expect(await text('use', 'animals', '--root', at('links'), '--no-fetch')).toBe(`${linked.directory}\ns3://far/away\n${uri('dogs/rex.txt')}\n`);
    await done('refRemove', 'ref', 'rm', 'animals', 's3://far/away');
    const { directory } = await done('use', 'use', 'animals', '--root', at('copies'));
    expect(readFileSync(path.join(directory, 'dogs/rex.txt'), 'utf8')).toBe('woof!');
    expect(await done('refFetch', 'ref', 'fetch', 'animals')).toMatchObject({ created: true, files: 1, bytes: 5, problems: [], version: { addedBytes: 5 } });
    write('dogs/rex.txt', 'other');
    expect(await done('use', 'use', 'animals', '--root', at('later'))).toMatchObject({ directory: expect.stringContaining('later') as unknown });
    expect(readFileSync(path.join(at('later'), readdirSync(at('later'))[0] ?? '', 'dogs/rex.txt'), 'utf8')).toBe('woof!');
  });

  test('writes manifests, its own and in the shape of Weights & Biases', async () => {
    const { done, uri, at } = dataset();
    mkdirSync(at('mine'));
    writeFileSync(at('mine/note.txt'), 'hello');
    await done('track', 'track', 'mine', '--name', 'animals');
    await done('refAdd', 'ref', 'add', 'animals', uri('cat.txt'));
    await done('refAdd', 'ref', 'add', 'animals', 's3://far/away', '--no-checksum');
    const { entries } = await done('manifest', 'manifest', 'animals');
    expect(entries).toMatchObject([
      { path: 'away', kind: 'reference', identity: {} },
      { path: 'cat.txt', kind: 'reference', identity: { sha256: '404cdd7bc109c432f8cc2443b45bcfe95980f5107215c645236e577929ac3e52' } },
      { path: 'note.txt', kind: 'file' },
    ]);
    const { contents } = await done('manifestWandb', 'manifest', 'animals', '--format', 'wandb');
    expect(contents).toEqual({
      away: { digest: 's3://far/away', ref: 's3://far/away' },
      'cat.txt': { digest: '404cdd7bc109c432f8cc2443b45bcfe95980f5107215c645236e577929ac3e52', ref: uri('cat.txt'), size: 4, extra: { sha256: '404cdd7bc109c432f8cc2443b45bcfe95980f5107215c645236e577929ac3e52' } },
      'note.txt': { digest: 'XUFAKrxLKna5cZ2REBfFkg==', size: 5 },
    });
  });
});
