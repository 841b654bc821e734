// Finds the Electron to run with: the one that the caller names, the one that the electron package has, its official
// download, or, on linux-x64 without a way to that download, a runtime from the package registry (development only).
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from './root.mjs';
import { fail, say } from './say.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} folder      what ELECTRON_OVERRIDE_DIST_PATH expects
 * @property {string} executable
 * @property {string} version
 * @property {string} source      for people: where it came from
 */

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
const EXECUTABLE = EXECUTABLES[process.platform] ?? 'electron';

/** @param {string} folder @param {string} source @returns {Promise<Runtime | undefined>} */
async function runtimeIn(folder, source) {
  const executable = path.join(folder, EXECUTABLE);
  if (!(await access(executable).then(() => true, () => false))) return undefined;
  const version = await readFile(path.join(folder, 'version'), 'utf8').catch(() => 'unknown');
  return { folder, executable, version: version.trim().replace(/^v/, ''), source };
}

async function fromEnvironment() {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!folder) return undefined;
  const runtime = await runtimeIn(path.resolve(folder), 'ELECTRON_OVERRIDE_DIST_PATH');
  if (!runtime) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is '${folder}', but there is no ${EXECUTABLE} in it.`);
  return runtime;
}

const installed = () => runtimeIn(inRoot('node_modules/electron/dist'), 'the electron package');

async function fromDownload() {
  const { downloadOfficial } = await import('./electron-download.mjs');
  return (await downloadOfficial()) ? installed() : undefined;
}

async function fromRegistry() {
  const { registryRuntime } = await import('./electron-registry.mjs');
  const folder = await registryRuntime();
  return folder === undefined ? undefined : runtimeIn(folder, 'the registry runtime, for development only');
}

/** @returns {Promise<Runtime>} */
export async function resolveRuntime() {
  for (const look of [fromEnvironment, installed, fromDownload, fromRegistry]) {
    const runtime = await look();
    if (runtime) return runtime;
  }
  throw new Error(
    'No Electron could be found: its download host cannot be reached, and there is no other runtime for ' +
      `${process.platform}-${process.arch}. Set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds one.`,
  );
}

/** @param {Runtime} runtime */
export const describeRuntime = (runtime) => `Electron ${runtime.version} from ${runtime.source}`;

if (import.meta.filename === process.argv[1]) {
  const runtime = await resolveRuntime().catch(fail);
  say(`${describeRuntime(runtime)}: ${runtime.folder}`);
}
