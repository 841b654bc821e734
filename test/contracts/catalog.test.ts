import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openCatalog } from '../../electron/database/catalog-sqlite.ts';
import { createCatalogInMemory } from '../fakes/catalog-memory.ts';
import { describeCatalog, type CatalogInstance } from './catalog.ts';
import { describeRemoteCatalog } from './remote-catalog.ts';

function inMemory(): CatalogInstance {
  const catalog = createCatalogInMemory();
  return { catalog, close: () => catalog.close() };
}

function inSqlite(): CatalogInstance {
  const folder = mkdtempSync(path.join(tmpdir(), 'strata-catalog-'));
  const catalog = openCatalog(path.join(folder, 'catalog.db'));
  return {
    catalog,
    close: () => {
      catalog.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describeCatalog('in memory', inMemory);
describeCatalog('in SQLite', inSqlite);
describeRemoteCatalog('in memory', inMemory);
describeRemoteCatalog('in SQLite', inSqlite);
