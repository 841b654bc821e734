import { blocksOf, clippedRange, readAtOnce } from '../../electron/adapters/bucket-bytes.ts';
import { goneWhileRead } from '../../electron/engine/model/bucket-failure.ts';
import { checkKeyPrefix, compareKeys, isBucketKey, type BucketKey } from '../../electron/engine/model/bucket-key.ts';
import type { Bucket, BucketEntry, Generation, PutCondition, PutOutcome, ResumeToken } from '../../electron/engine/ports/bucket.ts';

interface Lying {
  readonly entry: BucketEntry;
  readonly bytes: Uint8Array;
}

/** A bucket in a map, with ways to look into it. */
export interface BucketInMemory extends Bucket {
  readonly contents: Map<BucketKey, Lying>;
  /** What unfinished large puts have sent. */
  readonly unfinished: Map<ResumeToken, Uint8Array[]>;
}

const blockSize = 64 * 1024;

function checked(key: string): BucketKey {
  if (!isBucketKey(key)) throw new RangeError(`not a key: ${key}`);
  return key;
}

/** `now` tells the bucket's time. Every call waits a turn, so that calls interleave as they do over a network. */
export function createBucketInMemory(now: () => number = Date.now): BucketInMemory {
  const contents = new Map<BucketKey, Lying>();
  const unfinished = new Map<ResumeToken, Uint8Array[]>();
  let puts = 0;
  let tokens = 0;

  const holds = (key: BucketKey, condition: PutCondition): boolean => {
    const generation = contents.get(key)?.entry.generation;
    return condition.kind === 'absent' ? generation === undefined : generation === condition.generation;
  };

  function settle(key: BucketKey, bytes: Uint8Array, condition: PutCondition): PutOutcome {
    if (!holds(key, condition)) return { outcome: 'refused', present: contents.get(key)?.entry ?? null };
    refuseContinued(contents, key);
    const entry = { key, size: bytes.length, generation: `${++puts}` as Generation, putAt: now() };
    contents.set(key, { entry, bytes });
    return { outcome: 'put', entry };
  }

  const stream: Bucket['stream'] = async (key, request = {}) => {
    await turn(request.signal);
    const lying = contents.get(checked(key));
    if (lying === undefined || (request.generation ?? lying.entry.generation) !== lying.entry.generation) return null;
    const { offset, length } = clippedRange(lying.bytes.length, request.range);
    return { entry: lying.entry, bytes: pieces(key, lying, offset, offset + length, request.signal) };
  };

  async function* pieces(key: BucketKey, lying: Lying, from: number, end: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    for (let at = from; at < end; at += blockSize) {
      await turn(signal);
      if (contents.get(key) !== lying) throw goneWhileRead('memory', key);
      yield lying.bytes.subarray(at, Math.min(at + blockSize, end));
    }
  }

  return {
    address: 'memory',
    contents,
    unfinished,
    stream,
    read: (key, request) => readAtOnce({ address: 'memory', stream }, key, request),
    head: async (key, request) => {
      await turn(request?.signal);
      return contents.get(checked(key))?.entry ?? null;
    },
    put: async (key, content, condition, request) => {
      checked(key);
      const bytes = content.slice();
      await turn(request?.signal);
      return settle(key, bytes, condition);
    },
    putLarge: async (key, content, condition, request = {}) => {
      await turn(request.signal);
      checked(key);
      const known = request.resume !== undefined && unfinished.has(request.resume);
      const token = known ? (request.resume as ResumeToken) : (`token-${++tokens}` as ResumeToken);
      const blocks = unfinished.get(token) ?? [];
      unfinished.set(token, blocks);
      if (!known) request.onResume?.(token);
      const sent = (): number => blocks.reduce((sum, block) => sum + block.length, 0);
      for await (const block of blocksOf(content, sent(), blockSize)) {
        await turn(request.signal);
        blocks.push(block.slice());
        request.onProgress?.(sent());
      }
      unfinished.delete(token);
      return settle(key, Buffer.concat(blocks), condition);
    },
    abandon: async (token, request) => {
      await turn(request?.signal);
      unfinished.delete(token);
    },
    delete: async (key, request = {}) => {
      await turn(request.signal);
      const entry = contents.get(checked(key))?.entry;
      if (entry === undefined) return { outcome: 'absent' };
      if ((request.generation ?? entry.generation) !== entry.generation) return { outcome: 'refused', present: entry };
      contents.delete(key);
      return { outcome: 'deleted' };
    },
    list: async function* list(prefix, request = {}) {
      checkKeyPrefix(prefix);
      let { after = '' } = request;
      for (;;) {
        await turn(request.signal);
        const next = [...contents.keys()].filter((key) => key.startsWith(prefix) && key > after).sort(compareKeys)[0];
        if (next === undefined) return;
        yield (contents.get(next) as Lying).entry;
        after = next;
      }
    },
    children: async function* children(prefix, request) {
      checkKeyPrefix(prefix);
      await turn(request?.signal);
      const rests = [...contents.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      const names = rests.filter((rest) => rest.includes('/')).map((rest) => rest.slice(0, rest.indexOf('/') + 1));
      for (const name of [...new Set(names)].sort(compareKeys)) yield name.slice(0, -1);
    },
  };
}

async function turn(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await Promise.resolve();
  signal?.throwIfAborted();
}

/** The fake sees to what callers must see to: a folder could not hold `a` beside `a/b`. */
function refuseContinued(contents: ReadonlyMap<BucketKey, Lying>, key: BucketKey): void {
  for (const other of contents.keys()) {
    if (other.startsWith(`${key}/`) || key.startsWith(`${other}/`)) throw new RangeError(`"${key}" and "${other}" cannot both be keys`);
  }
}
