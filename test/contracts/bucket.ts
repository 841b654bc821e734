import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentOf } from '../../electron/adapters/bucket-bytes.ts';
import { bucketKey, type BucketKey } from '../../electron/engine/model/bucket-key.ts';
import type {
  Bucket,
  BucketEntry,
  BucketStream,
  Generation,
  LargeContent,
  LargePutRequest,
  PutCondition,
  PutOutcome,
  ResumeToken,
} from '../../electron/engine/ports/bucket.ts';

/** A bucket in which nothing lies yet. */
export interface BucketInstance {
  readonly bucket: Bucket;
  /** The same bucket as another member of the team sees it. */
  another(): Bucket;
  /** Puts something there that is not ours, under a name that is no key. */
  putForeign(name: string): void | Promise<void>;
  close(): void | Promise<void>;
}

const absent: PutCondition = { kind: 'absent' };
const key = bucketKey;
const noLimit = 100_000_000;

const over = (generation: Generation): PutCondition => ({ kind: 'generation', generation });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes that differ everywhere, so that a piece in the wrong place shows. */
function pattern(size: number, seed = 1): Uint8Array {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state = seed >>> 0 || 1;
  for (let i = 0; i < words.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[i] = state;
  }
  return new Uint8Array(words.buffer).subarray(0, size);
}

async function joined(stream: BucketStream | null): Promise<Uint8Array | null> {
  if (stream === null) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of stream.bytes) pieces.push(piece.slice());
  return new Uint8Array(Buffer.concat(pieces));
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** In pieces of 100,000 bytes; breaks off with an error at a position. */
function breaking(bytes: Uint8Array, at = Infinity, opened: number[] = []): LargeContent {
  return {
    size: bytes.length,
    open: async function* open(offset) {
      opened.push(offset);
      for (let position = offset; position < bytes.length; position += 100_000) {
        if (position >= at) throw new Error('the disk broke');
        yield bytes.subarray(position, position + 100_000);
      }
    },
  };
}

export function describeBucket(name: string, createInstance: () => BucketInstance | Promise<BucketInstance>): void {
  describe(`a bucket (${name})`, () => {
    let instance: BucketInstance;
    let bucket: Bucket;
    let another: Bucket;

    const text = async (at: BucketKey, from: Bucket = bucket): Promise<string | null> => {
      const found = await from.read(at, { limit: noLimit });
      return found && new TextDecoder().decode(found.bytes);
    };
    const entryOf = (outcome: PutOutcome): BucketEntry => {
      if (outcome.outcome !== 'put') throw new Error('it was refused');
      return outcome.entry;
    };
    const put = async (at: string, content: string | Uint8Array = at, condition: PutCondition = absent): Promise<BucketEntry> =>
      entryOf(await bucket.put(key(at), typeof content === 'string' ? bytesOf(content) : content, condition));
    const keys = async (prefix = '', after?: BucketKey): Promise<string[]> => (await allOf(bucket.list(prefix, { after }))).map((entry) => entry.key);

    beforeEach(async () => {
      instance = await createInstance();
      bucket = instance.bucket;
      another = instance.another();
    });
    afterEach(() => instance.close());

    describe('what is not there', () => {
      it('is a value, not a failure', async () => {
        const nowhere = key('artifacts/animals/versions/v0.json');
        expect(await bucket.head(nowhere)).toBeNull();
        expect(await bucket.read(nowhere, { limit: 10 })).toBeNull();
        expect(await bucket.stream(nowhere)).toBeNull();
        expect(await bucket.delete(nowhere)).toEqual({ outcome: 'absent' });
        expect(await bucket.delete(nowhere, { generation: '1' as Generation })).toEqual({ outcome: 'absent' });
        expect(await keys()).toEqual([]);
        expect(await allOf(bucket.children(''))).toEqual([]);
      });

      it('is not there beside something whose key begins alike', async () => {
        await put('a/bc.json');
        expect(await bucket.head(key('a/b'))).toBeNull();
        expect(await bucket.head(key('a/bc'))).toBeNull();
        expect(await bucket.head(key('a/bc.json.x'))).toBeNull();
      });
    });

    describe('what was put', () => {
      it('comes back as it was, to everybody', async () => {
        const content = pattern(300_001);
        const entry = await put('containers/ab/ab01', content);
        expect(entry).toMatchObject({ key: 'containers/ab/ab01', size: 300_001 });
        for (const member of [bucket, another]) {
          expect(await member.head(entry.key)).toEqual(entry);
          const read = await member.read(entry.key, { limit: 300_001 });
          expect(read?.entry).toEqual(entry);
          expect(Buffer.from(read?.bytes ?? []).equals(content)).toBe(true);
          expect(Buffer.from((await joined(await member.stream(entry.key))) ?? []).equals(content)).toBe(true);
        }
      });

      it('may be empty, and any bytes', async () => {
        await put('empty', '');
        await put('all', Uint8Array.from({ length: 256 }, (_, i) => i));
        await put('gzip-looking', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0));
        expect(await text(key('empty'))).toBe('');
        expect(await joined(await bucket.stream(key('empty')))).toEqual(new Uint8Array());
        expect([...((await bucket.read(key('all'), { limit: 256 }))?.bytes ?? [])]).toEqual(Array.from({ length: 256 }, (_, i) => i));
        expect([...((await bucket.read(key('gzip-looking'), { limit: 256 }))?.bytes ?? [])]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
      });

      it('does not change with the bytes that were given', async () => {
        const content = bytesOf('as it was');
        const putting = bucket.put(key('a'), content, absent);
        await putting;
        content.fill(0);
        expect(await text(key('a'))).toBe('as it was');
      });

      it('tells a time that later puts do not go behind', async () => {
        const first = await put('first');
        const second = await put('second');
        expect(second.putAt).toBeGreaterThanOrEqual(first.putAt);
        expect(Number.isFinite(first.putAt) && first.putAt > 1_500_000_000_000).toBe(true);
      });

      it('lies under keys that differ by capitals, dots and dashes alone', async () => {
        const names = ['Animals/A', 'animals/A', 'animals/a', 'ANIMALS/a', 'con/nul', 'con/nul.txt', 'AUX/x', 'x.y/z.', 'x.y/.z', 'x/..z', '-/_', 'com1/y'];
        for (const at of names) await put(at);
        for (const at of names) expect(await text(key(at), another)).toBe(at);
        expect(await keys()).toEqual([...names].sort());
      });

      it('lies under keys as long as they may be', async () => {
        const longest = key([...Array.from({ length: 4 }, () => 'N'.repeat(180)), 'x'.repeat(76)].join('/'));
        expect(longest).toHaveLength(800);
        await put(longest);
        expect(await keys('N')).toEqual([longest]);
      });
    });

    it('refuses names that are no keys', async () => {
      const strange = ['', '/', 'a/', '/a', 'a//b', '.', '..', 'a/../b', './a', 'a b', 'ä', 'a\\b', 'a:b', 'a\n', 'x'.repeat(181), `${'y/'.repeat(400)}y`, 'C:/x', 'a%2fb', '{{projectId}}'];
      for (const name of strange) {
        const at = name as BucketKey;
        await expect(bucket.head(at)).rejects.toThrow(RangeError);
        await expect(bucket.read(at, { limit: 1 })).rejects.toThrow(RangeError);
        await expect(bucket.stream(at)).rejects.toThrow(RangeError);
        await expect(bucket.put(at, bytesOf('x'), absent)).rejects.toThrow(RangeError);
        await expect(bucket.putLarge(at, contentOf(bytesOf('x')), absent)).rejects.toThrow(RangeError);
        await expect(bucket.delete(at)).rejects.toThrow(RangeError);
      }
      for (const prefix of ['/', '//', 'a//', 'ä', '../\0', 'a b']) await expect(keys(prefix)).rejects.toThrow(RangeError);
    });

    describe('a put where nothing may lie', () => {
      it('is refused where something lies, tells what, and changes nothing', async () => {
        const first = await put('claims/v0.json', 'the first');
        expect(await another.put(first.key, bytesOf('the second'), absent)).toEqual({ outcome: 'refused', present: first });
        expect(await another.putLarge(first.key, contentOf(pattern(400_000)), absent)).toEqual({ outcome: 'refused', present: first });
        expect(await text(first.key)).toBe('the first');
      });

      it('succeeds for exactly one of all who do it at once', async () => {
        const claim = key('claims/v1.json');
        const tries = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? bucket : another).put(claim, bytesOf(`member ${i}`), absent));
        const outcomes = await Promise.all(tries);
        const winners = outcomes.flatMap((outcome, i) => (outcome.outcome === 'put' ? [i] : []));
        expect(winners).toHaveLength(1);
        expect(await text(claim)).toBe(`member ${winners[0]}`);
        const present = await bucket.head(claim);
        for (const outcome of outcomes) if (outcome.outcome === 'refused') expect(outcome.present).toEqual(present);
      });

      it('succeeds for exactly one of large puts too', async () => {
        const claim = key('claims/large');
        const outcomes = await Promise.all([1, 2, 3].map((seed) => (seed === 2 ? another : bucket).putLarge(claim, contentOf(pattern(600_000, seed)), absent)));
        const winners = outcomes.flatMap((outcome, i) => (outcome.outcome === 'put' ? [i + 1] : []));
        expect(winners).toHaveLength(1);
        const lying = await bucket.read(claim, { limit: noLimit });
        expect(Buffer.from(lying?.bytes ?? []).equals(pattern(600_000, winners[0]))).toBe(true);
      });

      it('succeeds again after a delete', async () => {
        await put('claims/v2.json', 'once');
        await bucket.delete(key('claims/v2.json'));
        await put('claims/v2.json', 'twice');
        expect(await text(key('claims/v2.json'), another)).toBe('twice');
      });
    });

    describe('a put over a generation', () => {
      it('replaces that generation and makes another', async () => {
        const first = await put('aliases/best.json', 'v1');
        const second = entryOf(await another.put(first.key, bytesOf('v22'), over(first.generation)));
        expect(second.generation).not.toBe(first.generation);
        expect(second.size).toBe(3);
        expect(await text(first.key)).toBe('v22');
        expect(await bucket.head(first.key)).toEqual(second);
      });

      it('is refused when another lies there, and tells which', async () => {
        const first = await put('aliases/best.json', 'v1');
        const second = entryOf(await another.put(first.key, bytesOf('v2'), over(first.generation)));
        expect(await bucket.put(first.key, bytesOf('v3'), over(first.generation))).toEqual({ outcome: 'refused', present: second });
        expect(await bucket.putLarge(first.key, contentOf(pattern(300_000)), over(first.generation))).toEqual({ outcome: 'refused', present: second });
        expect(await text(first.key)).toBe('v2');
      });

      it('is refused when nothing lies there', async () => {
        const first = await put('aliases/best.json', 'v1');
        await bucket.delete(first.key);
        expect(await bucket.put(first.key, bytesOf('v2'), over(first.generation))).toEqual({ outcome: 'refused', present: null });
        expect(await bucket.head(first.key)).toBeNull();
      });

      it('replaces large contents too', async () => {
        const first = await put('aliases/large', pattern(200_000, 1));
        const second = entryOf(await bucket.put(first.key, pattern(200_000, 2), over(first.generation)));
        const third = entryOf(await bucket.putLarge(first.key, contentOf(pattern(200_000, 3)), over(second.generation)));
        expect(new Set([first.generation, second.generation, third.generation]).size).toBe(3);
        expect(await another.head(first.key)).toEqual(third);
      });

      it('lets nobody overwrite what he did not see: a count that all raise at once is exact', async () => {
        const count = key('count');
        await put('count', '0');
        const raise = async (member: Bucket): Promise<void> => {
          for (;;) {
            const seen = await member.read(count, { limit: 100 });
            if (seen === null) throw new Error('the count is gone');
            const next = bytesOf(String(Number(new TextDecoder().decode(seen.bytes)) + 1));
            if ((await member.put(count, next, over(seen.entry.generation))).outcome === 'put') return;
          }
        };
        await Promise.all(Array.from({ length: 10 }, (_, i) => raise(i % 2 === 0 ? bucket : another)));
        expect(await text(count)).toBe('10');
      });
    });

    describe('a delete', () => {
      it('takes away what lies there, for everybody, and can be done twice', async () => {
        await put('a/b');
        expect(await bucket.delete(key('a/b'))).toEqual({ outcome: 'deleted' });
        expect(await another.head(key('a/b'))).toBeNull();
        expect(await another.delete(key('a/b'))).toEqual({ outcome: 'absent' });
        expect(await keys()).toEqual([]);
      });

      it('of a generation leaves another one alone', async () => {
        const first = await put('a', 'one');
        const second = entryOf(await bucket.put(first.key, bytesOf('two'), over(first.generation)));
        expect(await bucket.delete(first.key, { generation: first.generation })).toEqual({ outcome: 'refused', present: second });
        expect(await text(first.key)).toBe('two');
        expect(await bucket.delete(first.key, { generation: second.generation })).toEqual({ outcome: 'deleted' });
      });

      it('leaves room for keys of another shape', async () => {
        await put('a/b/c');
        await bucket.delete(key('a/b/c'));
        await put('a');
        expect(await keys()).toEqual(['a']);
      });

      it('does not disturb puts beside it', async () => {
        for (let round = 0; round < 10; round++) {
          await put('folder/old', `${round}`);
          await Promise.all([bucket.delete(key('folder/old')), another.put(key('folder/new'), bytesOf('new'), absent)]);
          expect(await keys('folder/')).toEqual(['folder/new']);
          await bucket.delete(key('folder/new'));
        }
      });
    });

    describe('a range', () => {
      it('gives these bytes and the entry of the whole', async () => {
        const content = pattern(200_000);
        const entry = await put('c', content);
        const range = async (offset: number, length: number): Promise<Uint8Array> => {
          const streamed = await bucket.stream(entry.key, { range: { offset, length } });
          expect(streamed?.entry).toEqual(entry);
          const bytes = await joined(streamed);
          const read = await another.read(entry.key, { range: { offset, length }, limit: length });
          expect(read?.entry).toEqual(entry);
          expect(Buffer.from(read?.bytes ?? []).equals(bytes ?? new Uint8Array(1))).toBe(true);
          return bytes ?? new Uint8Array();
        };
        for (const [offset, length] of [[0, 1], [0, 200_000], [65_535, 2], [100_000, 70_000], [199_999, 1]] as const) {
          expect(Buffer.from(await range(offset, length)).equals(content.subarray(offset, offset + length))).toBe(true);
        }
      });

      it('that ends behind the end gives what there is, one that begins there nothing', async () => {
        const entry = await put('c', '0123456789');
        const range = async (offset: number, length: number): Promise<string> =>
          new TextDecoder().decode((await joined(await bucket.stream(entry.key, { range: { offset, length } }))) ?? bytesOf('null'));
        expect(await range(7, 100)).toBe('789');
        expect(await range(10, 5)).toBe('');
        expect(await range(1_000_000, 5)).toBe('');
        expect(await range(3, 0)).toBe('');
        await put('none', '');
        expect(await joined(await bucket.stream(key('none'), { range: { offset: 0, length: 4 } }))).toEqual(new Uint8Array());
      });

      it('of a generation is missing once another lies there', async () => {
        const first = await put('c', 'the first text');
        const range = { offset: 4, length: 5 };
        expect((await bucket.read(first.key, { range, limit: 5, generation: first.generation }))?.bytes).toEqual(bytesOf('first'));
        await bucket.put(first.key, bytesOf('another text'), over(first.generation));
        expect(await bucket.read(first.key, { range, limit: 5, generation: first.generation })).toBeNull();
        expect(await bucket.stream(first.key, { generation: first.generation })).toBeNull();
        expect(await bucket.read(key('nowhere'), { range, limit: 5, generation: first.generation })).toBeNull();
      });
    });

    it('reads no more than the limit', async () => {
      const entry = await put('c', pattern(10_001));
      await expect(bucket.read(entry.key, { limit: 10_000 })).rejects.toMatchObject({ code: 'bucket.too-big' });
      expect((await bucket.read(entry.key, { limit: 10_000, range: { offset: 0, length: 10_000 } }))?.bytes).toHaveLength(10_000);
    });

    it('lets a stream be left early, again and again', async () => {
      const entry = await put('c', pattern(2_000_000));
      for (let i = 0; i < 30; i++) {
        const stream = await bucket.stream(entry.key);
        for await (const piece of stream?.bytes ?? []) {
          expect(piece.length).toBeGreaterThan(0);
          break;
        }
      }
      expect(await bucket.head(entry.key)).toEqual(entry);
    });

    describe('a list', () => {
      const names = ['a-b/x', 'a.b/x', 'a/1', 'a/10', 'a/9', 'a/B', 'a/_', 'a/b-c', 'a/b.c', 'a/bc', 'a0/x', 'aa/x', 'b'];

      it('has every key that begins so, in order, as head tells it', async () => {
        const entries = new Map<string, BucketEntry>();
        for (const at of names.toReversed()) entries.set(at, await put(at));
        expect(await allOf(another.list(''))).toEqual([...names].sort().map((at) => entries.get(at)));
        expect(await keys('a/')).toEqual(['a/1', 'a/10', 'a/9', 'a/B', 'a/_', 'a/b-c', 'a/b.c', 'a/bc']);
        expect(await keys('a/b')).toEqual(['a/b-c', 'a/b.c', 'a/bc']);
        expect(await keys('a/b.')).toEqual(['a/b.c']);
        expect(await keys('a/1')).toEqual(['a/1', 'a/10']);
        expect(await keys('a')).toEqual([...names].sort().slice(0, -1));
        expect(await keys('a/bc/')).toEqual([]);
        expect(await keys('nowhere/in/it')).toEqual([]);
      });

      it('begins after any key', async () => {
        for (const at of names) await put(at);
        const sorted = [...names].sort();
        for (const after of [...sorted, 'a', 'a/5', 'zz', '0', 'a/b/c', 'a-b', 'a.b', 'a/b']) {
          expect(await keys('', key(after)), after).toEqual(sorted.filter((at) => at > after));
        }
        expect(await keys('a/b', key('a/b-c'))).toEqual(['a/b.c', 'a/bc']);
        expect(await keys('a/', key('b'))).toEqual([]);
      });

      it('of many has each once', async () => {
        const many = Array.from({ length: 260 }, (_, i) => `index/${String(i).padStart(4, '0')}`);
        for (let at = 0; at < many.length; at += 20) await Promise.all(many.slice(at, at + 20).map((name) => put(name)));
        expect(await keys('index/')).toEqual(many);
        expect(await keys('index/01')).toEqual(many.slice(100, 200));
      });

      it('may be left early', async () => {
        for (const at of names) await put(at);
        for await (const entry of bucket.list('a/')) {
          expect(entry.key).toBe('a/1');
          break;
        }
        expect(await keys('b')).toEqual(['b']);
      });

      it('passes over what is not ours, and leaves it alone', async () => {
        await put('a/b');
        for (const foreign of ['a/über.txt', 'a/desktop file', 'two words/x', '~$lock', 'a/x.tmp~']) await instance.putForeign(foreign);
        expect(await keys()).toEqual(['a/b']);
        expect(await allOf(bucket.children(''))).toEqual(['a']);
      });

      it('tells the names that go on below a prefix', async () => {
        for (const at of ['artifacts/maps/versions/v0.json', 'artifacts/Maps/versions/v0.json', 'artifacts/maps/artifact.json', 'artifacts/a.b/artifact.json', 'artifacts/a/artifact.json', 'artifacts/readme', 'format.json']) {
          await put(at);
        }
        expect(await allOf(bucket.children('artifacts/'))).toEqual(['Maps', 'a.b', 'a', 'maps']);
        expect(await allOf(bucket.children(''))).toEqual(['artifacts']);
        expect(await allOf(bucket.children('artifacts/maps/'))).toEqual(['versions']);
        expect(await allOf(bucket.children('artifacts/maps/versions/'))).toEqual([]);
        expect(await allOf(bucket.children('nowhere/'))).toEqual([]);
        await bucket.delete(key('artifacts/a/artifact.json'));
        expect(await allOf(bucket.children('artifacts/'))).toEqual(['Maps', 'a.b', 'maps']);
      });
    });

    describe('a large put', () => {
      it('brings everything, and tells how much the bucket has', async () => {
        for (const size of [0, 1, 262_144, 262_145, 1_000_000]) {
          const content = pattern(size, size);
          const told: number[] = [];
          const outcome = await bucket.putLarge(key(`large/${size}`), breaking(content), absent, { onProgress: (bytes) => told.push(bytes) });
          expect(entryOf(outcome).size).toBe(size);
          expect(Buffer.from((await another.read(key(`large/${size}`), { limit: noLimit }))?.bytes ?? []).equals(content)).toBe(true);
          expect(told).toEqual([...told].sort((a, b) => a - b));
          if (size > 0) expect(told.at(-1)).toBe(size);
        }
      });

      it('fails with what its content fails with, and nothing becomes visible', async () => {
        const content = pattern(900_000);
        await expect(bucket.putLarge(key('large/broken'), breaking(content, 500_000), absent)).rejects.toThrow('the disk broke');
        const short = { ...breaking(content), size: 900_001 };
        const long = { ...breaking(content), size: 899_999 };
        await expect(bucket.putLarge(key('large/short'), short, absent)).rejects.toThrow(RangeError);
        await expect(bucket.putLarge(key('large/long'), long, absent)).rejects.toThrow(RangeError);
        expect(await keys()).toEqual([]);
      });

      /** Puts until the content breaks at the second half of its second reading, as a network does that is pulled. */
      async function broken(at: string, content: Uint8Array): Promise<ResumeToken> {
        const tokens: ResumeToken[] = [];
        const controller = new AbortController();
        const request: LargePutRequest = {
          signal: controller.signal,
          onResume: (token) => tokens.push(token),
          onProgress: (bytes) => {
            if (bytes >= content.length / 2) controller.abort(new Error('the cable was pulled'));
          },
        };
        await expect(bucket.putLarge(key(at), breaking(content), absent, request)).rejects.toThrow('the cable was pulled');
        expect(await another.head(key(at))).toBeNull();
        expect(tokens).toHaveLength(1);
        return tokens[0] as ResumeToken;
      }

      it('goes on where it broke off, also for one who just came', async () => {
        const content = pattern(3_000_000);
        const token = await broken('large/resumed', content);
        const opened: number[] = [];
        const told: number[] = [];
        const outcome = await another.putLarge(key('large/resumed'), breaking(content, Infinity, opened), absent, {
          resume: token,
          onResume: () => expect.unreachable('it began anew'),
          onProgress: (bytes) => told.push(bytes),
        });
        expect(entryOf(outcome).size).toBe(3_000_000);
        expect(Math.max(...opened)).toBeGreaterThanOrEqual(1_000_000);
        expect(told[0]).toBeGreaterThanOrEqual(1_000_000);
        expect(Buffer.from((await bucket.read(key('large/resumed'), { limit: noLimit }))?.bytes ?? []).equals(content)).toBe(true);
      });

      it('that goes on is refused when somebody else was faster', async () => {
        const content = pattern(3_000_000);
        const token = await broken('large/late', content);
        const first = await put('large/late', 'first');
        expect(await bucket.putLarge(key('large/late'), breaking(content), absent, { resume: token })).toEqual({ outcome: 'refused', present: first });
        expect(await text(first.key)).toBe('first');
      });

      it('begins anew when the bucket does not know the token', async () => {
        const content = pattern(3_000_000);
        const token = await broken('large/forgotten', content);
        await bucket.abandon(token);
        await bucket.abandon(token);
        for (const unknown of [token, 'never was one' as ResumeToken]) {
          const tokens: ResumeToken[] = [];
          const outcome = await bucket.putLarge(key('large/forgotten'), breaking(content), absent, { resume: unknown, onResume: (told) => tokens.push(told) });
          expect(entryOf(outcome).size).toBe(3_000_000);
          expect(tokens).toHaveLength(1);
          expect(tokens[0]).not.toBe(unknown);
          await bucket.delete(key('large/forgotten'));
        }
      });

      it('is seen whole or not at all while it is under way', async () => {
        const at = key('large/watched');
        const content = pattern(2_000_000);
        const sizes = new Set<number | null>();
        let done = false;
        const putting = bucket.putLarge(at, breaking(content), absent).finally(() => {
          done = true;
        });
        while (!done) {
          sizes.add((await another.read(at, { limit: noLimit }))?.bytes.length ?? null);
          for await (const entry of another.list('large/')) sizes.add(entry.size);
        }
        await putting;
        sizes.add((await another.read(at, { limit: noLimit }))?.bytes.length ?? null);
        expect(sizes.has(2_000_000)).toBe(true);
        expect([...sizes].filter((size) => size !== null && size !== 2_000_000)).toEqual([]);
      });
    });

    describe('an aborted signal', () => {
      const reason = new Error('enough');

      it('rejects every call with its reason', async () => {
        const entry = await put('a', 'text');
        const signal = AbortSignal.abort(reason);
        const calls: (() => Promise<unknown>)[] = [
          () => bucket.head(entry.key, { signal }),
          () => bucket.read(entry.key, { signal, limit: 10 }),
          () => bucket.stream(entry.key, { signal }),
          () => bucket.put(key('b'), bytesOf('b'), absent, { signal }),
          () => bucket.putLarge(key('b'), contentOf(pattern(500_000)), absent, { signal }),
          () => bucket.delete(entry.key, { signal }),
          () => bucket.abandon('x' as ResumeToken, { signal }),
          () => allOf(bucket.list('', { signal })),
          () => allOf(bucket.children('', { signal })),
        ];
        for (const call of calls) await expect(call()).rejects.toBe(reason);
        expect(await keys()).toEqual(['a']);
      });

      it('ends a stream that is under way', async () => {
        const entry = await put('a', pattern(3_000_000));
        const controller = new AbortController();
        const stream = await bucket.stream(entry.key, { signal: controller.signal });
        let seen = 0;
        const reading = async (): Promise<void> => {
          for await (const piece of stream?.bytes ?? []) {
            seen += piece.length;
            controller.abort(reason);
          }
        };
        await expect(reading()).rejects.toBe(reason);
        expect(seen).toBeLessThan(3_000_000);
      });
    });
  });
}
