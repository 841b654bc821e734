import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { timed, timedWithCosts } from './measure.mjs';
import { makeSmallFiles } from './workload.mjs';

/** @typedef {ReturnType<typeof openGround>} Ground */
/** @typedef {{ work: string, bytes: number }} Workload */

/**
 * The folder that everything is measured in, and what is run there. @param {{ cli: string, parent: string, rounds: number, isQuick: boolean }} options
 */
export function openGround({ cli, parent, rounds, isQuick }) {
  const folder = mkdtempSync(path.join(parent, 'strata-bench-'));
  const argumentsOf = (/** @type {string} */ home, /** @type {string[]} */ args) => [cli, ...args, '--json', '--home', home];
  const at = (/** @type {string[]} */ ...names) => path.join(folder, ...names);
  const remove = (/** @type {string} */ what) => rmSync(what, { recursive: true, force: true });
  /** Time in which nothing is to happen, ms; a quarter of it where only the bench itself is tried. */
  const rest = (/** @type {number} */ ms) => delay(isQuick ? ms / 4 : ms);
  /** What was written just now is neither in the way of the disk nor too fresh to be trusted while something is measured. */
  const settle = async () => {
    spawnSync('sync', ['-f', folder]);
    await rest(1_500);
  };
  /** @type {Map<number, Workload>} */
  const small = new Map();
  return {
    folder,
    cli,
    /** 1: workloads in full. A part has its own. */
    scale: 1,
    isQuick,
    rounds,
    /** Of what takes long. */
    fewRounds: Math.ceil(rounds / 2),
    at,
    /** The command line on a home, as a process of its own: ms. */
    strata: (/** @type {string} */ home, /** @type {string[]} */ ...args) => timed(process.execPath, argumentsOf(home, args)).ms,
    /** The same, with processor time and memory. */
    strataWithCosts: (/** @type {string} */ home, /** @type {string[]} */ ...args) => timedWithCosts(process.execPath, argumentsOf(home, args)),
    /** Bytes of all containers. @param {string} home */
    storeBytes: (home) => /** @type {number} */ (JSON.parse(timed(process.execPath, argumentsOf(home, ['du'])).stdout).storeBytes),
    remove,
    rest,
    settle,
    /** W1, made once for all parts that take it at one scale. They change single files of it. @param {number} scale */
    async smallFiles(scale) {
      const made = small.get(scale) ?? { work: at(`w1-${small.size}`), bytes: 0 };
      if (made.bytes === 0) {
        made.bytes = makeSmallFiles(made.work, scale).bytes;
        small.set(scale, made);
        await settle();
      }
      return made;
    },
  };
}

/** The paths of all files in a folder, in order. @param {string} folder */
export function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** @param {string} folder */
export const bytesIn = (folder) => filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);

/** Bytes of all that a home keeps for its versions: catalog, containers and records. No engine may run. @param {string} home */
export function homeBytes(home) {
  const catalog = ['catalog.db', 'catalog.db-wal'].map((name) => path.join(home, name)).filter((file) => existsSync(file));
  const kept = catalog.reduce((sum, file) => sum + statSync(file).size, 0);
  return ['containers', 'versions'].reduce((sum, name) => sum + bytesIn(path.join(home, name)), kept);
}

/** What Linux tells of a process: its peak of memory since it started, bytes; null elsewhere. @param {number} pid */
export function peakBytesOf(pid) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1_024;
}
