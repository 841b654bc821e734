import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFolder } from './durable-files.ts';

/** Files that SQLite keeps beside a catalog while it is open, or after a crash. */
const companions = ['-wal', '-shm', '-journal'];

/** Where a catalog is made that will take the place of another one. */
export function newCatalogPath(catalog: string): string {
  return `${catalog}.new`;
}

/** Removes what an earlier try left. */
export function discardNewCatalog(catalog: string): void {
  for (const suffix of ['', ...companions]) rmSync(`${newCatalogPath(catalog)}${suffix}`, { force: true });
}

/**
 * Puts a new catalog, which is closed and durable, in the place of the old one, at once or not at all. The old one is kept beside it as
 * `catalog.db.<n>.old`; its path is returned, or null when there was none. Neither may be open.
 */
export function replaceCatalog(catalog: string): string | null {
  const kept = existsSync(catalog) ? keepAside(catalog) : null;
  // A log that was left beside the old one must never be taken for the new one's.
  for (const suffix of companions) {
    if (!existsSync(`${catalog}${suffix}`)) continue;
    if (kept === null) rmSync(`${catalog}${suffix}`);
    else renameSync(`${catalog}${suffix}`, `${kept}${suffix}`);
  }
  syncFolder(path.dirname(catalog));
  renameSync(newCatalogPath(catalog), catalog);
  syncFolder(path.dirname(catalog));
  return kept;
}

function keepAside(catalog: string): string {
  let n = 1;
  while (existsSync(`${catalog}.${n}.old`)) n += 1;
  const kept = `${catalog}.${n}.old`;
  try {
    linkSync(catalog, kept);
  } catch {
    // Some file systems know no second name for a file.
    copyFileSync(catalog, kept);
  }
  return kept;
}
