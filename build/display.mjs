// A display for Electron: the one there is, or a virtual one that lives as long as its owner.
import { spawn } from 'node:child_process';
import { outcomeOf } from './run-command.mjs';
import { say } from './say.mjs';
import { DISPLAY_PACKAGES, installPackages } from './system-libraries.mjs';

/**
 * @typedef {object} Display
 * @property {Record<string, string>} env   to be set for the program that shows windows
 * @property {boolean} isVirtual
 * @property {() => void} close
 */

/** @type {Display} */
const PRESENT = { env: {}, isVirtual: false, close: () => undefined };

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

async function ensureXvfb() {
  const { status } = await outcomeOf('which', ['Xvfb']);
  if (status !== 0) await installPackages(DISPLAY_PACKAGES, 'There is no display, and no Xvfb to make a virtual one.');
}

// The shell ends the server when its own input closes: that happens however we end, even by a kill -9.
const GUARD = 'Xvfb "$@" & server=$!; exec 3>&-; cat; kill $server; wait';
const SERVER = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];

/** The server picks a free number itself and writes it to descriptor 3. */
function startXvfb() {
  const stdio = /** @type {const} */ (['pipe', 'ignore', 'ignore', 'pipe']);
  const guard = spawn('sh', ['-c', GUARD, 'display', ...SERVER], { stdio: [...stdio], detached: true });
  guard.unref();
  return new Promise((/** @type {(value: { number: string, close: () => void }) => void} */ resolve, reject) => {
    const pipe = /** @type {import('node:net').Socket} */ (guard.stdio[3]);
    guard.once('error', reject);
    pipe.once('end', () => reject(new Error('Xvfb ended at once: there is no virtual display.')));
    pipe.once('data', (line) => {
      pipe.unref();
      /** @type {import('node:net').Socket} */ (guard.stdin).unref();
      resolve({ number: String(line).trim(), close: () => void guard.stdin?.end() });
    });
  });
}

/** @returns {Promise<Display>} */
export async function ensureDisplay() {
  if (hasDisplay()) return PRESENT;
  await ensureXvfb();
  const { number, close } = await startXvfb();
  say(`no display here: using a virtual one (:${number})`);
  return { env: { DISPLAY: `:${number}` }, isVirtual: true, close };
}
