import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createFolderBucket, prepareBucketFolder } from '../../electron/adapters/bucket-folder.ts';
import { createGcsBucket } from '../../electron/adapters/bucket-gcs.ts';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { createOutgoingPacks } from '../../electron/adapters/outgoing-packs-fs.ts';
import { openCatalog } from '../../electron/database/catalog-sqlite.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { newContainerId } from '../../electron/host/new-container-id.ts';
import { GcsServer } from '../fakes/gcs-server.ts';
import { work } from './memory-world.ts';
import { begin, contentOf, createClient, findings, save, versionOf, type Client } from './sync-world.ts';

/** The real store, catalog and packs, and the real ways to buckets. */
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (let close = opened.pop(); close !== undefined; close = opened.pop()) await close();
});

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'strata-sync-'));
  opened.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function realClient(name: string, bucket: Bucket): Promise<Client> {
  const home = temporaryFolder();
  const place = { containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp'), newId: newContainerId };
  const containers = createContainerStore(place);
  const outgoing = createOutgoingPacks({ ...place, outgoing: path.join(home, 'outgoing') });
  const catalog = openCatalog(path.join(home, 'catalog.db'));
  opened.push(() => containers.close(), () => outgoing.close(), () => catalog.close());
  return createClient(name, bucket, { containers, outgoing, catalog });
}

async function folderBucket(): Promise<() => Bucket> {
  const root = temporaryFolder();
  await prepareBucketFolder(root);
  return () => createFolderBucket(root, { step: 256 * 1024 });
}

async function cloudBucket(): Promise<() => Bucket> {
  const server = await GcsServer.start({ pageSize: 7 });
  opened.push(() => server.stop());
  server.createBucket('team');
  return () => createGcsBucket({ bucket: 'team', prefix: 'shared', credentials: { kind: 'anonymous' }, endpoint: server.endpoint, pieceSize: 256 * 1024 });
}

for (const [where, make] of [['in a folder', folderBucket], ['of Cloud Storage', cloudBucket]] as const) {
  describe(`two people with a bucket ${where}`, () => {
    it('have the same versions, byte for byte, whoever made them', async () => {
      const open = await make();
      const ada = await realClient('ada', open());
      const bob = await realClient('bob', open());
      const big = randomBytes(700_000).toString('latin1');
      ada.world.tree.write(`${work}/big`, big);
      for (let i = 0; i < 50; i++) ada.world.tree.write(`${work}/d${i % 5}/f${i}.txt`, `file ${i}\n`.repeat(50));
      await begin(ada);
      await push(ada.core, 'work');
      await clone(bob.core, bob.remote, 'work');
      ada.world.tree.write(`${work}/d1/f1.txt`, 'changed');
      ada.world.tree.write(`${work}/big`, `${big.slice(0, 400_000)}!${big.slice(400_000)}`);
      await save(ada);
      expect(await push(ada.core, 'work')).toMatchObject({ pushed: [1] });
      expect(await pull(bob.core, 'work')).toMatchObject({ pulled: [1], renumbered: [] });
      expect(versionOf(bob, 'latest').digest).toBe(versionOf(ada, 'latest').digest);
      expect(await contentOf(bob, 'v1')).toEqual(await contentOf(ada, 'v1'));
      expect(await contentOf(bob, 'v0')).toEqual(await contentOf(ada, 'v0'));
      expect(ada.outgoing.list()).toEqual([]);
      expect(await findings(bob)).toEqual([]);
    });
  });
}
