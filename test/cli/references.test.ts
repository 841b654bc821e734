import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { S3Server } from '../fakes/s3-server.ts';
import { createDesk } from './desk.ts';
import { documents } from './document-schemas.ts';

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
    const refusal = async (...words: string[]) => (await refused('ref', ...words)).slice(0, 2);
    expect(await refusal('rm', 'animals', data)).toEqual([3, 'reference.not-found']);
    expect(await refusal('add', 'animals', 's3://me:secret@bucket/x')).toEqual([2, 'reference.credentials']);
    expect(await refusal('add', 'animals', uri('nothing'))).toEqual([3, 'reference.missing']);
    expect(await refusal('schedule', 'animals', 'soon')).toEqual([2, 'usage']);
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

  test('refers to a bucket, restores what was recorded after it was overwritten, and writes the manifest', async () => {
    const server = await S3Server.start();
    onTestFinished(() => server.stop());
    server.accounts.push({ accessKeyId: 'AKIATEST', secretAccessKey: 'secret' });
    const bucket = server.createBucket('my-bucket', { versioning: true });
    server.pageSize = 7;
    for (let i = 0; i < 20; i++) bucket.put(`animals/${String(i).padStart(2, '0')}.bin`, Buffer.alloc(1_000 + i, i));
    const environment = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret', AWS_ENDPOINT_URL_S3: server.endpoint, AWS_REGION: 'us-east-1' };
    const { done, ended, at } = createDesk(environment);
    expect(await done('refAdd', 'ref', 'add', 'animals', 's3://my-bucket/animals')).toMatchObject({ version: { ref: 'v0', files: 20, bytes: 20_190 } });
    bucket.put('animals/03.bin', Buffer.from('other'));
    bucket.delete('animals/04.bin');
    bucket.put('animals/05.bin', Buffer.alloc(1_005, 5));
    const { status, document } = await ended('ref', 'check', 'animals');
    expect(status).toBe(5);
    expect(documents.refCheck.parse(document)).toMatchObject({ intact: 18, recoverable: [{ path: '03.bin' }, { path: '04.bin' }], changed: [], missing: [] });
    await done('restore', 'restore', 'animals:v0', '--to', at('there'));
    expect(readdirSync(at('there'))).toHaveLength(20);
    expect(readFileSync(at('there/03.bin'))).toEqual(Buffer.alloc(1_003, 3));
    expect(await done('refScan', 'ref', 'scan', 'animals')).toMatchObject({ created: true, version: { ref: 'v1', files: 19, changes: { modified: 1, removed: 1 } } });
    const { contents } = await done('manifestWandb', 'manifest', 'animals:v0', '--format', 'wandb');
    expect(contents['05.bin']).toMatchObject({ ref: 's3://my-bucket/animals/05.bin', size: 1_005, extra: { versionID: expect.any(String) as unknown } });
  });
});
