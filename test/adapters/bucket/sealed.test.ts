import { beforeAll, describe, expect, test } from 'vitest';
import { contentOf } from '../../../electron/adapters/bucket-bytes.ts';
import { createSealedBucket } from '../../../electron/adapters/bucket-sealed.ts';
import { createBucketSeals } from '../../../electron/adapters/bucket-seals-node.ts';
import { readRecoveryCode } from '../../../electron/adapters/recovery-code.ts';
import { headerLength, sealedSegmentSize, segmentSize } from '../../../electron/adapters/seal-content.ts';
import { grownRing, newRing } from '../../../electron/adapters/seal-ring.ts';
import { bucketKey, type BucketKey } from '../../../electron/engine/model/bucket-key.ts';
import type { NewSeal } from '../../../electron/engine/model/bucket-seal.ts';
import type { Bucket, ResumeToken } from '../../../electron/engine/ports/bucket.ts';
import { createBucketInMemory, type BucketInMemory } from '../../fakes/bucket-memory.ts';

const absent = { kind: 'absent' } as const;
const limit = 10_000_000;
const seals = createBucketSeals({ cost: { N: 2 ** 10, r: 8, p: 1 } });

/** The text, again and again, up to a size. */
const filled = (size: number, text = 'a street in Lisbon; '): Buffer => Buffer.alloc(size, text);

function sealedOver(memory = createBucketInMemory(), ring = newRing()): { readonly memory: BucketInMemory; readonly bucket: Bucket } {
  return { memory, bucket: createSealedBucket(memory, ring) };
}

/** What lies below, as it would lie for somebody who can write there. */
function lying(memory: BucketInMemory): [BucketKey, Uint8Array][] {
  return [...memory.contents].map(([key, { bytes }]) => [key, bytes]);
}

function put(memory: BucketInMemory, key: BucketKey, bytes: Uint8Array): void {
  const known = memory.contents.get(key);
  if (known === undefined) throw new Error('nothing lies there');
  memory.contents.set(key, { entry: { ...known.entry, size: bytes.length }, bytes });
}

const damaged = { code: 'bucket.damaged' };

describe('A sealed bucket', () => {
  test('holds nothing that was put there in the clear, and another one holds the same in other bytes', async () => {
    const { memory, bucket } = sealedOver();
    const { memory: other, bucket: otherBucket } = sealedOver();
    const content = filled(200_000);
    for (const one of [bucket, otherBucket]) await one.put(bucketKey('artifacts/street-scenes/artifact.json'), content, absent);
    const [[name, bytes]] = lying(memory) as [[BucketKey, Uint8Array]];
    const [[otherName, otherBytes]] = lying(other) as [[BucketKey, Uint8Array]];
    for (let at = 0; at + 8 <= 40; at++) expect(Buffer.from(bytes).includes(content.subarray(at, at + 8))).toBe(false);
    expect(name).toMatch(/^s[a-z2-7]+\/s[a-z2-7]+\/s[a-z2-7]+$/);
    expect(name).not.toBe(otherName);
    expect(Buffer.from(bytes).equals(otherBytes)).toBe(false);
  });

  test('seals the same content to other bytes each time', async () => {
    const { memory, bucket } = sealedOver();
    await bucket.put(bucketKey('a'), filled(100), absent);
    await bucket.put(bucketKey('b'), filled(100), absent);
    const [a, b] = lying(memory).map(([, bytes]) => Buffer.from(bytes.subarray(headerLength)));
    expect(a?.equals(b as Buffer)).toBe(false);
  });

  test('tells of the lengths of names only in which of four classes they are', async () => {
    const { memory, bucket } = sealedOver();
    for (const name of ['a', 'street-scenes', 'twenty-letters-name1']) await bucket.put(bucketKey(`artifacts/${name}/x`), filled(10), absent);
    expect(new Set(lying(memory).map(([key]) => key.length)).size).toBe(1);
  });

  test('keeps the time in front of ids, so that a list begins at it, but not of names that people chose', async () => {
    const { memory, bucket } = sealedOver();
    const times = ['019ab0000001-one', '019ab0000002-two', '019ab0000003-three'];
    for (const id of times) await bucket.put(bucketKey(`index/${id}`), filled(10), absent);
    await bucket.put(bucketKey('artifacts/019ab0000001-mine/x'), filled(10), absent);
    expect(lying(memory).map(([key]) => key.split('/')[1]?.slice(0, 14))).toEqual(['019ab0000001-s', '019ab0000002-s', '019ab0000003-s', expect.stringMatching(/^s/)]);
    const asked: unknown[] = [];
    const listening = createSealedBucket({ ...memory, list: (prefix, request) => (asked.push(request?.after), memory.list(prefix, request)) }, newRing());
    for await (const entry of listening.list('index/', { after: bucketKey('index/019ab0000002') })) expect.unreachable(entry.key);
    expect(asked).toEqual([expect.stringMatching(/\/019ab0000002$/)]);
  });

  test('takes an artifact’s longest name as a name', async () => {
    const { memory, bucket } = sealedOver();
    const key = bucketKey(`artifacts/${'N'.repeat(128)}/operations/019ab0000001-${'f'.repeat(16)}.json`);
    await bucket.put(key, filled(10), absent);
    expect(lying(memory)[0]?.[0]).toMatch(/^s[a-z2-7]+\/s[a-z2-7]{175}\/s[a-z2-7]+\/019ab0000001-s[a-z2-7]+$/);
    expect((await bucket.head(key))?.size).toBe(10);
  });

  describe('notices', () => {
    const content = filled(2 * segmentSize + 5_000);
    const key = bucketKey('containers/ab/abcd');
    const read = (bucket: Bucket, at = key) => bucket.read(at, { limit });

    test('a bit that was changed anywhere', async () => {
      const { memory, bucket } = sealedOver();
      await bucket.put(key, content, absent);
      const [[name, bytes]] = lying(memory) as [[BucketKey, Uint8Array]];
      for (const at of [0, 2, 3, 5, 7, 8, 23, headerLength, headerLength + segmentSize + 1, bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
        put(memory, name, changed);
        await expect(read(bucket), `byte ${at}`).rejects.toMatchObject(damaged);
      }
      put(memory, name, bytes);
      expect(Buffer.from((await read(bucket))?.bytes ?? []).equals(content)).toBe(true);
    });

    test('a content that was cut, also between its parts, and one that was made longer', async () => {
      const { memory, bucket } = sealedOver();
      await bucket.put(key, content, absent);
      const [[name, bytes]] = lying(memory) as [[BucketKey, Uint8Array]];
      for (const length of [0, 10, headerLength, headerLength + 16, headerLength + sealedSegmentSize, headerLength + 2 * sealedSegmentSize, bytes.length - 1]) {
        put(memory, name, bytes.subarray(0, length));
        await expect(read(bucket), `${length} bytes`).rejects.toMatchObject(damaged);
      }
      put(memory, name, Buffer.concat([bytes, Buffer.alloc(16)]));
      await expect(read(bucket)).rejects.toMatchObject(damaged);
    });

    test('parts that changed places', async () => {
      const { memory, bucket } = sealedOver();
      await bucket.put(key, content, absent);
      const [[name, bytes]] = lying(memory) as [[BucketKey, Uint8Array]];
      const part = (i: number): Uint8Array => bytes.subarray(headerLength + i * sealedSegmentSize, headerLength + (i + 1) * sealedSegmentSize);
      put(memory, name, Buffer.concat([bytes.subarray(0, headerLength), part(1), part(0), part(2)]));
      await expect(read(bucket)).rejects.toMatchObject(damaged);
      await expect(bucket.read(key, { limit, range: { offset: segmentSize, length: 10 } })).rejects.toMatchObject(damaged);
    });

    test('two contents that changed places, and one under a name that was made up', async () => {
      const { memory, bucket } = sealedOver();
      const other = bucketKey('containers/ab/abce');
      await bucket.put(key, content, absent);
      await bucket.put(other, content, absent);
      const [[name, bytes], [otherName, otherBytes]] = lying(memory) as [[BucketKey, Uint8Array], [BucketKey, Uint8Array]];
      put(memory, name, otherBytes);
      put(memory, otherName, bytes);
      await expect(read(bucket)).rejects.toMatchObject(damaged);
      await expect(read(bucket, other)).rejects.toMatchObject(damaged);
      const madeUp = bucketKey(`${otherName.slice(0, -2)}ab`);
      await memory.put(madeUp, bytes, absent);
      const keys: string[] = [];
      for await (const entry of bucket.list('')) keys.push(entry.key);
      expect(keys).toEqual([key, other]);
    });
  });

  test('goes on with a large put with the same bytes, and under another name with others', async () => {
    const { memory, bucket } = sealedOver();
    const content = contentOf(filled(1_000_000));
    const tokens: ResumeToken[] = [];
    const controller = new AbortController();
    const begun = bucket.putLarge(bucketKey('large'), content, absent, {
      signal: controller.signal,
      onResume: (token) => tokens.push(token),
      onProgress: (bytes) => void (bytes > 500_000 && controller.abort(new Error('enough'))),
    });
    await expect(begun).rejects.toThrow('enough');
    const sent = Buffer.concat([...memory.unfinished.values()][0] ?? []);
    await bucket.putLarge(bucketKey('large'), content, absent, { resume: tokens[0] });
    const [[, bytes]] = lying(memory) as [[BucketKey, Uint8Array]];
    expect(Buffer.from(bytes).subarray(0, sent.length).equals(sent)).toBe(true);
    await bucket.putLarge(bucketKey('other'), content, absent, { resume: tokens[0] });
    const other = lying(memory)[1]?.[1] ?? new Uint8Array();
    expect(Buffer.from(other).subarray(headerLength, 1000).equals(Buffer.from(bytes).subarray(headerLength, 1000))).toBe(false);
  });

  test('reads for a range the parts that it touches, and the header once', async () => {
    const memory = createBucketInMemory();
    const asked: unknown[] = [];
    const { bucket } = sealedOver({ ...memory, read: (key, request) => (asked.push(request.range), memory.read(key, request)), stream: (key, request) => (asked.push(request?.range), memory.stream(key, request)) });
    await bucket.put(bucketKey('c'), filled(10 * segmentSize), absent);
    const range = async (offset: number, length: number): Promise<unknown[]> => {
      const found = await bucket.read(bucketKey('c'), { limit, range: { offset, length } });
      expect(Buffer.from(found?.bytes ?? []).equals(filled(10 * segmentSize).subarray(offset, offset + length))).toBe(true);
      return asked.splice(0);
    };
    expect(await range(3 * segmentSize + 5, 10)).toEqual([{ offset: 0, length: headerLength }, { offset: headerLength + 3 * sealedSegmentSize, length: sealedSegmentSize }]);
    expect(await range(5 * segmentSize - 1, 2)).toEqual([{ offset: headerLength + 4 * sealedSegmentSize, length: 2 * sealedSegmentSize }]);
    expect(await range(7, 8)).toEqual([{ offset: 0, length: headerLength + sealedSegmentSize }]);
    await bucket.delete(bucketKey('c'));
    expect(await bucket.read(bucketKey('c'), { limit, range: { offset: 200_000, length: 1 } })).toBeNull();
  });

  test('reads what was sealed by older keys, and seals by the newest', async () => {
    const memory = createBucketInMemory();
    const ring = newRing();
    await createSealedBucket(memory, ring).put(bucketKey('old'), filled(100), absent);
    const grown = grownRing(ring);
    const bucket = createSealedBucket(memory, grown);
    await bucket.put(bucketKey('new'), filled(100), absent);
    for (const key of ['old', 'new']) expect((await bucket.read(bucketKey(key), { limit }))?.bytes).toHaveLength(100);
    const before = createSealedBucket(memory, ring);
    expect((await before.read(bucketKey('old'), { limit }))?.bytes).toHaveLength(100);
    await expect(before.read(bucketKey('new'), { limit })).rejects.toMatchObject(damaged);
  });
});

describe('The keys of a bucket', () => {
  const id = 'team1';
  let made: NewSeal;
  beforeAll(async () => {
    made = await seals.create(id, 'quiet river stone lamp');
  });

  test('open with the passphrase, however it is composed, and with the recovery code, however it is typed', async () => {
    expect(await seals.unlock({ id, seal: made.seal }, 'quiet river stone lamp')).toBe(made.key);
    const composed = await seals.create(id, 'caf\u00e9 in the morning');
    expect(await seals.unlock({ id, seal: composed.seal }, 'cafe\u0301 in the morning')).toBe(composed.key);
    for (const typed of [made.recoveryCode, made.recoveryCode.toLowerCase(), made.recoveryCode.replaceAll('-', ' '), made.recoveryCode.replaceAll('0', 'o').replaceAll('1', 'l')]) {
      expect(seals.unlockWithCode({ id, seal: made.seal }, typed)).toBe(made.key);
    }
    expect(readRecoveryCode(made.recoveryCode)).toHaveLength(19);
  });

  test('open with nothing else', async () => {
    const wrong = { code: 'bucket.wrong-passphrase' };
    for (const passphrase of ['', 'quiet river stone lam', 'Quiet river stone lamp', made.recoveryCode]) {
      await expect(seals.unlock({ id, seal: made.seal }, passphrase)).rejects.toMatchObject(wrong);
    }
    const other = await seals.create(id, 'quiet river stone lamp');
    for (const code of ['', 'quiet river stone lamp', other.recoveryCode, made.recoveryCode.slice(0, -1)]) {
      expect(() => seals.unlockWithCode({ id, seal: made.seal }, code)).toThrow(expect.objectContaining(wrong));
    }
  });

  test('are bound to the bucket and to each other: nothing of another seal is taken for theirs', async () => {
    await expect(seals.unlock({ id: 'team2', seal: made.seal }, 'quiet river stone lamp')).rejects.toMatchObject({ code: 'bucket.wrong-passphrase' });
    expect(seals.opens({ id: 'team2', seal: made.seal }, made.key)).toBe(false);
    const other = await seals.create(id, 'quiet river stone lamp');
    const mixed = { id, seal: { ...made.seal, ring: other.seal.ring } };
    await expect(seals.unlock(mixed, 'quiet river stone lamp')).rejects.toMatchObject({ code: 'bucket.damaged' });
    expect(seals.opens(mixed, made.key)).toBe(false);
    const weaker = { id, seal: { ...made.seal, passphrase: { ...made.seal.passphrase, N: 2 } } };
    await expect(seals.unlock(weaker, 'quiet river stone lamp')).rejects.toMatchObject({ code: 'bucket.wrong-passphrase' });
  });

  test('stay the same under another passphrase, and the recovery code stays good', async () => {
    const seal = await seals.rewrap({ id, seal: made.seal }, made.key, 'another river stone lamp');
    expect(await seals.unlock({ id, seal }, 'another river stone lamp')).toBe(made.key);
    expect(seals.unlockWithCode({ id, seal }, made.recoveryCode)).toBe(made.key);
    await expect(seals.unlock({ id, seal }, 'quiet river stone lamp')).rejects.toMatchObject({ code: 'bucket.wrong-passphrase' });
  });

  test('are others after a change of key: the old one and its code open nothing of it', async () => {
    const next = await seals.renew({ id, seal: made.seal }, made.key, 'another river stone lamp');
    expect(next.seal.generation).toBe(2);
    expect(seals.opens({ id, seal: next.seal }, made.key)).toBe(false);
    expect(seals.opens({ id, seal: next.seal }, next.key)).toBe(true);
    expect(() => seals.unlockWithCode({ id, seal: next.seal }, made.recoveryCode)).toThrow();
    expect(seals.unlockWithCode({ id, seal: next.seal }, next.recoveryCode)).toBe(next.key);
  });
});
