// Builds out/ when a source is newer than the last build. Quiet unless it fails: other programs print after it.
import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { withLock } from './folder-lock.mjs';
import { inRoot } from './root.mjs';
import { outcomeOf } from './run-command.mjs';
import { fail, say } from './say.mjs';
import { isBuiltAfterChanges } from './sources.mjs';

const STAMP = inRoot('out/.built');
const isFresh = () => isBuiltAfterChanges(STAMP);

async function build() {
  const began = new Date();
  say('building…');
  rmSync(STAMP, { force: true });
  // A process of its own: the bundler leaves nothing behind in ours.
  const args = [inRoot('node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'];
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = await outcomeOf(process.execPath, args, { cwd: inRoot(), env });
  if (status !== 0) throw new Error(`The build failed.\n${stripVTControlCharacters(stdout + stderr)}`);
  // The stamp tells when the build began: what was changed while it ran is newer.
  writeFileSync(STAMP, '');
  utimesSync(STAMP, began, began);
  say(`built in ${((Date.now() - began.getTime()) / 1000).toFixed(1)} s`);
}

/** @param {{ force?: boolean }} [options] */
export async function ensureBuilt({ force = false } = {}) {
  if (!force && isFresh()) return;
  await withLock(inRoot('out/.building'), async () => {
    if (force || !isFresh()) await build();
  });
}

if (import.meta.filename === process.argv[1]) {
  if (!existsSync(inRoot('node_modules'))) fail(new Error("The dependencies are missing: run 'npm ci' first."));
  await ensureBuilt({ force: process.argv.includes('--force') }).catch(fail);
}
