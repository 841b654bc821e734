// Tells whether what was built is older than what it was built from.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './root.mjs';

const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** The newest change in a file or folder; folders count as well, because a deleted file changes its folder only. */
function newestIn(/** @type {string} */ file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  let newest = stats.mtimeMs;
  for (const entry of readdirSync(file, { withFileTypes: true })) {
    const inner = path.join(file, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestIn(inner) : statSync(inner).mtimeMs);
  }
  return newest;
}

/** @param {string} stamp a file that was written when the last build began */
export function isBuiltAfterChanges(stamp) {
  const built = statSync(stamp, { throwIfNoEntry: false });
  return built !== undefined && built.mtimeMs > Math.max(...SOURCES.map((name) => newestIn(inRoot(name))));
}
