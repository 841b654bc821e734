import { createFigures, timed } from './measure.mjs';
import { isResticHere, openRestic } from './peer-restic.mjs';
import { row } from './row.mjs';
import { makePictures } from './workload.mjs';

/** W4: 10,000 files of 100 KB that do not compress. @param {import('./ground.mjs').Ground} ground */
export async function measurePictures(ground) {
  const { at, strata, remove, rounds } = ground;
  const [work, home, copy, peer] = [at('pictures'), at('home-pictures'), at('copy'), at('peer')];
  makePictures(work, 2 * ground.scale);
  const figures = createFigures();
  for (let round = 0; round < rounds; round++) {
    await ground.settle();
    figures.note('cp -a', timed('cp', ['-a', '--reflink=never', work, copy]).ms);
    remove(copy);
    figures.note('first snapshot', strata(home, 'track', work, '--name', 'pictures'));
    figures.note('restore', strata(home, 'restore', 'pictures:v0', '--to', copy));
    for (const folder of [copy, home]) remove(folder);
    if (!isResticHere()) continue;
    const restic = openRestic(peer);
    figures.note('restic', restic.backup(work));
    figures.note('restic restore', restic.restore(copy));
    for (const folder of [copy, peer]) remove(folder);
  }
  remove(work);
  return { figures: figures.all, rows: rowsOf(figures) };
}

/** @param {ReturnType<typeof createFigures>} figures @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }) {
  const named = (/** @type {string} */ name, /** @type {string} */ figure = name) => ({ name, value: median(figure) });
  const [unit, beside] = [/** @type {const} */ ('ms'), named('cp -a')];
  return [
    row({ what: 'first snapshot', own: median('first snapshot'), unit, beside, mostTimes: 0.7, others: [named('restic')] }),
    row({ what: 'restore to a new folder', own: median('restore'), unit, beside, mostTimes: 0.65, others: [named('restic', 'restic restore')] }),
  ];
}
