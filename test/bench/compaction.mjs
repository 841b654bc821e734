import { bytesIn, filesIn } from './ground.mjs';
import { createFigures, timed } from './measure.mjs';
import { isResticHere, openRestic } from './peer-restic.mjs';
import { inWords, row } from './row.mjs';
import { makePictures } from './workload.mjs';

/**
 * A deletion that leaves every container half dead: v0 has all files, v1 every other one. All that is alive is written again. Every round has a
 * home of its own. @param {import('./ground.mjs').Ground} ground
 */
export async function measureCompaction(ground) {
  const { at, strata, remove, fewRounds } = ground;
  const figures = createFigures();
  const hasRestic = isResticHere();
  let [made, alive] = [0, 0];
  for (let round = 0; round < fewRounds; round++) {
    const [work, home, other, copy] = [at('pictures'), at('home-pictures'), at('restic'), at('copy')];
    made = makePictures(work, ground.scale).bytes;
    await ground.settle();
    const restic = hasRestic ? openRestic(other) : null;
    strata(home, 'track', work, '--name', 'pictures');
    restic?.backup(work);
    for (const [i, file] of filesIn(work).entries()) if (i % 2 === 1) remove(file);
    strata(home, 'snapshot', 'pictures');
    restic?.backup(work);
    await ground.settle();
    figures.note('cp -a and sync', timed('sh', ['-c', 'cp -a --reflink=never "$0" "$1" && sync -f "$1"', work, copy]).ms);
    remove(copy);
    figures.note('rm v0 --now', strata(home, 'rm', 'pictures:v0', '--now'));
    if (restic !== null) figures.note('restic', restic.forgetOthers());
    figures.note('stored', ground.storeBytes(home));
    if (restic !== null) figures.note('restic stored', restic.bytes());
    alive = bytesIn(work);
    for (const folder of [work, home, other]) remove(folder);
  }
  return { figures: figures.all, rows: rowsOf(figures, { made, alive }) };
}

/** @param {ReturnType<typeof createFigures>} figures @param {{ made: number, alive: number }} bytes */
function rowsOf({ median }, { made, alive }) {
  return [
    row({
      what: `rm pictures:v0 --now, of ${inWords(made, 'bytes')} every other file dies`, own: median('rm v0 --now'), unit: 'ms',
      beside: { name: 'cp -a and sync of what stays', value: median('cp -a and sync') }, others: [{ name: 'restic forget --prune', value: median('restic') }],
    }),
    row({
      what: 'stored afterwards', own: median('stored'), unit: 'bytes',
      beside: { name: 'files', value: alive }, others: [{ name: 'restic', value: median('restic stored') }],
    }),
  ];
}
