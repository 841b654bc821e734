import { spawnSync } from 'node:child_process';
import { bytesIn } from './ground.mjs';
import { timed } from './measure.mjs';

/** Whether the program is there to be measured beside. */
export const isResticHere = () => spawnSync('restic', ['version']).status === 0;

/** What a table says where restic is not installed. */
export const noRestic = 'not installed';

/** A repository of restic, which nothing outside its folder knows of. @param {string} folder */
export function openRestic(folder) {
  const env = { ...process.env, RESTIC_REPOSITORY: `${folder}/repository`, RESTIC_CACHE_DIR: `${folder}/cache`, RESTIC_PASSWORD: 'bench' };
  const restic = (/** @type {string[]} */ ...args) => timed('restic', args, { env }).ms;
  restic('init');
  return {
    /** @param {string} work */
    backup: (work) => restic('backup', work),
    check: () => restic('check'),
    readAll: () => restic('check', '--read-data'),
    /** Keeps the newest snapshot alone and frees what only others held. */
    forgetOthers: () => restic('forget', '--keep-last', '1', '--prune'),
    bytes: () => bytesIn(`${folder}/repository`),
  };
}
