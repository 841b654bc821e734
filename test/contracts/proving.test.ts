import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { createAdaptiveProving } from '../../electron/adapters/proving-adaptive.ts';
import { createWorkerPool } from '../../electron/adapters/worker-pool.ts';
import { openCatalog } from '../../electron/database/catalog-sqlite.ts';
import { proveCatalog } from '../../electron/database/prove-catalog.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import { workerScript } from '../../electron/host/worker-script.ts';
import { countingIds, createMemoryContainerStore } from '../fakes/container-store-memory.ts';
import { createMemoryProving } from '../fakes/proving-memory.ts';
import { describeProving } from './proving.ts';

describeProving('in memory', () => {
  const store = createMemoryContainerStore();
  return { store, proving: createMemoryProving(store), flip: store.flip, tear: store.tear, close: async () => undefined };
});

describeProving('of a folder, in this thread and in workers', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'strata-proving-'));
  const place = { containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp') };
  const catalogPath = path.join(home, 'catalog.db');
  const catalog = openCatalog(catalogPath);
  const store = createContainerStore({ ...place, newId: countingIds() });
  const pool = createWorkerPool({ script: workerScript, size: 2 });
  const pathOf = (id: ContainerId): string => path.join(place.containers, id.slice(0, 2), `${id}.pack`);
  return {
    store,
    proving: createAdaptiveProving({ pool, place, store, catalogPath, proveCatalog }),
    flip: (id, digest) => {
      const chunk = [...store.readIndex(id).chunks].find((one) => one.digest === digest);
      if (chunk === undefined) throw new Error('no such chunk');
      const bytes = readFileSync(pathOf(id));
      // These chunks do not compress: the last one lies at the frame's end.
      const at = chunk.frameOffset + chunk.frameLength - 10;
      bytes[at] = (bytes[at] as number) ^ 1;
      writeFileSync(pathOf(id), bytes);
    },
    tear: (id) => truncateSync(pathOf(id), readFileSync(pathOf(id)).length - 7),
    close: async () => {
      catalog.close();
      store.close();
      await pool.close();
      rmSync(home, { recursive: true });
    },
  };
});

it('a catalog whose file is damaged is told of in words', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'strata-proving-'));
  const file = path.join(home, 'catalog.db');
  openCatalog(file).close();
  const bytes = readFileSync(file);
  bytes.fill(7, 8_192, 12_288);
  writeFileSync(file, bytes);
  expect(proveCatalog(file).length).toBeGreaterThan(0);
  rmSync(home, { recursive: true });
});
