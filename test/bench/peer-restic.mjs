import { bytesIn } from './ground.mjs';
import { isHere, timed } from './measure.mjs';

/** Whether the program is there to be measured beside. */
export const isResticHere = () => isHere('restic', ['version']);

/** A repository of restic, which nothing outside its folder knows of. Each call tells ms. @param {string} folder */
export function openRestic(folder) {
  const env = { ...process.env, RESTIC_REPOSITORY: `${folder}/repository`, RESTIC_CACHE_DIR: `${folder}/cache`, RESTIC_PASSWORD: 'bench' };
  const restic = (/** @type {string[]} */ ...args) => timed('restic', args, { env }).ms;
  restic('init');
  return {
    /** @param {string} work */
    backup: (work) => restic('backup', work),
    /** @param {string} to */
    restore: (to) => restic('restore', 'latest', '--target', to),
    /** @param {string} file as it was stored @param {string} to */
    restoreOne: (file, to) => restic('restore', 'latest', '--include', file, '--target', to),
    check: () => restic('check'),
    readAll: () => restic('check', '--read-data'),
    /** Keeps the newest snapshot alone and frees what only others held. */
    forgetOthers: () => restic('forget', '--keep-last', '1', '--prune'),
    bytes: () => bytesIn(`${folder}/repository`),
  };
}
