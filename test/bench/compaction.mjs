import { bytesIn, filesIn } from './ground.mjs';
import { createFigures, rate, ratio, seconds, sized, timed } from './measure.mjs';
import { isResticHere, noRestic, openRestic } from './restic.mjs';
import { makePictures } from './workload.mjs';

/** A smaller one would measure the start of the program. */
const leastScale = 0.5;

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
    made = makePictures(work, Math.max(leastScale, ground.scale)).bytes;
    await ground.settle();
    const restic = hasRestic ? openRestic(other) : null;
    strata(home, 'track', work, '--name', 'pictures');
    restic?.backup(work);
    for (const [i, file] of filesIn(work).toSorted().entries()) if (i % 2 === 1) remove(file);
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
  return { figures, rows: rowsOf(figures, { made, alive }, hasRestic) };
}

/** @param {ReturnType<typeof createFigures>} figures @param {{ made: number, alive: number }} bytes @param {boolean} hasRestic */
function rowsOf(figures, { made, alive }, hasRestic) {
  const [own, copy, stored] = [figures.median('rm v0 --now'), figures.median('cp -a and sync'), figures.median('stored')];
  return [
    [`pictures, ${sized(made)}, half of each container dies`, 'median', 'beside', 'ratio', 'restic'],
    [
      'rm pictures:v0 --now',
      `${seconds(own)}, ${rate(alive, own)} rewritten`,
      `cp -a and sync of what stays ${seconds(copy)}`,
      ratio(own, copy),
      hasRestic ? `forget --prune ${seconds(figures.median('restic'))}` : noRestic,
    ],
    ['stored afterwards', sized(stored), `files ${sized(alive)}`, ratio(stored, alive), hasRestic ? sized(figures.median('restic stored')) : noRestic],
  ];
}
