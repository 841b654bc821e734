import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFolderBucket, prepareBucketFolder } from '../../electron/adapters/bucket-folder.ts';
import { createGcsBucket } from '../../electron/adapters/bucket-gcs.ts';
import { createRetryingBucket } from '../../electron/adapters/bucket-retrying.ts';
import { createSealedBucket } from '../../electron/adapters/bucket-sealed.ts';
import { createThrottledBucket } from '../../electron/adapters/bucket-throttled.ts';
import { createRateLimit } from '../../electron/adapters/rate-limit.ts';
import { newRing } from '../../electron/adapters/seal-ring.ts';
import { bucketKey } from '../../electron/engine/model/bucket-key.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import { createFlakyBucket } from '../fakes/bucket-flaky.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { createHastyClock } from '../fakes/clock-hasty.ts';
import { GcsServer } from '../fakes/gcs-server.ts';
import { describeBucket } from './bucket.ts';

describeBucket('in memory', () => {
  const bucket = createBucketInMemory();
  return { bucket, another: () => bucket, putForeign: () => undefined, close: () => undefined };
});
for (const links of [true, false]) {
  describeBucket(links ? 'in a folder' : 'in a folder of a drive without links', async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'strata-bucket-'));
    await prepareBucketFolder(root);
    const open = (): Bucket => createFolderBucket(root, { step: 256 * 1024, links });
    return {
      bucket: open(),
      another: open,
      putForeign: (name) => {
        mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        writeFileSync(path.join(root, name), 'mine');
      },
      close: () => rmSync(root, { recursive: true }),
    };
  });
}

describeBucket('of Cloud Storage', async () => {
  const server = await GcsServer.start({ pageSize: 7 });
  const objects = server.createBucket('team');
  const open = (): Bucket =>
    createGcsBucket({ bucket: 'team', prefix: 'shared/strata', credentials: { kind: 'anonymous' }, endpoint: server.endpoint, pieceSize: 256 * 1024 });
  return {
    bucket: open(),
    another: open,
    putForeign: (name) => void objects.put(new URLSearchParams(), `shared/strata/${name}`, Buffer.from('theirs'), {}),
    close: () => server.stop(),
  };
});

describeBucket('in memory, over a network that loses calls and answers, tried again', () => {
  const memory = createBucketInMemory();
  const clock = createHastyClock();
  const open = (seed: number): Bucket => createRetryingBucket(createFlakyBucket(memory, 0.3, seed), { clock, random: () => 0.5, tries: 40 });
  return { bucket: open(1), another: () => open(7), putForeign: () => undefined, close: () => undefined, losesAnswers: true };
});

describeBucket('in memory, limited', () => {
  const memory = createBucketInMemory();
  const clock = createHastyClock();
  const limits = { up: createRateLimit(clock, 50_000_000), down: createRateLimit(clock, 50_000_000) };
  return { bucket: createThrottledBucket(memory, limits), another: () => memory, putForeign: () => undefined, close: () => undefined };
});

describeBucket('in memory, sealed', () => {
  const memory = createBucketInMemory();
  const ring = newRing();
  const open = (): Bucket => createSealedBucket(memory, ring);
  const foreign = { kind: 'absent' } as const;
  return {
    bucket: open(),
    another: open,
    putForeign: async (name) => void (await memory.put(bucketKey(name.replace(/[^A-Za-z0-9._/-]/g, '-')), new Uint8Array(100), foreign)),
    close: () => undefined,
  };
});

describeBucket('in a folder, sealed', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'strata-bucket-'));
  await prepareBucketFolder(root);
  const ring = newRing();
  const open = (): Bucket => createSealedBucket(createFolderBucket(root, { step: 256 * 1024 }), ring);
  return {
    bucket: open(),
    another: open,
    putForeign: (name) => {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), 'mine');
    },
    close: () => rmSync(root, { recursive: true }),
  };
});

describeBucket('in memory, over a network that loses calls and answers, tried again and sealed', () => {
  const memory = createBucketInMemory();
  const clock = createHastyClock();
  const ring = newRing();
  const open = (seed: number): Bucket => createSealedBucket(createRetryingBucket(createFlakyBucket(memory, 0.3, seed), { clock, random: () => 0.5, tries: 40 }), ring);
  return { bucket: open(1), another: () => open(7), putForeign: () => undefined, close: () => undefined, losesAnswers: true };
});
