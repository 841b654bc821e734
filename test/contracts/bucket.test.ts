import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFolderBucket, prepareBucketFolder } from '../../electron/adapters/bucket-folder.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
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
