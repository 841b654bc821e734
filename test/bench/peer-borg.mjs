import { mkdirSync } from 'node:fs';
import { bytesIn } from './ground.mjs';
import { isHere, timed } from './measure.mjs';

/** Whether the program is there to be measured beside. */
export const isBorgHere = () => isHere('borg');

/** A repository of borg, which nothing outside its folder knows of. Each call tells ms. @param {string} folder */
export function openBorg(folder) {
  const repository = `${folder}/repository`;
  const env = { ...process.env, BORG_BASE_DIR: folder, BORG_REPO: repository, BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes' };
  mkdirSync(folder, { recursive: true });
  const borg = (/** @type {string[]} */ args, /** @type {string} */ cwd = folder) => timed('borg', args, { env, cwd }).ms;
  borg(['init', '-e', 'none']);
  let archives = 0;
  return {
    /** @param {string} work */
    backup: (work) => borg(['create', `::v${archives++}`, '.'], work),
    /** The first of them. @param {string} to */
    restore(to) {
      mkdirSync(to, { recursive: true });
      return borg(['extract', '::v0'], to);
    },
    bytes: () => bytesIn(repository),
  };
}
