import { existsSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { discardNewCatalog, newCatalogPath, replaceCatalog } from '../adapters/catalog-file.ts';
import { createSystemClock } from '../adapters/clock-system.ts';
import { createContainerStore } from '../adapters/container-store-fs.ts';
import { openHome } from '../adapters/home-folder.ts';
import { lockHome } from '../adapters/home-lock.ts';
import { createRecords } from '../adapters/records-fs.ts';
import { openCatalog } from '../database/catalog-sqlite.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Catalog } from '../engine/ports/catalog.ts';
import { rebuild, type RebuildRequest } from '../engine/rebuild/rebuild.ts';
import type { RebuildReport } from '../engine/rebuild/rebuild-report.ts';
import { newContainerId } from './new-container-id.ts';

export interface RebuildOptions extends Pick<RebuildRequest, 'signal' | 'onProgress'> {
  /** Absolute path of the home folder. */
  readonly home: string;
}

export interface HomeRebuilt extends RebuildReport {
  /** Where the old catalog lies now; null when there was none. */
  readonly kept: string | null;
}

/**
 * Makes the catalog of a home anew, whatever became of the old one. No engine may run there: throws Failure `home.in-use`. Whatever ends it
 * before it is done, the old state stays; the new one takes its place in one step.
 */
export async function rebuildHome({ home: folder, signal, onProgress }: RebuildOptions): Promise<HomeRebuilt> {
  const home = openHome(folder);
  const lock = lockHome(home.path);
  try {
    discardNewCatalog(home.catalog);
    const old = openOld(home.catalog);
    const containers = createContainerStore({ containers: home.containers, temporary: home.temporary, newId: newContainerId });
    try {
      const ports = { containers, records: createRecords(home.versions), clock: createSystemClock(), actor: `${userInfo().username}@${hostname()}` };
      const catalog = openCatalog(newCatalogPath(home.catalog));
      const report = await closing(catalog, () => rebuild(ports, { catalog, old, signal, onProgress }));
      old?.close();
      return { ...report, kept: replaceCatalog(home.catalog) };
    } finally {
      containers.close();
      old?.close();
      discardNewCatalog(home.catalog);
    }
  } finally {
    lock.release();
  }
}

/** Closing brings everything into the one file. */
async function closing<T>(catalog: Catalog, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    catalog.close();
  }
}

/** Null when there is none, or none that could be opened. Throws Failure `store.newer-format`: a newer Strata must rebuild its own. */
function openOld(path: string): Catalog | null {
  if (!existsSync(path)) return null;
  try {
    return openCatalog(path);
  } catch (error) {
    if (error instanceof Failure && error.code === 'store.damaged') return null;
    throw error;
  }
}
