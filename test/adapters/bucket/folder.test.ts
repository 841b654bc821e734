import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentOf } from '../../../electron/adapters/bucket-bytes.ts';
import { nameOfSegment, segmentOfName } from '../../../electron/adapters/bucket-folder-names.ts';
import { createFolderBucket, prepareBucketFolder } from '../../../electron/adapters/bucket-folder.ts';
import { bucketKey } from '../../../electron/engine/model/bucket-key.ts';
import type { Bucket, BucketEntry, ResumeToken } from '../../../electron/engine/ports/bucket.ts';

const absent = { kind: 'absent' } as const;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const key = bucketKey('artifacts/animals/aliases/best.json');
const quick = { stale: 200, trusted: 100, patience: 5_000 };
const week = 7 * 24 * 3_600;

describe('a bucket in a folder', () => {
  let drive: string;
  let root: string;
  let bucket: Bucket;

  const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  const shown = (): string[] => filesIn(root).filter((file) => !file.startsWith('.strata')).sort();
  const own = (): string[] => filesIn(path.join(root, '.strata')).sort();
  const keys = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const entry of bucket.list('')) found.push(entry.key);
    return found;
  };

  beforeEach(async () => {
    drive = mkdtempSync(path.join(tmpdir(), 'strata-drive-'));
    root = path.join(drive, 'team');
    await prepareBucketFolder(root);
    bucket = createFolderBucket(root, { step: 256 * 1024, locks: quick });
  });
  afterEach(() => rmSync(drive, { recursive: true }));

  it('holds plain files under their own names, and nothing else is left of a put', async () => {
    await bucket.put(key, bytesOf('{"version":3}'), absent);
    await bucket.putLarge(bucketKey('containers/ab/ab12'), contentOf(new Uint8Array(700_000)), absent);
    expect(shown()).toEqual(['artifacts/animals/aliases/best.json', 'containers/ab/ab12']);
    expect(readFileSync(path.join(root, key), 'utf8')).toBe('{"version":3}');
    expect(own()).toEqual(['.strata/bucket.json']);
  });

  it('leaves nothing of what was deleted, not even folders', async () => {
    await bucket.put(key, bytesOf('x'), absent);
    await bucket.delete(key);
    expect(readdirSync(root)).toEqual(['.strata']);
  });

  it('leaves nothing of a put that was refused or failed', async () => {
    await bucket.put(key, bytesOf('x'), absent);
    await bucket.put(key, bytesOf('y'), absent);
    await bucket.putLarge(key, contentOf(new Uint8Array(700_000)), absent);
    writeFileSync(path.join(root, 'in-the-way'), '');
    await expect(bucket.put(bucketKey('in-the-way/x'), bytesOf('x'), absent)).rejects.toThrow();
    expect(own()).toEqual(['.strata/bucket.json']);
  });

  it('can be prepared again without harm', async () => {
    await bucket.put(key, bytesOf('x'), absent);
    const marker = readFileSync(path.join(root, '.strata/bucket.json'), 'utf8');
    await prepareBucketFolder(root);
    expect(readFileSync(path.join(root, '.strata/bucket.json'), 'utf8')).toBe(marker);
    expect(await keys()).toEqual([key]);
  });

  it('is not made where its place is missing', async () => {
    const nowhere = path.join(drive, 'no', 'where');
    await expect(prepareBucketFolder(nowhere)).rejects.toMatchObject({ code: 'bucket.no-such-bucket' });
    expect(existsSync(path.join(drive, 'no'))).toBe(false);
  });

  describe('on a drive that is pulled', () => {
    const calls = (): (() => Promise<unknown>)[] => [
      () => bucket.head(key),
      () => bucket.read(key, { limit: 10 }),
      () => bucket.put(bucketKey('b'), bytesOf('b'), absent),
      () => bucket.putLarge(bucketKey('b'), contentOf(new Uint8Array(700_000)), absent),
      () => bucket.put(key, bytesOf('b'), { kind: 'generation', generation: 'c0' as BucketEntry['generation'] }),
      () => bucket.delete(key),
      () => keys(),
      () => bucket.children('')[Symbol.asyncIterator]().next() as Promise<unknown>,
    ];

    it('is offline, and never empty', async () => {
      await bucket.put(key, bytesOf('x'), absent);
      renameSync(root, path.join(drive, 'pulled'));
      for (const call of calls()) await expect(call()).rejects.toMatchObject({ code: 'bucket.offline' });
      renameSync(path.join(drive, 'pulled'), root);
      expect(await keys()).toEqual([key]);
    });

    it('writes nothing into the empty folder that it was mounted on', async () => {
      await bucket.put(key, bytesOf('x'), absent);
      renameSync(root, path.join(drive, 'pulled'));
      mkdirSync(root);
      for (const call of calls()) await expect(call()).rejects.toMatchObject({ code: 'bucket.offline' });
      expect(readdirSync(root)).toEqual([]);
    });
  });

  describe('with what a crash left', () => {
    it('breaks a lock that nobody holds any more', async () => {
      await bucket.put(key, bytesOf('one'), absent);
      const lock = path.join(root, '.strata/locks', lockNameOf());
      for (const left of ['a lock of somebody who is no more', '']) {
        writeFileSync(lock, left);
        const present = await bucket.head(key);
        const generation = present?.generation as BucketEntry['generation'];
        expect(await bucket.put(key, bytesOf(`after ${left}`), { kind: 'generation', generation })).toMatchObject({ outcome: 'put' });
      }
      expect(own()).toEqual(['.strata/bucket.json']);
    });

    it('says that somebody else is changing it while a lock is alive', async () => {
      const lock = path.join(root, '.strata/locks', lockNameOf());
      const patient = createFolderBucket(root, { locks: { stale: 60_000, trusted: 20_000, patience: 200 } });
      writeFileSync(lock, 'somebody');
      await expect(patient.put(key, bytesOf('x'), absent)).rejects.toMatchObject({
        code: 'bucket.unavailable',
        message: `The bucket ${patient.address} is being changed by somebody else. It is tried again later.`,
      });
      expect(readFileSync(lock, 'utf8')).toBe('somebody');
    });

    it('is broken by one of many only', async () => {
      await bucket.put(key, bytesOf('0'), absent);
      const members = Array.from({ length: 6 }, () => createFolderBucket(root, { locks: quick }));
      writeFileSync(path.join(root, '.strata/locks', lockNameOf()), 'left');
      const seen = await bucket.head(key);
      const generation = seen?.generation as BucketEntry['generation'];
      const outcomes = await Promise.all(members.map((member, i) => member.put(key, bytesOf(`member ${i}`), { kind: 'generation', generation })));
      expect(outcomes.filter((outcome) => outcome.outcome === 'put')).toHaveLength(1);
    });

    it('removes temporaries and locks of long ago, and keeps younger ones', async () => {
      const old = Date.now() / 1000 - week - 60;
      for (const [name, time] of [['unfinished/now-old', old], ['unfinished/put-old', old], ['locks/old', old], ['unfinished/put-young', old + 120]] as const) {
        writeFileSync(path.join(root, '.strata', name), 'half');
        utimesSync(path.join(root, '.strata', name), time, time);
      }
      await bucket.put(key, bytesOf('x'), absent);
      expect(own()).toEqual(['.strata/bucket.json', '.strata/unfinished/put-young']);
    });

    it('writes again what it cannot be sure of in a put that goes on', async () => {
      const content = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 7) & 255);
      // What was written last may be anything after a power cut: the step that was not followed by another.
      const damages = [
        (written: Buffer): Buffer => Buffer.concat([written.subarray(0, 524_288 - 1000), Buffer.alloc(1000)]),
        (written: Buffer): Buffer => Buffer.concat([written, Buffer.alloc(150_000)]),
      ];
      for (const [i, damage] of damages.entries()) {
        const at = bucketKey(`large/${i}`);
        let token: ResumeToken | undefined;
        const controller = new AbortController();
        const stopping = bucket.putLarge(at, contentOf(content), absent, {
          signal: controller.signal,
          onResume: (told) => (token = told),
          onProgress: (bytes) => bytes >= 500_000 && controller.abort(new Error('power cut')),
        });
        await expect(stopping).rejects.toThrow('power cut');
        const unfinished = path.join(root, '.strata/unfinished', token as string);
        writeFileSync(unfinished, damage(readFileSync(unfinished)));
        await bucket.putLarge(at, contentOf(content), absent, { resume: token });
        expect(readFileSync(path.join(root, at)).equals(content)).toBe(true);
      }
    });
  });

  it('follows no link that somebody put there', async () => {
    writeFileSync(path.join(drive, 'secret'), 'mine');
    mkdirSync(path.dirname(path.join(root, key)), { recursive: true });
    symlinkSync(path.join(drive, 'secret'), path.join(root, key));
    expect(await bucket.head(key)).toBeNull();
    expect(await bucket.read(key, { limit: 10 })).toBeNull();
    expect(await keys()).toEqual([]);
  });

  it('gives every segment a name of its own that any drive takes', () => {
    const names = new Map<string, string>([
      ['animals', 'animals'], ['v12.json', 'v12.json'], ['Maps', 'maps=1'], ['mapS', 'maps=8'], ['.hidden', '=.hidden'], ['nul', '=nul'], ['COM1.txt', '=com1.txt=7'],
      ['ends.', 'ends.=0'], ['a-b_c', 'a-b_c'], ['..x', '=..x'],
    ]); // prettier-ignore
    for (const [segment, name] of names) {
      expect(nameOfSegment(segment)).toBe(name);
      expect(segmentOfName(name)).toBe(segment);
    }
    for (const foreign of ['Maps', 'maps=', 'maps=0', 'maps=01', 'maps=f0', '.DS_Store', 'Thumbs.db', '=maps', '=..', '..=0', '.', 'a b', 'x.tmp~', 'nul', 'ends.']) expect(segmentOfName(foreign), foreign).toBeNull();
    expect(nameOfSegment('N'.repeat(180)).length).toBeLessThanOrEqual(255);
  });

  it('loses no acknowledged put and shows nothing half-written when members are killed', { timeout: 60_000 }, async () => {
    const script = path.join(import.meta.dirname, 'fixtures', 'busy-member.ts');
    const acknowledged: string[] = [];
    for (let round = 0; round < 6; round++) {
      const members = [0, 1, 2].map((member) => spawn(process.execPath, [script, root, `${round}-${member}`], { stdio: ['ignore', 'pipe', 'inherit'] }));
      const ends = members.map((member) => {
        let said = '';
        member.stdout.on('data', (data: Buffer) => (said += data.toString()));
        return new Promise<void>((resolve) => member.on('close', () => (acknowledged.push(...said.split('\n').filter((line) => line.endsWith('.')).map((line) => line.slice(0, -1))), resolve())));
      });
      await expect.poll(() => shown().length, { timeout: 20_000 }).toBeGreaterThan(round * 4 + 3);
      for (const member of members) member.kill('SIGKILL');
      await Promise.all(ends);
    }
    const lying = new Map<string, string>();
    for (const at of await keys()) lying.set(at, new TextDecoder().decode((await bucket.read(bucketKey(at), { limit: 1_000_000 }))?.bytes));
    // Each claim is whole, and the one that was told so has it.
    for (const content of lying.values()) expect(content.endsWith('the end')).toBe(true);
    const claims = acknowledged.filter((line) => line.startsWith('claims/'));
    expect(claims.length).toBeGreaterThan(0);
    expect(new Set(claims.map((line) => line.split(' ')[0])).size).toBe(claims.length);
    for (const line of claims) {
      const [at = '', who = ''] = line.split(' ');
      expect(lying.get(at)?.startsWith(`${who} `), line).toBe(true);
    }
    // The count is at least what was acknowledged, and at most what was tried: one per killed member more.
    const raised = acknowledged.filter((line) => line.startsWith('count ')).length;
    const count = Number.parseInt((lying.get('count') ?? '0').split(' ')[1] ?? '', 10);
    expect(count).toBeGreaterThanOrEqual(raised);
    expect(count).toBeLessThanOrEqual(raised + 18);
  });
});

/** The name of the lock of `key`: the first half of its digest. */
function lockNameOf(): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
