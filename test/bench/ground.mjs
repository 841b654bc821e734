import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { timed } from './measure.mjs';

/** @typedef {ReturnType<typeof openGround>} Ground */

/**
 * The folder that everything is measured in, and what is run there. @param {{ cli: string, parent: string, scale: number, rounds: number }} options
 */
export function openGround({ cli, parent, scale, rounds }) {
  const folder = mkdtempSync(path.join(parent, 'strata-bench-'));
  const strata = (/** @type {string} */ home, /** @type {string[]} */ ...args) => timed(process.execPath, [cli, ...args, '--json', '--home', home]);
  return {
    folder,
    cli,
    /** 1: workloads in full. */
    scale,
    rounds,
    /** Of what takes long. */
    fewRounds: Math.ceil(rounds / 2),
    at: (/** @type {string[]} */ ...names) => path.join(folder, ...names),
    /** The command line on a home, as a process of its own: ms. */
    strata: (/** @type {string} */ home, /** @type {string[]} */ ...args) => strata(home, ...args).ms,
    /** Bytes of all containers. @param {string} home */
    storeBytes: (home) => /** @type {number} */ (JSON.parse(strata(home, 'du').stdout).storeBytes),
    remove: (/** @type {string} */ what) => rmSync(what, { recursive: true, force: true }),
    /** What was written just now is neither in the way of the disk nor too fresh to be trusted while something is measured. */
    async settle() {
      spawnSync('sync');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    },
  };
}

/** The paths of all files in a folder. @param {string} folder */
export function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** @param {string} folder */
export const bytesIn = (folder) => filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);
