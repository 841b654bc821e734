// `npm run package [-- ARGS of electron-builder]`: packages the built app; without arguments into a plain folder, which
// needs nothing from the network. `--testable` leaves the inspector open, so that a test can drive what was packaged.
import './modern-node.mjs';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeRuntime, resolveRuntime } from './electron-runtime.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { inRoot, root } from './root.mjs';
import { outcomeOf } from './run-command.mjs';
import { fail, say } from './say.mjs';

const HOST = { darwin: '--mac', win32: '--win' };
const host = HOST[/** @type {'darwin'} */ (process.platform)] ?? '--linux';

/** A development runtime carries a small app of its own, which must not lie beside ours. @param {string} folder */
function withoutApp(folder) {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'strata-package-'));
  const filter = (/** @type {string} */ file) => path.relative(folder, file) !== path.join('resources', 'app');
  cpSync(folder, copy, { recursive: true, filter });
  return copy;
}

/** @param {string[]} wanted arguments of a person @param {string[]} extra */
function builderArguments(wanted, extra) {
  const targets = wanted.length > 0 ? wanted : [host, 'dir'];
  return [inRoot('node_modules/electron-builder/cli.js'), ...targets, '--publish', 'never', ...extra];
}

async function packageApp() {
  const isTestable = process.argv.includes('--testable');
  const wanted = process.argv.slice(2).filter((argument) => argument !== '--testable');
  const [runtime] = await Promise.all([resolveRuntime(), ensureBuilt()]);
  say(`packaging with ${describeRuntime(runtime)}`);
  const dist = withoutApp(runtime.folder);
  const extra = [`-c.electronDist=${dist}`, `-c.electronVersion=${runtime.version}`];
  if (isTestable) extra.push('-c.electronFuses.enableNodeCliInspectArguments=true');
  const { status } = await outcomeOf(process.execPath, builderArguments(wanted, extra), { cwd: root, live: true });
  rmSync(dist, { recursive: true, force: true });
  if (status !== 0) throw new Error('electron-builder failed; see above.');
}

await packageApp().catch(fail);
