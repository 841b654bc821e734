// `npm start -- [--home DIR] [FOLDER…]`: opens the real app with these folders tracked.
import './modern-node.mjs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareElectron } from './electron-environment.mjs';
import { passWithoutNoise } from './electron-noise.mjs';
import { root } from './root.mjs';
import { fail } from './say.mjs';

const PATIENCE = 4_000;

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { home: { type: 'string' }, hidden: { type: 'boolean' } },
  });
  // npm changes into the project; a folder means what it meant where the person stood.
  const from = process.env['INIT_CWD'] ?? process.cwd();
  const absolute = (/** @type {string} */ folder) => path.resolve(from, folder);
  const home = values.home ?? process.env['STRATA_HOME'];
  return {
    args: [...positionals.map((folder) => `--track=${absolute(folder)}`), ...(values.hidden ? ['--hidden'] : [])],
    env: { STRATA_ANNOUNCE: '1', ...(home ? { STRATA_HOME: absolute(home) } : {}) },
  };
}

/** Asks the app to quit, once; one that does not is ended. @param {import('node:child_process').ChildProcess} app */
function stopWithUs(app) {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    app.kill('SIGTERM');
    setTimeout(() => endGroup(app), PATIENCE).unref();
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
  return () => isStopping;
}

/** @param {import('node:child_process').ChildProcess} app */
function endGroup(app) {
  if (app.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? app.pid : -app.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function start() {
  const wanted = readArguments();
  const { runtime, display, flags, env } = await prepareElectron();
  // A process group of its own: Ctrl-C is told to the app by us alone, so that it can end its parts in order.
  const app = spawn(runtime.executable, [...flags, root, ...wanted.args], {
    env: { ...env, ...wanted.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  passWithoutNoise(app.stdout, process.stdout);
  passWithoutNoise(app.stderr, process.stderr);
  const isStopping = stopWithUs(app);
  app.once('error', fail);
  app.once('exit', (status) => {
    endGroup(app);
    display.close();
    process.exitCode = isStopping() ? 0 : (status ?? 1);
  });
}

await start().catch(fail);
