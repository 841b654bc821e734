import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openCatalog } from '../../electron/database/catalog-sqlite.ts';
import { createCatalogInMemory } from '../fakes/catalog-memory.ts';
import { describeCatalog } from './catalog.ts';

describeCatalog('in memory', () => {
  const catalog = createCatalogInMemory();
  return { catalog, close: () => catalog.close() };
});

describeCatalog('in SQLite', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'strata-catalog-'));
  const catalog = openCatalog(path.join(folder, 'catalog.db'));
  return {
    catalog,
    close: () => {
      catalog.close();
      rmSync(folder, { recursive: true });
    },
  };
});
