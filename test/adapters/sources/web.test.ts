import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lookup } from '../../../electron/adapters/guarded-agents.ts';
import { compareContents } from '../../../electron/engine/model/reference-identity.ts';
import type { ReferenceSource } from '../../../electron/engine/ports/reference-source.ts';
import { WebServer, type HugeContent } from '../../fakes/web-server.ts';
import { failureOf, openSource, readAll } from './reading.ts';

describe('a reference to a web server', () => {
  let server: WebServer;
  let source: ReferenceSource;
  let permitted: string[];

  beforeEach(async () => {
    server = await WebServer.start();
    source = openSource({ silence: 300 });
    permitted = [server.origin];
  });
  afterEach(async () => server.stop());

  const at = (path: string): string => `${server.origin}${path}`;
  const stat = async (path: string) => (await source.stat(at(path), { permitted })).present;

  describe('of a server with habits of its own', () => {
    it.each([405, 501, 403, 404, 400])('asks by a GET of one byte when HEAD is answered with %i', async (head) => {
      server.put('/cat', 'meow', { head });
      expect(await stat('/cat')).toMatchObject({ size: 4, identity: { etag: expect.any(String) as string } });
      expect(server.seen.at(-1)).toMatchObject({ method: 'GET', headers: { range: 'bytes=0-0' } });
    });

    it('does without lengths, ranges, ETags and times', async () => {
      server.put('/plain', 'abcdefghij', { length: false, ranges: false, etag: null, modified: null });
      expect(await stat('/plain')).toEqual({ uri: at('/plain'), name: '', size: null, identity: {} });
      expect((await readAll(source, at('/plain'), { permitted })).toString()).toBe('abcdefghij');
      expect((await readAll(source, at('/plain'), { permitted, range: { offset: 3, length: 4 } })).toString()).toBe('defg');
      expect((await readAll(source, at('/plain'), { permitted, range: { offset: 20, length: 4 } })).toString()).toBe('');
    });

    it('learns a length from a range when only that tells it', async () => {
      server.put('/chunked', 'abcdefghij', { length: false });
      expect(await stat('/chunked')).toMatchObject({ size: 10 });
      server.put('/empty', '');
      expect(await stat('/empty')).toMatchObject({ size: 0 });
    });

    it('reads no further than it must from a server without ranges', async () => {
      server.put('/big', Buffer.alloc(60_000_000), { ranges: false });
      expect(await readAll(source, at('/big'), { permitted, range: { offset: 0, length: 100 } })).toHaveLength(100);
      expect(server.sent).toBeLessThan(30_000_000);
    });
  });

  it('reads parts of 10 GB without the rest', async () => {
    const huge: HugeContent = { length: 10_000_000_000, slice: (start, end) => Buffer.from(Array.from({ length: end - start }, (_, i) => (start + i) % 251)) };
    server.put('/huge', huge);
    const present = await stat('/huge');
    expect(present).toMatchObject({ size: 10_000_000_000, identity: { etag: '"huge"' } });
    const part = await readAll(source, at('/huge'), { ...present, permitted, range: { offset: 9_999_999_990, length: 100 } });
    expect([...part]).toEqual(Array.from({ length: 10 }, (_, i) => (9_999_999_990 + i) % 251));
    expect(server.sent).toBeLessThan(1_000);
  });

  describe('that changes', () => {
    it('is refused by the server itself, or else by what the answer says', async () => {
      for (const conditions of [true, false]) {
        server.put('/cat', 'meow');
        const before = await stat('/cat');
        server.put('/cat', 'purr', { conditions });
        expect(await failureOf(readAll(source, at('/cat'), { ...before, permitted }))).toMatchObject({ code: 'reference.changed' });
        expect(await failureOf(readAll(source, at('/cat'), { ...before, permitted, range: { offset: 1, length: 1 } }))).toMatchObject({ code: 'reference.changed' });
      }
    });

    it('is noticed by its time alone where there is no ETag', async () => {
      server.put('/cat', 'meow', { etag: null });
      const before = await stat('/cat');
      expect(before?.identity).toEqual({ modifiedAt: '2026-01-01T00:00:00.000Z' });
      expect((await readAll(source, at('/cat'), { ...before, permitted })).toString()).toBe('meow');
      server.put('/cat', 'purr', { etag: null, modified: new Date('2026-02-01T00:00:00Z') });
      expect(await failureOf(readAll(source, at('/cat'), { ...before, permitted }))).toMatchObject({ code: 'reference.changed' });
    });

    it('is not given when the server does not say any more which content it is', async () => {
      server.put('/cat', 'meow');
      const before = await stat('/cat');
      server.put('/cat', 'meow', { etag: null, modified: null, conditions: false });
      expect(await failureOf(readAll(source, at('/cat'), { ...before, permitted }))).toMatchObject({ code: 'reference.changed' });
    });

    it('takes a weak ETag for a hint', async () => {
      server.put('/cat', 'meow', { etag: 'W/"1"' });
      const before = await stat('/cat');
      expect(compareContents(before as NonNullable<typeof before>, (await stat('/cat')) as NonNullable<typeof before>)).toEqual({ verdict: 'same', by: 'etag', isProof: false });
      expect((await readAll(source, at('/cat'), { ...before, permitted })).toString()).toBe('meow');
    });

    it('in the middle is never put together of two contents', async () => {
      const first = Buffer.alloc(400_000, 'a');
      server.put('/cat', first, { fault: { kind: 'reset', after: 200_000, times: 1 } });
      const before = await stat('/cat');
      const reading = async (): Promise<void> => {
        for await (const _ of source.read(at('/cat'), { ...(before as NonNullable<typeof before>), permitted })) server.put('/cat', Buffer.alloc(400_000, 'b'));
      };
      expect(await failureOf(reading())).toMatchObject({ code: 'reference.changed' });
    });

    it('has a digest that is proven at the end when a version recorded one', async () => {
      server.put('/cat', 'meow', { etag: null, modified: null });
      const reading = readAll(source, at('/cat'), { permitted, identity: { sha256: '0'.repeat(64) }, size: 4 });
      expect(await failureOf(reading)).toMatchObject({ code: 'reference.changed' });
    });
  });

  describe('over a bad network', () => {
    it('goes on where the connection broke, as often as it gets on', async () => {
      const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join(''));
      server.put('/long', content, { fault: { kind: 'reset', after: 100_000, times: 8 } });
      const before = await stat('/long');
      expect((await readAll(source, at('/long'), { ...before, permitted })).equals(content)).toBe(true);
      const offsets = server.seen.filter(({ method }) => method === 'GET').map(({ headers }) => Number(/bytes=(\d+)/.exec(headers.range ?? 'bytes=0')?.[1]));
      expect(offsets.length).toBeGreaterThan(4);
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    });

    it('does not begin again what it cannot hold the server to', async () => {
      server.put('/long', Buffer.alloc(300_000, 'a'), { etag: null, modified: null, fault: { kind: 'reset', after: 100_000, times: 1 } });
      expect(await failureOf(readAll(source, at('/long'), { permitted }))).toMatchObject({ code: 'reference.offline' });
    });

    it('tells a cut from an end also where no length was told', async () => {
      server.put('/long', Buffer.alloc(300_000, 'a'), { length: false, ranges: false, etag: null, fault: { kind: 'reset', after: 100_000, times: 9 } });
      expect(await failureOf(readAll(source, at('/long'), { permitted }))).toMatchObject({ code: 'reference.offline' });
    });

    it('gives up on servers that fall silent, at once or in the middle', async () => {
      server.put('/never', 'x', { fault: { kind: 'never-answers' } });
      expect(await failureOf(stat('/never'))).toMatchObject({ code: 'reference.offline' });
      server.put('/stalls', Buffer.alloc(300_000, 'a'), { etag: null, modified: null, fault: { kind: 'stall', after: 100_000 } });
      expect(await failureOf(readAll(source, at('/stalls'), { permitted }))).toMatchObject({ code: 'reference.offline' });
    });

    it('waits for a busy server, and says so when it stays busy', async () => {
      server.put('/busy', 'x', { fault: { kind: 'status', status: 503, headers: { 'Retry-After': '2' }, times: 2 } });
      expect(await stat('/busy')).toMatchObject({ size: 1 });
      server.put('/busy', 'x', { fault: { kind: 'status', status: 429, headers: { 'Retry-After': '2' }, times: 99 } });
      expect(await failureOf(stat('/busy'))).toMatchObject({ code: 'reference.unavailable', data: { status: 429, retryAfter: 2_000 } });
    });

    it('says what else a server answers', async () => {
      const answers = [[401, 'reference.denied'], [403, 'reference.denied'], [418, 'reference.unsupported'], [410, 'none'], [500, 'reference.unavailable']] as const;
      for (const [status, code] of answers) {
        server.put('/x', 'x', { fault: { kind: 'status', status, times: 99 } });
        if (code === 'none') expect(await stat('/x')).toBeNull();
        else expect(await failureOf(stat('/x'))).toMatchObject({ code });
      }
      const port = new URL(server.origin).port;
      await server.stop();
      expect(await failureOf(source.stat(`http://127.0.0.1:${port}/x`, { permitted }))).toMatchObject({ code: 'reference.offline' });
      server = await WebServer.start();
    });

    it('leaves no connection when it is stopped', async () => {
      server.put('/stalls', Buffer.alloc(300_000, 'a'), { fault: { kind: 'stall', after: 100_000 } });
      const controller = new AbortController();
      const reading = readAll(source, at('/stalls'), { permitted, signal: controller.signal });
      setTimeout(() => controller.abort(new Error('enough')), 50);
      await expect(reading).rejects.toThrow('enough');
      while (server.connections > 0) await pause(5);
      expect(server.connections).toBe(0);
    });
  });

  describe('that is redirected', () => {
    it('is followed, and keeps its own URI', async () => {
      server.put('/there', 'meow');
      server.redirects.set('/here', { status: 302, location: '/there#part' });
      server.redirects.set('/first', { status: 307, location: at('/here') });
      expect(await stat('/first')).toMatchObject({ uri: at('/first'), size: 4 });
      expect((await readAll(source, at('/first'), { permitted })).toString()).toBe('meow');
    });

    it('in circles, too often or to no server leads nowhere', async () => {
      server.redirects.set('/a', { status: 302, location: '/b' });
      server.redirects.set('/b', { status: 302, location: '/a' });
      for (let i = 0; i < 20; i++) server.redirects.set(`/step/${i}`, { status: 308, location: `/step/${i + 1}` });
      server.redirects.set('/file', { status: 302, location: 'file:///etc/passwd' });
      server.redirects.set('/key', { status: 302, location: 'http://anna:hunter2@127.0.0.1/' });
      server.redirects.set('/none', { status: 302, location: 'http://' });
      const told = [['/a', 'circle'], ['/step/0', 'more than 10 times'], ['/file', 'no server (file:)'], ['/key', 'a password'], ['/none', 'no address']] as const;
      for (const [path, words] of told) {
        const failure = await failureOf(stat(path));
        expect([path, failure.code]).toEqual([path, 'reference.redirects']);
        expect(failure.message).toContain(words);
        expect(JSON.stringify([failure.message, failure.data])).not.toContain('hunter2');
      }
      server.put('/step/10', 'reached');
      server.redirects.delete('/step/10');
      expect(await stat('/step/0')).toMatchObject({ size: 7 });
    });

    it('never tells the signed link that it was sent to', async () => {
      server.redirects.set('/public', { status: 302, location: '/signed?X-Amz-Signature=hunter2' });
      server.put('/signed?X-Amz-Signature=hunter2', 'meow', { fault: { kind: 'status', status: 403, times: 1 } });
      const failure = await failureOf(readAll(source, at('/public'), { permitted }));
      expect(failure.code).toBe('reference.denied');
      expect(JSON.stringify([failure.message, failure.data])).not.toContain('hunter2');
      const present = await stat('/public');
      expect(present).toMatchObject({ uri: at('/public') });
    });
  });

  describe('that leads to this computer or its network', () => {
    /** Names and what they mean. */
    function namesMean(names: Record<string, string[]>): { lookup: Lookup; asked: string[] } {
      const asked: string[] = [];
      const lookup: Lookup = (hostname, _options, done) => {
        asked.push(hostname);
        done(null, (names[hostname] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
      };
      return { lookup, asked };
    }

    const port = (): string => new URL(server.origin).port;

    it('is not reached without a permission for the place', async () => {
      server.put('/cat', 'meow');
      const failure = await failureOf(source.stat(at('/cat'), { permitted: [] }));
      expect(failure).toMatchObject({ code: 'reference.not-permitted', data: { place: server.origin, kind: 'loopback', canAsk: true } });
      expect(server.seen).toHaveLength(0);
      expect(await failureOf(readAll(source, at('/cat'), { permitted: ['http://127.0.0.1:1', `${server.origin}9`] }))).toMatchObject({ code: 'reference.not-permitted' });
      expect(server.connections).toBe(0);
    });

    it('is not reached by any notation of the address', async () => {
      const hosts = ['localhost', '127.1', '0x7f000001', '2130706433', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0.0.0.0', '[::]', '127.0.0.1.', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'];
      for (const host of hosts) {
        const failure = await failureOf(source.stat(`http://${host}:${port()}/cat`, { permitted: [] }));
        expect([host, failure.code]).toEqual([host, 'reference.not-permitted']);
      }
      expect(server.seen).toHaveLength(0);
    });

    it('by a name is judged by what the name means', async () => {
      const { lookup } = namesMean({ 'inside.example': ['10.0.0.5'], 'nas.example': ['fd12::5'], 'rebound.example': ['127.0.0.1'], 'cloud.example': ['169.254.169.254'] });
      const guarded = openSource({ lookup, silence: 300 });
      const told = [['inside.example', 'private', true], ['nas.example', 'private', true], ['rebound.example', 'loopback', true], ['cloud.example', 'metadata', false]] as const;
      for (const [host, kind, canAsk] of told) {
        const uri = `http://${host}:${port()}/cat`;
        expect(await failureOf(guarded.stat(uri, { permitted: [] }))).toMatchObject({ code: 'reference.not-permitted', data: { place: `http://${host}:${port()}`, kind, canAsk } });
      }
      expect(await failureOf(guarded.stat('http://cloud.example/latest', { permitted: ['http://cloud.example'] }))).toMatchObject({ code: 'reference.not-permitted' });
      expect(server.seen).toHaveLength(0);
    });

    it('is connected to the very address that was judged', async () => {
      server.put('/cat', 'meow');
      const { lookup, asked } = namesMean({ 'here.example': ['127.0.0.1'] });
      const guarded = openSource({ lookup });
      const origin = `http://here.example:${port()}`;
      expect(await guarded.stat(`${origin}/cat`, { permitted: [origin] })).toMatchObject({ present: { size: 4 } });
      expect(asked).toEqual(['here.example']);
      // The connection that was permitted is still open; nobody else gets it.
      expect(await failureOf(guarded.stat(`${origin}/cat`, { permitted: [] }))).toMatchObject({ code: 'reference.not-permitted' });
    });

    it('by a redirect from elsewhere needs a permission of its own', async () => {
      const inner = await WebServer.start();
      inner.put('/secret', 'keys');
      server.redirects.set('/cat', { status: 302, location: `${inner.origin}/secret` });
      server.redirects.set('/cloud', { status: 302, location: 'http://169.254.169.254/latest/meta-data/' });
      expect(await failureOf(stat('/cat'))).toMatchObject({ code: 'reference.not-permitted', data: { place: inner.origin, uri: at('/cat') } });
      expect(await failureOf(stat('/cloud'))).toMatchObject({ code: 'reference.not-permitted', data: { kind: 'metadata', canAsk: false } });
      expect(inner.seen).toHaveLength(0);
      permitted.push(inner.origin);
      expect(await stat('/cat')).toMatchObject({ size: 4 });
      await inner.stop();
    });
  });
});
