import { appendFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createFigures, ratio, seconds, sized, timed } from './measure.mjs';

/**
 * W1 through the main job, beside `cp -a` and `find`. Leaves the home of the last round.
 * @param {import('./ground.mjs').Ground} ground @param {{ work: string, bytes: number }} workload
 */
export function measureSmallFiles(ground, { work, bytes }) {
  const { at, strata, remove, rounds } = ground;
  const figures = createFigures();
  const [copy, restored] = [at('copy'), at('restored')];
  const homeOf = (/** @type {number} */ round) => at(`home-${round}`);
  for (let round = 0; round < rounds; round++) {
    const home = homeOf(round);
    figures.note('cp -a', timed('cp', ['-a', work, copy]).ms);
    remove(copy);
    figures.note('first snapshot', strata(home, 'track', work, '--name', 'w1'));
    figures.note('find', timed('find', [work, '-printf', '%s %T@\\n']).ms);
    figures.note('nothing changed', strata(home, 'snapshot', 'w1'));
    const changed = path.join(work, 'p0', 'dir0000', 'f0.txt');
    appendFileSync(readableFile(changed, work), `round ${round}\n`);
    figures.note('one file changed', strata(home, 'snapshot', 'w1'));
    figures.note('restore', strata(home, 'restore', 'w1:v0', '--to', restored));
    remove(restored);
    figures.note('restore one folder of 5,000', strata(home, 'restore', 'w1:v0', '--path', 'p1', '--to', restored));
    remove(restored);
    if (round < rounds - 1) remove(home);
  }
  const home = homeOf(rounds - 1);
  const storeBytes = ground.storeBytes(home);
  return { home, storeBytes, figures, rows: rowsOf(figures, storeBytes, bytes) };
}

/** @param {ReturnType<typeof createFigures>} figures @param {number} storeBytes @param {number} fileBytes */
function rowsOf(figures, storeBytes, fileBytes) {
  const row = (/** @type {string} */ name, /** @type {string} */ beside, /** @type {string} */ wanted) => {
    const [own, other] = [figures.median(name), figures.median(beside)];
    return [name, seconds(own), `${beside} ${seconds(other)}`, ratio(own, other), wanted];
  };
  return [
    ['W1', 'median', 'beside', 'ratio', 'wanted'],
    row('first snapshot', 'cp -a', '≤ 0.70'),
    row('nothing changed', 'find', '≤ 2.50'),
    row('one file changed', 'find', ''),
    row('restore', 'cp -a', '≤ 1.00'),
    row('restore one folder of 5,000', 'find', ''),
    ['stored', sized(storeBytes), `files ${sized(fileBytes)}`, ratio(storeBytes, fileBytes), ''],
  ];
}

/** The file itself, or any file of the tree when the workload has no such name. @param {string} wanted @param {string} folder */
function readableFile(wanted, folder) {
  try {
    statSync(wanted);
    return wanted;
  } catch {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => entry.isFile());
    if (found === undefined) throw new Error('the workload has no files');
    return path.join(found.parentPath, found.name);
  }
}
