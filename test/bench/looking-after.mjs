import { appendFileSync } from 'node:fs';
import { filesIn } from './ground.mjs';
import { createFigures, timed } from './measure.mjs';
import { isResticHere, openRestic } from './peer-restic.mjs';
import { row } from './row.mjs';

const changedFiles = 100;

/**
 * A store with two versions of W1 looked after: verified, rebuilt without its catalog, rid of the older version. Every round has a home of
 * its own. @param {import('./ground.mjs').Ground} ground
 */
export async function measureLookingAfter(ground) {
  const { work } = await ground.smallFiles(ground.scale);
  const { at, strata, remove, fewRounds } = ground;
  const figures = createFigures();
  const hasRestic = isResticHere();
  const files = filesIn(work);
  const every = Math.max(1, Math.floor(files.length / changedFiles));
  const change = (/** @type {number} */ round) => {
    for (let i = 0; i < changedFiles; i++) appendFileSync(/** @type {string} */ (files[(i * every) % files.length]), `changed in round ${round}\n`);
  };
  for (let round = 0; round < fewRounds; round++) {
    const [home, other] = [at('home-two'), at('restic')];
    const restic = hasRestic ? openRestic(other) : null;
    strata(home, 'track', work, '--name', 'w1');
    restic?.backup(work);
    change(round);
    strata(home, 'snapshot', 'w1');
    restic?.backup(work);
    await ground.settle();
    figures.note('cat', timed('find', [work, '-type', 'f', '-exec', 'cat', '{}', '+'], { stdio: ['ignore', 'ignore', 'pipe'] }).ms);
    figures.note('verify', strata(home, 'verify'));
    if (restic !== null) figures.note('restic check', restic.check());
    figures.note('sha256sum', timed('find', [work, '-type', 'f', '-exec', 'sha256sum', '{}', '+'], { stdio: ['ignore', 'ignore', 'pipe'] }).ms);
    figures.note('verify --deep', strata(home, 'verify', '--deep'));
    if (restic !== null) figures.note('restic check --read-data', restic.readAll());
    for (const end of ['', '-wal', '-shm']) remove(at('home-two', `catalog.db${end}`));
    figures.note('rebuild', strata(home, 'rebuild'));
    figures.note('rm v0 --now', strata(home, 'rm', 'w1:v0', '--now'));
    if (restic !== null) figures.note('restic forget --prune', restic.forgetOthers());
    for (const folder of [home, other]) remove(folder);
  }
  return { figures: figures.all, rows: rowsOf(figures) };
}

/** @param {ReturnType<typeof createFigures>} figures @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }) {
  const named = (/** @type {string} */ name) => ({ name, value: median(name) });
  const unit = 'ms';
  return [
    row({ what: 'verify', own: median('verify'), unit, beside: named('cat'), others: [named('restic check')] }),
    row({
      what: 'verify --deep', own: median('verify --deep'), unit, beside: named('restic check --read-data'), mostTimes: 0.4,
      others: [named('sha256sum')],
    }),
    row({ what: 'rebuild of a lost catalog', own: median('rebuild'), unit, beside: named('cat') }),
    row({
      what: `rm w1:v0 --now, ${changedFiles} files differ`, own: median('rm v0 --now'), unit, beside: named('restic forget --prune'), mostTimes: 0.5,
      others: [named('cat')],
    }),
  ];
}
