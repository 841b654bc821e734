import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GcsServer } from './gcs-server.ts';

const quarter = 256 * 1024;

/** The documented API, asked for with nothing but HTTP: what the adapter is tested with must itself be right. */
describe('the test server of Cloud Storage', () => {
  let server: GcsServer;

  beforeEach(async () => {
    server = await GcsServer.start();
    server.createBucket('team');
  });
  afterEach(() => server.stop());

  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${server.endpoint}${path}`, { ...init, headers: { 'Accept-Encoding': 'gzip', ...(init.headers as Record<string, string>) } });
  const put = (name: string, text: string, query = ''): Promise<Response> =>
    ask(`/upload/storage/v1/b/team/o?uploadType=media&name=${encodeURIComponent(name)}${query}`, { method: 'POST', body: text });
  const fields = async (response: Promise<Response>): Promise<Record<string, unknown>> => (await (await response).json()) as Record<string, unknown>;
  const generationOf = async (response: Promise<Response>): Promise<string> => String((await fields(response))['generation']);
  const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status;
  const namesOf = async (query: string): Promise<unknown> => {
    const { items = [], prefixes } = (await fields(ask(`/storage/v1/b/team/o?${query}`))) as { items?: { name: string }[]; prefixes?: string[] };
    return { names: items.map(({ name }) => name), ...(prefixes && { prefixes }) };
  };

  describe('keeps buckets', () => {
    it('that are made once, told, listed, and deleted when they are empty', async () => {
      const made = ask('/storage/v1/b?project=p', { method: 'POST', body: JSON.stringify({ name: 'models' }) });
      expect(await fields(made)).toMatchObject({ kind: 'storage#bucket', name: 'models', metageneration: '1' });
      expect(await statusOf(ask('/storage/v1/b?project=p', { method: 'POST', body: JSON.stringify({ name: 'models' }) }))).toBe(409);
      expect(await fields(ask('/storage/v1/b?project=p'))).toMatchObject({ items: [{ name: 'models' }, { name: 'team' }] });
      expect(await statusOf(put('a', 'text'))).toBe(200);
      expect(await statusOf(ask('/storage/v1/b/team', { method: 'DELETE' }))).toBe(409);
      expect(await statusOf(ask('/storage/v1/b/models', { method: 'DELETE' }))).toBe(204);
      expect(await statusOf(ask('/storage/v1/b/models'))).toBe(404);
    });

    it('with preconditions on what is said of them', async () => {
      const change = { method: 'PATCH', body: JSON.stringify({ versioning: { enabled: true } }) };
      expect(await statusOf(ask('/storage/v1/b/team?ifMetagenerationMatch=2', change))).toBe(412);
      expect(await fields(ask('/storage/v1/b/team?ifMetagenerationMatch=1', change))).toMatchObject({ metageneration: '2', versioning: { enabled: true } });
      expect(await statusOf(ask('/storage/v1/b/team?ifMetagenerationNotMatch=2'))).toBe(304);
    });
  });

  describe('puts a content', () => {
    it('only where the generation is the one that was asked for', async () => {
      const first = await generationOf(put('a', 'one', '&ifGenerationMatch=0'));
      expect(await statusOf(put('a', 'two', '&ifGenerationMatch=0'))).toBe(412);
      expect(await statusOf(put('a', 'two', `&ifGenerationMatch=${first}`))).toBe(200);
      expect(await statusOf(put('a', 'three', `&ifGenerationMatch=${first}`))).toBe(412);
      expect(await statusOf(put('a', 'three', '&ifGenerationMatch=first'))).toBe(400);
      expect(await (await ask('/storage/v1/b/team/o/a?alt=media')).text()).toBe('two');
    });

    it('never when its sums are wrong', async () => {
      const refused = await ask('/upload/storage/v1/b/team/o?uploadType=media&name=a', { method: 'POST', body: 'text', headers: { 'x-goog-hash': 'crc32c=AAAAAA==' } });
      expect(refused.status).toBe(400);
      expect(await statusOf(ask('/storage/v1/b/team/o/a'))).toBe(404);
    });

    it('never under a name that no object can have', async () => {
      expect(await statusOf(put('..', 'text'))).toBe(400);
      expect(await statusOf(put('a\nb', 'text'))).toBe(400);
      expect(await statusOf(put('é'.repeat(513), 'text'))).toBe(400);
    });

    it('in place of another one only for who may delete', async () => {
      await put('a', 'one');
      server.permissions.delete('storage.objects.delete');
      expect(await statusOf(put('a', 'two'))).toBe(403);
      expect(await statusOf(put('b', 'two'))).toBe(200);
    });
  });

  describe('reads', () => {
    it('ranges, and says where none can be', async () => {
      await put('a', '0123456789');
      const read = async (range: string): Promise<[number, string, string | null]> => {
        const response = await ask('/storage/v1/b/team/o/a?alt=media', { headers: { Range: range } });
        return [response.status, await response.text(), response.headers.get('content-range')];
      };
      expect(await read('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
      expect(await read('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10']);
      expect(await read('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
      expect((await read('bytes=10-'))[0]).toBe(416);
      expect((await read('bytes=-0'))[0]).toBe(416);
      expect((await read('letters=1-2'))[0]).toBe(200);
    });

    it('with sums, the generation, and how it is stored', async () => {
      const generation = await generationOf(put('a', '123456789'));
      const { headers } = await ask('/download/storage/v1/b/team/o/a?alt=media');
      expect(headers.get('x-goog-hash')).toBe('crc32c=4waSgw==,md5=JfnnlDI7RTiF9RgfG2JNCw==');
      expect(headers.get('x-goog-generation')).toBe(generation);
      expect(headers.get('x-goog-stored-content-encoding')).toBe('identity');
    });

    it('what is stored compressed as it is, and unpacked for who cannot read it', async () => {
      await ask('/upload/storage/v1/b/team/o?uploadType=media&name=a&contentEncoding=gzip', { method: 'POST', body: gzipSync('text') });
      const unpacked = await ask('/storage/v1/b/team/o/a?alt=media', { headers: { 'Accept-Encoding': 'identity', Range: 'bytes=1-2' } });
      expect([unpacked.status, await unpacked.text(), unpacked.headers.get('x-goog-stored-content-encoding')]).toEqual([200, 'text', 'gzip']);
    });

    it('304 where nothing changed, 404 where nothing is', async () => {
      const generation = await generationOf(put('a', 'one'));
      expect(await statusOf(ask(`/storage/v1/b/team/o/a?ifGenerationNotMatch=${generation}`))).toBe(304);
      expect(await statusOf(ask(`/storage/v1/b/team/o/a?generation=${BigInt(generation) + 1n}`))).toBe(404);
      expect(await statusOf(ask('/storage/v1/b/nobody/o/a'))).toBe(404);
    });
  });

  it('keeps old generations where the bucket does, until they are deleted by their number', async () => {
    await ask('/storage/v1/b/team', { method: 'PATCH', body: JSON.stringify({ versioning: { enabled: true } }) });
    const first = await generationOf(put('a', 'one'));
    await put('a', 'two');
    await ask('/storage/v1/b/team/o/a', { method: 'DELETE' });
    expect(await namesOf('')).toEqual({ names: [] });
    expect(await namesOf('versions=true')).toEqual({ names: ['a', 'a'] });
    expect(await (await ask(`/storage/v1/b/team/o/a?alt=media&generation=${first}`)).text()).toBe('one');
    expect(await statusOf(ask(`/storage/v1/b/team/o/a?generation=${first}`, { method: 'DELETE' }))).toBe(204);
    expect(await statusOf(ask(`/storage/v1/b/team/o/a?generation=${first}`))).toBe(404);
  });

  it('lists in pages, with what a delimiter cuts off told once', async () => {
    for (const name of ['a/1', 'a/2', 'b', 'c/1', 'd/', '\u{1f40e}', '\uff5e']) await put(name, '');
    expect(await namesOf('delimiter=/')).toEqual({ names: ['b', '\uff5e', '\u{1f40e}'], prefixes: ['a/', 'c/', 'd/'] });
    expect(await namesOf('delimiter=/&includeTrailingDelimiter=true&prefix=d')).toEqual({ names: ['d/'], prefixes: ['d/'] });
    expect(await namesOf('startOffset=b&endOffset=d')).toEqual({ names: ['b', 'c/1'] });
    const first = await fields(ask('/storage/v1/b/team/o?delimiter=/&maxResults=2'));
    expect(first).toMatchObject({ prefixes: ['a/'], items: [{ name: 'b' }] });
    expect(await namesOf(`delimiter=/&maxResults=2&pageToken=${encodeURIComponent(String(first['nextPageToken']))}`)).toEqual({ names: [], prefixes: ['c/', 'd/'] });
    expect(await statusOf(ask('/storage/v1/b/team/o?pageToken=%21'))).toBe(400);
  });

  describe('takes a resumable upload', () => {
    const begin = async (query = ''): Promise<string> => String((await ask(`/upload/storage/v1/b/team/o?uploadType=resumable&name=big${query}`, { method: 'POST' })).headers.get('location'));
    const send = (where: string, range: string, body?: Uint8Array): Promise<Response> => fetch(where, { method: 'PUT', headers: { 'Content-Range': range }, ...(body && { body: Buffer.from(body) }) });

    it('piece by piece, and tells how much it has', async () => {
      const where = await begin();
      const asked = await send(where, 'bytes */*');
      expect([asked.status, asked.headers.get('range')]).toEqual([308, null]);
      const first = await send(where, `bytes 0-${quarter - 1}/*`, new Uint8Array(quarter));
      expect([first.status, first.headers.get('range')]).toEqual([308, `bytes=0-${quarter - 1}`]);
      const last = await send(where, `bytes ${quarter}-${quarter + 9}/${quarter + 10}`, new Uint8Array(10));
      expect(await last.json()).toMatchObject({ name: 'big', size: String(quarter + 10) });
      expect((await send(where, 'bytes */*')).status).toBe(200);
    });

    it('in multiples of 256 KiB until the end is known', async () => {
      const where = await begin();
      const first = await send(where, `bytes 0-${quarter + 99}/*`, new Uint8Array(quarter + 100));
      expect(first.headers.get('range')).toBe(`bytes=0-${quarter - 1}`);
    });

    it('whose conditions are looked at when it ends', async () => {
      const where = await begin('&ifGenerationMatch=0');
      await put('big', 'somebody was faster');
      expect((await send(where, 'bytes 0-3/4', new Uint8Array(4))).status).toBe(412);
      expect(await (await ask('/storage/v1/b/team/o/big?alt=media')).text()).toBe('somebody was faster');
    });

    it('until it is called off', async () => {
      const where = await begin();
      expect((await fetch(where, { method: 'DELETE' })).status).toBe(499);
      expect((await send(where, 'bytes */*')).status).toBe(404);
    });
  });

  it('composes objects of the generations that were meant, without an MD5', async () => {
    const generation = await generationOf(put('a', 'one '));
    await put('b', 'two');
    const compose = (match: string): Promise<Response> =>
      ask('/storage/v1/b/team/o/both/compose', { method: 'POST', body: JSON.stringify({ sourceObjects: [{ name: 'a', objectPreconditions: { ifGenerationMatch: match } }, { name: 'b' }] }) });
    expect(await statusOf(compose('1'))).toBe(412);
    const composed = await fields(compose(generation));
    expect(composed).toMatchObject({ name: 'both', componentCount: 2, size: '7' });
    expect(composed).not.toHaveProperty('md5Hash');
  });

  it('rewrites a large object in as many calls as are asked for', async () => {
    const generation = await generationOf(put('a', 'x'.repeat(3 * 1024 * 1024)));
    const rewrite = (query: string): Promise<Record<string, unknown>> => fields(ask(`/storage/v1/b/team/o/a/rewriteTo/b/team/o/copy?maxBytesRewrittenPerCall=2097152${query}`, { method: 'POST' }));
    const first = await rewrite(`&ifSourceGenerationMatch=${generation}`);
    expect(first).toMatchObject({ done: false, totalBytesRewritten: '2097152', objectSize: '3145728' });
    expect(await rewrite(`&rewriteToken=${String(first['rewriteToken'])}`)).toMatchObject({ done: true, resource: { name: 'copy' } });
    expect(await statusOf(ask('/storage/v1/b/team/o/a/copyTo/b/team/o/other?ifSourceGenerationMatch=1', { method: 'POST' }))).toBe(412);
  });

  it('changes what is said of an object without changing its generation', async () => {
    const generation = await generationOf(put('a', 'text'));
    const change = (method: string, body: object, query = ''): Promise<Response> => ask(`/storage/v1/b/team/o/a?${query}`, { method, body: JSON.stringify(body) });
    expect(await statusOf(change('PATCH', { metadata: { k: 'v' } }, 'ifMetagenerationMatch=7'))).toBe(412);
    expect(await fields(change('PATCH', { metadata: { k: 'v' }, cacheControl: 'no-store' }))).toMatchObject({ generation, metageneration: '2', metadata: { k: 'v' } });
    const updated = await fields(change('PUT', { contentType: 'text/plain' }));
    expect(updated).toMatchObject({ metageneration: '3', contentType: 'text/plain' });
    expect(updated).not.toHaveProperty('metadata');
  });
});
