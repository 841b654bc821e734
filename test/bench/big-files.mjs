import { createFigures, timed } from './measure.mjs';
import { isBorgHere, openBorg } from './peer-borg.mjs';
import { isResticHere, openRestic } from './peer-restic.mjs';
import { row } from './row.mjs';
import { makeModels } from './workload-models.mjs';

/**
 * W2: all sides have everything on the disk when their time ends; a restore of Strata's is followed by `sync`, as `cp -a` is.
 * @param {import('./ground.mjs').Ground} ground
 */
export async function measureBigFiles(ground) {
  const { at, strata, remove, fewRounds } = ground;
  const [work, home, copy] = [at('models'), at('home-models'), at('copy')];
  makeModels(work, ground.scale);
  const figures = createFigures();
  const synced = (/** @type {string} */ folder) => timed('sync', ['-f', folder]).ms;
  for (let round = 0; round < fewRounds; round++) {
    await ground.settle();
    figures.note('cp -a and sync', timed('cp', ['-a', '--reflink=never', work, copy]).ms + synced(copy));
    remove(copy);
    await ground.settle();
    figures.note('first snapshot', strata(home, 'track', work, '--name', 'models'));
    figures.note('stored', ground.storeBytes(home));
    await ground.settle();
    figures.note('restore and sync', strata(home, 'restore', 'models:v0', '--to', copy) + synced(copy));
    for (const folder of [copy, home]) remove(folder);
    if (round === 0) await measurePeers(ground, figures, work);
  }
  remove(work);
  return { figures: figures.all, rows: rowsOf(figures) };
}

/** @param {import('./ground.mjs').Ground} ground @param {ReturnType<typeof createFigures>} figures @param {string} work */
async function measurePeers({ at, remove, settle }, figures, work) {
  const [place, restored] = [at('peer'), at('restored')];
  const open = [...(isResticHere() ? [/** @type {const} */ (['restic', openRestic])] : []), ...(isBorgHere() ? [/** @type {const} */ (['borg', openBorg])] : [])];
  for (const [name, openPeer] of open) {
    await settle();
    const peer = openPeer(place);
    figures.note(name, peer.backup(work));
    figures.note(`${name} restore`, peer.restore(restored));
    for (const folder of [place, restored]) remove(folder);
  }
}

/** @param {ReturnType<typeof createFigures>} figures @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }) {
  const named = (/** @type {string} */ name, /** @type {string} */ figure = name) => ({ name, value: median(figure) });
  const [unit, beside] = [/** @type {const} */ ('ms'), named('cp -a and sync')];
  return [
    row({ what: 'first snapshot', own: median('first snapshot'), unit, beside, mostTimes: 1.2, others: [named('restic'), named('borg')] }),
    row({ what: 'restore to a new folder and sync', own: median('restore and sync'), unit, beside, mostTimes: 0.65, others: [named('restic', 'restic restore'), named('borg', 'borg restore')] }),
    row({ what: 'stored', own: median('stored'), unit: 'bytes' }),
  ];
}
