import { mkdirSync } from 'node:fs';
import { bytesIn } from './ground.mjs';
import { isHere, timed } from './measure.mjs';

/** Whether the program is there to be measured beside. */
export const isGitHere = () => isHere('git');

/** A repository of git beside a folder, into which nothing is written; no configuration of the user's counts. @param {string} folder @param {string} work */
export function openGit(folder, work) {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_DIR: folder, GIT_WORK_TREE: work };
  const git = (/** @type {string[]} */ ...args) => timed('git', ['-c', 'gc.auto=0', ...args], { env, cwd: work }).ms;
  git('init', '--quiet');
  return {
    /** ms */
    addAndCommit: () => git('add', '--all') + git('-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '--quiet', '--message', 'all'),
    status: () => git('status', '--porcelain'),
    /** @param {string} to */
    restore(to) {
      mkdirSync(to, { recursive: true });
      return git('checkout-index', '--all', `--prefix=${to}/`);
    },
    bytes: () => bytesIn(`${folder}/objects`),
  };
}
