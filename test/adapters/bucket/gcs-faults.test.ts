import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentOf } from '../../../electron/adapters/bucket-bytes.ts';
import { createGcsBucket, type GcsBucketOptions } from '../../../electron/adapters/bucket-gcs.ts';
import { createRetryingBucket } from '../../../electron/adapters/bucket-retrying.ts';
import { isRetryable } from '../../../electron/engine/model/bucket-failure.ts';
import { bucketKey } from '../../../electron/engine/model/bucket-key.ts';
import { Failure } from '../../../electron/engine/model/failure.ts';
import type { Bucket, BucketEntry, PutOutcome, ResumeToken } from '../../../electron/engine/ports/bucket.ts';
import { createHastyClock } from '../../fakes/clock-hasty.ts';
import type { GcsFault, GcsOperation } from '../../fakes/gcs-faults.ts';
import { GcsServer } from '../../fakes/gcs-server.ts';

const absent = { kind: 'absent' } as const;
const quarter = 256 * 1024;
const key = bucketKey('artifacts/animals/versions/v5.json');
const text = new TextEncoder().encode('{"version":5}\n');

function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) & 255);
}

describe('a bucket of Cloud Storage when something goes wrong', () => {
  let server: GcsServer;
  let bucket: Bucket;
  let retrying: Bucket;
  let waits: number[];

  const open = (options: Partial<GcsBucketOptions> = {}): Bucket =>
    createGcsBucket({ bucket: 'team', prefix: 'strata', credentials: { kind: 'anonymous' }, endpoint: server.endpoint, silence: 300, pieceSize: quarter, ...options });
  const put = (): Promise<PutOutcome> => bucket.put(key, text, absent);
  const failureOf = async (work: Promise<unknown>): Promise<Failure> => {
    try {
      await work;
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
    throw new Error('it went well');
  };
  const entryOf = (outcome: PutOutcome): BucketEntry => {
    if (outcome.outcome !== 'put') throw new Error('it was refused');
    return outcome.entry;
  };
  const operations = (): GcsOperation[] => server.seen.map((request) => request.operation);

  beforeEach(async () => {
    server = await GcsServer.start();
    server.createBucket('team');
    bucket = open();
    waits = [];
    retrying = createRetryingBucket(bucket, { clock: createHastyClock(), random: () => 0.5, onRetry: (_, wait) => waits.push(wait) });
  });
  afterEach(() => server.stop());

  describe('says what happened', () => {
    const sentences: [string, GcsOperation, GcsFault, string, string][] = [
      ['a server that is out of order', 'stat', { kind: 'status', status: 503 }, 'bucket.unavailable', 'The bucket gs://team/strata is busy or out of order for the moment (503). It is tried again later.'],
      ['a server that wants fewer requests', 'stat', { kind: 'status', status: 429 }, 'bucket.unavailable', 'The bucket gs://team/strata is busy or out of order for the moment (429). It is tried again later.'],
      ['a rate that is used up', 'stat', { kind: 'status', status: 403, reason: 'rateLimitExceeded' }, 'bucket.unavailable', 'The bucket gs://team/strata is busy or out of order for the moment (403). It is tried again later.'],
      ['a missing permission', 'stat', { kind: 'status', status: 403, reason: 'forbidden' }, 'bucket.denied', 'The bucket gs://team/strata does not let you read from it. Ask whoever looks after it for the permission.'],
      ['a key that is not accepted', 'stat', { kind: 'status', status: 401 }, 'bucket.wrong-key', 'The bucket gs://team/strata does not accept the key: it is wrong, expired or withdrawn. Choose another key, or sign in again.'],
      ['a connection that breaks', 'stat', { kind: 'reset' }, 'bucket.offline', 'The bucket gs://team/strata cannot be reached: the connection failed (ECONNRESET). It is tried again later.'],
      ['a server that goes silent', 'stat', { kind: 'stall' }, 'bucket.offline', 'The bucket gs://team/strata cannot be reached: it does not answer any more. It is tried again later.'],
    ];
    for (const [what, operation, fault, code, sentence] of sentences) {
      it(`of ${what}`, async () => {
        server.faults.add(operation, fault);
        const failure = await failureOf(bucket.head(key));
        expect([failure.code, failure.message]).toEqual([code, sentence]);
        expect(isRetryable(failure)).toBe(['bucket.unavailable', 'bucket.offline'].includes(code));
      });
    }

    it('of a server that is not there', async () => {
      const nowhere = open({ endpoint: 'http://127.0.0.1:9' });
      expect((await failureOf(nowhere.head(key))).message).toBe('The bucket gs://team/strata cannot be reached: the connection failed (ECONNREFUSED). It is tried again later.');
    });

    it('of a bucket that does not exist, whatever is asked of it, and never "no such key"', async () => {
      const wrong = open({ bucket: 'taem' });
      const calls = [
        () => wrong.head(key),
        () => wrong.read(key, { limit: 10 }),
        () => wrong.put(key, text, absent),
        () => wrong.putLarge(key, contentOf(pattern(3 * quarter)), absent),
        () => wrong.delete(key),
        () => wrong.list('')[Symbol.asyncIterator]().next() as Promise<unknown>,
      ];
      for (const call of calls) {
        const failure = await failureOf(call());
        expect([failure.code, failure.message]).toEqual(['bucket.no-such-bucket', 'There is no bucket gs://taem/strata. Check how it is written, or make it first.']);
      }
    });

    it('of a bucket that is gone behind a server that says 404 in other words', async () => {
      await put();
      server.deleteBucket('team');
      server.faults.add('stat', { kind: 'status', status: 404, reason: 'notFound', message: 'Not Found' });
      expect((await failureOf(bucket.head(key))).code).toBe('bucket.no-such-bucket');
    });

    it('of what is not allowed, by what was tried', async () => {
      await put();
      for (const permission of ['storage.objects.list', 'storage.objects.create', 'storage.objects.delete', 'storage.objects.get'] as const) server.permissions.delete(permission);
      expect((await failureOf(bucket.put(bucketKey('b'), text, absent))).data).toMatchObject({ action: 'write' });
      expect((await failureOf(bucket.delete(key))).data).toMatchObject({ action: 'delete' });
      expect((await failureOf(bucket.list('')[Symbol.asyncIterator]().next() as Promise<unknown>)).data).toMatchObject({ action: 'list' });
      expect((await failureOf(bucket.read(key, { limit: 100 }))).data).toMatchObject({ action: 'read' });
    });

    it('of an object that is not there to somebody who may not list', async () => {
      server.permissions.delete('storage.objects.list');
      server.faults.add('stat', { kind: 'status', status: 404, reason: 'notFound', message: 'Not Found' });
      expect(await bucket.head(key)).toBeNull();
    });
  });

  describe('leaves no connection behind', () => {
    const silent: [string, GcsOperation, () => Promise<unknown>][] = [
      ['a put', 'insert', () => put()],
      ['a stat', 'stat', () => bucket.head(key)],
      ['a read', 'read', () => bucket.read(key, { limit: 100 })],
      ['a list', 'list', () => bucket.list('')[Symbol.asyncIterator]().next() as Promise<unknown>],
      ['a delete', 'delete', () => bucket.delete(key)],
      ['the begin of an upload', 'start', () => bucket.putLarge(key, contentOf(pattern(3 * quarter)), absent)],
      ['a piece of an upload', 'chunk', () => bucket.putLarge(key, contentOf(pattern(3 * quarter)), absent)],
    ];
    for (const [what, operation, call] of silent) {
      it(`when ${what} is never answered`, async () => {
        server.faults.add(operation, { kind: 'stall' });
        expect((await failureOf(call())).code).toBe('bucket.offline');
        await expect.poll(() => server.connections).toBe(0);
      });

      it(`when ${what} is aborted`, async () => {
        const controller = new AbortController();
        const reason = new Error('enough');
        const patient = open({ silence: 60_000 });
        server.faults.add(operation, { kind: 'stall' });
        const { signal } = controller;
        const calls: Record<string, () => Promise<unknown>> = {
          insert: () => patient.put(key, text, absent, { signal }),
          stat: () => patient.head(key, { signal }),
          read: () => patient.read(key, { limit: 100, signal }),
          list: () => patient.list('', { signal })[Symbol.asyncIterator]().next() as Promise<unknown>,
          delete: () => patient.delete(key, { signal }),
          start: () => patient.putLarge(key, contentOf(pattern(3 * quarter)), absent, { signal }),
          chunk: () => patient.putLarge(key, contentOf(pattern(3 * quarter)), absent, { signal }),
        };
        const calling = (calls[operation] as () => Promise<unknown>)();
        calling.catch(() => undefined);
        await expect.poll(() => operations()).toContain(operation);
        controller.abort(reason);
        await expect(calling).rejects.toBe(reason);
        await expect.poll(() => server.connections).toBe(0);
      });
    }
  });

  it('that breaks off a read leaves others alone', async () => {
    await bucket.put(bucketKey('big'), pattern(900_000), absent);
    server.faults.add('read', { kind: 'slow', bytesPerSecond: 1_000_000 });
    const others = bucket.read(bucketKey('big'), { limit: 1_000_000 });
    for (let i = 0; i < 5; i++) {
      server.faults.add('read', { kind: 'cut-body' });
      await expect(bucket.read(bucketKey('big'), { limit: 1_000_000 })).rejects.toMatchObject({ code: 'bucket.offline' });
      for await (const _ of (await bucket.stream(bucketKey('big')))?.bytes ?? []) break;
    }
    expect((await others)?.bytes).toHaveLength(900_000);
  });

  it('waits for a server that is slow but moves', async () => {
    await bucket.put(bucketKey('big'), pattern(400_000), absent);
    server.faults.add('read', { kind: 'slow', bytesPerSecond: 400_000 });
    expect((await open({ silence: 250 }).read(bucketKey('big'), { limit: 1_000_000 }))?.bytes).toHaveLength(400_000);
  });

  it('waits for a reader that takes its time', async () => {
    const content = pattern(4_000_000);
    await bucket.put(bucketKey('big'), content, absent);
    const pieces: Uint8Array[] = [];
    for await (const piece of (await open({ silence: 100 }).stream(bucketKey('big')))?.bytes ?? []) {
      if (pieces.length === 0) await new Promise((resolve) => setTimeout(resolve, 400));
      pieces.push(piece);
    }
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
  });

  describe('damaged bytes', () => {
    it('on the way there never become visible, and are sent again', async () => {
      server.faults.add('insert', { kind: 'wrong-bytes' });
      const failure = await failureOf(put());
      expect(failure.code).toBe('bucket.wrong-bytes');
      expect(await bucket.head(key)).toBeNull();
      server.faults.add('insert', { kind: 'wrong-bytes' }, { times: 3 });
      entryOf(await retrying.put(key, text, absent));
      expect((await bucket.read(key, { limit: 100 }))?.bytes).toEqual(text);
    });

    it('in a piece of a large put never become visible, and all is sent again', async () => {
      const content = pattern(3 * quarter + 7);
      server.faults.add('chunk', { kind: 'wrong-bytes' }, { skip: 1 });
      expect((await failureOf(bucket.putLarge(key, contentOf(content), absent))).code).toBe('bucket.wrong-bytes');
      expect(await bucket.head(key)).toBeNull();
      server.faults.add('chunk', { kind: 'wrong-bytes' }, { skip: 1 });
      entryOf(await retrying.putLarge(key, contentOf(content), absent));
      expect(Buffer.from((await bucket.read(key, { limit: 10_000_000 }))?.bytes ?? []).equals(content)).toBe(true);
    });

    it('on the way back are noticed and fetched again, and told when they stay wrong', async () => {
      await put();
      server.faults.add('read', { kind: 'wrong-bytes' });
      expect((await failureOf(bucket.read(key, { limit: 100 }))).code).toBe('bucket.wrong-bytes');
      server.faults.add('read', { kind: 'wrong-bytes' }, { times: 2 });
      expect((await retrying.read(key, { limit: 100 }))?.bytes).toEqual(text);
      server.faults.add('read', { kind: 'wrong-bytes' }, { times: 100 });
      const failure = await failureOf(retrying.read(key, { limit: 100 }));
      expect([failure.code, failure.message]).toEqual([
        'bucket.wrong-bytes',
        '"artifacts/animals/versions/v5.json" did not come through to or from the bucket gs://team/strata as it was sent. If this happens again and again, the connection or the bucket is damaged.',
      ]);
    });

    it('that are fewer than were promised are noticed', async () => {
      await put();
      server.faults.add('read', { kind: 'cut-body' });
      expect((await failureOf(bucket.read(key, { limit: 100 }))).code).toBe('bucket.offline');
      server.faults.add('read', { kind: 'stall-body' });
      expect((await failureOf(bucket.read(key, { limit: 100 }))).code).toBe('bucket.offline');
    });
  });

  describe('a put whose answer is lost', () => {
    for (const fault of [{ kind: 'lost-response' }, { kind: 'stall-after' }] as const) {
      it(`is known again as ours (${fault.kind})`, async () => {
        server.faults.add('insert', fault);
        const entry = entryOf(await retrying.put(key, text, absent));
        expect(entry).toEqual(await bucket.head(key));
        expect(operations().filter((operation) => operation === 'insert')).toHaveLength(2);
      });
    }

    it('over a generation is known again as ours', async () => {
      const first = entryOf(await put());
      const next = new TextEncoder().encode('{"version":6}\n');
      server.faults.add('insert', { kind: 'lost-response' });
      const entry = entryOf(await retrying.put(key, next, { kind: 'generation', generation: first.generation }));
      expect(entry.generation).not.toBe(first.generation);
      expect((await bucket.read(key, { limit: 100 }))?.bytes).toEqual(next);
    });

    it('that never arrived loses to whoever was faster', async () => {
      server.faults.add('insert', { kind: 'reset' });
      const theirs = new TextEncoder().encode('{"version":5} ');
      let other: BucketEntry | null = null;
      const beaten = createRetryingBucket(
        { ...bucket, put: async (...given) => bucket.put(...given).catch(async (error: unknown) => {
          other ??= entryOf(await open().put(key, theirs, absent));
          throw error;
        }) },
        { clock: createHastyClock(), random: () => 0 },
      ); // prettier-ignore
      expect(await beaten.put(key, text, absent)).toEqual({ outcome: 'refused', present: other });
      expect((await bucket.read(key, { limit: 100 }))?.bytes).toEqual(theirs);
    });

    it('is asked for when it was large, and nothing is sent twice', async () => {
      const content = pattern(3 * quarter + 5);
      server.faults.add('chunk', { kind: 'lost-response' }, { skip: 3 });
      const entry = entryOf(await retrying.putLarge(key, contentOf(content), absent));
      expect(entry.size).toBe(content.length);
      const sent = server.seen.filter((request) => request.operation === 'chunk').reduce((sum, request) => sum + request.received, 0);
      expect(sent).toBe(content.length);
    });
  });

  describe('a delete whose answer is lost', () => {
    it('ends with the key gone', async () => {
      await put();
      server.faults.add('delete', { kind: 'lost-response' });
      expect(await retrying.delete(key)).toEqual({ outcome: 'absent' });
      expect(await bucket.head(key)).toBeNull();
    });
  });

  describe('a large put', () => {
    it('goes on where each break left it', async () => {
      const content = pattern(12 * quarter + 99);
      for (const skip of [1, 3, 5]) server.faults.add('chunk', { kind: 'reset', after: 'half-body' }, { skip });
      server.faults.add('chunk', { kind: 'status', status: 503 }, { skip: 7 });
      server.faults.add('chunk', { kind: 'stall' }, { skip: 9 });
      const told: number[] = [];
      entryOf(await retrying.putLarge(key, contentOf(content), absent, { onProgress: (bytes) => told.push(bytes) }));
      expect(told).toEqual([...told].sort((a, b) => a - b));
      expect(Buffer.from((await bucket.read(key, { limit: 10_000_000 }))?.bytes ?? []).equals(content)).toBe(true);
      const pieces = server.seen.filter((request) => request.operation === 'chunk' && request.status !== null && request.status < 400);
      expect(pieces).toHaveLength(13);
    });

    it('goes on after a restart with its token, and sends only what is missing', async () => {
      const content = pattern(8 * quarter);
      let token: ResumeToken | undefined;
      server.faults.add('chunk', { kind: 'reset' }, { skip: 5 });
      await expect(bucket.putLarge(key, contentOf(content), absent, { onResume: (told) => (token = told) })).rejects.toMatchObject({ code: 'bucket.offline' });
      server.seen.length = 0;
      entryOf(await open().putLarge(key, contentOf(content), absent, { resume: token }));
      expect(operations()).toEqual(['status', 'chunk', 'chunk', 'chunk']);
    });

    it('sends again what the server did not keep of a piece', async () => {
      const content = pattern(6 * quarter);
      const wide = open({ pieceSize: 2 * quarter });
      server.faults.add('chunk', { kind: 'short-chunk', bytes: quarter });
      entryOf(await wide.putLarge(key, contentOf(content), absent));
      expect(Buffer.from((await bucket.read(key, { limit: 10_000_000 }))?.bytes ?? []).equals(content)).toBe(true);
    });

    it('is not sent for ever to a server that keeps nothing of it', async () => {
      server.faults.add('chunk', { kind: 'short-chunk', bytes: 0 }, { times: 1_000 });
      expect((await failureOf(bucket.putLarge(key, contentOf(pattern(3 * quarter)), absent))).code).toBe('bucket.unavailable');
    });

    it('begins anew when the server forgot it half-way', async () => {
      const content = pattern(4 * quarter);
      const tokens: ResumeToken[] = [];
      const outcome = await bucket.putLarge(key, contentOf(content), absent, {
        onResume: (told) => tokens.push(told),
        onProgress: (bytes) => {
          if (bytes === 2 * quarter && tokens.length === 1) server.forgetUploads();
        },
      });
      entryOf(outcome);
      expect(tokens).toHaveLength(2);
    });

    it('that is abandoned leaves nothing at the server', async () => {
      let token: ResumeToken | undefined;
      server.faults.add('chunk', { kind: 'reset' }, { skip: 1 });
      await expect(bucket.putLarge(key, contentOf(pattern(4 * quarter)), absent, { onResume: (told) => (token = told) })).rejects.toThrow();
      expect(server.unfinishedUploads).toBe(1);
      await bucket.abandon(token as ResumeToken);
      expect(server.unfinishedUploads).toBe(0);
    });

    it('takes no token that leads to another server', async () => {
      const evil = Buffer.from(JSON.stringify({ uri: 'http://127.0.0.1:9/upload', key, size: 3 * quarter })).toString('base64url') as ResumeToken;
      entryOf(await bucket.putLarge(key, contentOf(pattern(3 * quarter)), absent, { resume: evil }));
      await bucket.abandon(evil);
    });

    it('that is small is one request', async () => {
      await bucket.putLarge(key, contentOf(pattern(quarter)), absent);
      expect(operations()).toEqual(['insert']);
    });
  });

  describe('a storm of 503', () => {
    it('is waited for with growing pauses, and given up after a while', async () => {
      server.faults.add('insert', { kind: 'status', status: 503 }, { times: 5 });
      entryOf(await retrying.put(key, text, absent));
      expect(waits).toEqual([375, 750, 1500, 3000, 6000]);
      server.faults.add('stat', { kind: 'status', status: 503 }, { times: 8 });
      expect((await failureOf(retrying.head(key))).code).toBe('bucket.unavailable');
    });

    it('is waited for as long as the server asks', async () => {
      server.faults.add('stat', { kind: 'status', status: 429, headers: { 'Retry-After': '17' } });
      expect(await retrying.head(key)).toBeNull();
      expect(waits).toEqual([17_000]);
    });

    it('over everything is survived by lists and streams, which go on where they were', async () => {
      const names = Array.from({ length: 30 }, (_, i) => bucketKey(`index/${String(i).padStart(2, '0')}`));
      for (const name of names) await bucket.put(name, text, absent);
      await bucket.put(bucketKey('big'), pattern(700_000), absent);
      server.faults.add('list', { kind: 'status', status: 503 }, { skip: 2 });
      server.faults.add('list', { kind: 'stall' }, { skip: 3 });
      const paged = createRetryingBucket(open({ pageSize: 5 }), { clock: createHastyClock(), random: () => 0 });
      const listed: string[] = [];
      for await (const entry of paged.list('index/')) listed.push(entry.key);
      expect(listed).toEqual(names);
      server.faults.add('read', { kind: 'cut-body' }, { times: 3 });
      const pieces: Uint8Array[] = [];
      for await (const piece of (await retrying.stream(bucketKey('big')))?.bytes ?? []) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(pattern(700_000))).toBe(true);
    });

    it('is not waited for when nothing can become better', async () => {
      server.permissions.delete('storage.objects.create');
      expect((await failureOf(retrying.put(key, text, absent))).code).toBe('bucket.denied');
      expect(waits).toEqual([]);
    });
  });

  it('has every put under a condition, with its sum, and not to be kept on the way', async () => {
    await put();
    await bucket.putLarge(bucketKey('large'), contentOf(pattern(2 * quarter)), absent);
    const writes = server.seen.filter((request) => request.operation === 'insert' || request.operation === 'start');
    expect(writes.map((request) => request.query.get('ifGenerationMatch'))).toEqual(['0', '0']);
    const objects = server.createBucket('check');
    await open({ bucket: 'check' }).put(key, text, absent);
    expect(objects.objects.get(`strata/${key}`)).toMatchObject({ metadata: { cacheControl: 'no-store' }, said: { md5Hash: expect.any(String) } });
  });
});
