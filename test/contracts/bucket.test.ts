import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGcsBucket } from '../../electron/adapters/bucket-gcs.ts';
import { GcsServer } from '../fakes/gcs-server.ts';
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
