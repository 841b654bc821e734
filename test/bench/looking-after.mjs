import { appendFileSync } from 'node:fs';
import { filesIn } from './ground.mjs';
import { createFigures, rate, ratio, seconds, timed } from './measure.mjs';
import { isResticHere, noRestic, openRestic } from './restic.mjs';

const changedFiles = 100;

/**
 * A store with two versions of W1 looked after: verified, rebuilt without its catalog, rid of the older version. Every round has a home of
 * its own. @param {import('./ground.mjs').Ground} ground @param {{ work: string, bytes: number }} workload
 */
export async function measureLookingAfter(ground, { work, bytes }) {
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
  return { figures, rows: rowsOf(figures, bytes, hasRestic) };
}

/** @param {ReturnType<typeof createFigures>} figures @param {number} bytes of one version's content @param {boolean} hasRestic */
function rowsOf(figures, bytes, hasRestic) {
  const beside = (/** @type {string} */ name) => `${name} ${seconds(figures.median(name))}`;
  const restic = (/** @type {string} */ what) => (hasRestic ? `${what} ${seconds(figures.median(`restic ${what}`))}` : noRestic);
  const timeOf = (/** @type {string} */ name) => seconds(figures.median(name));
  const ratioOf = (/** @type {string} */ own, /** @type {string} */ other) => ratio(figures.median(own), figures.median(other));
  const rateOf = (/** @type {string} */ name) => `${timeOf(name)}, ${rate(bytes, figures.median(name))}`;
  return [
    [`W1, two versions, ${changedFiles} files differ`, 'median', 'beside', 'ratio', 'restic'],
    ['verify', rateOf('verify'), beside('cat'), ratioOf('verify', 'cat'), restic('check')],
    ['verify --deep', rateOf('verify --deep'), beside('sha256sum'), ratioOf('verify --deep', 'sha256sum'), restic('check --read-data')],
    ['rebuild of a lost catalog', timeOf('rebuild'), beside('cat'), ratioOf('rebuild', 'cat'), ''],
    ['rm w1:v0 --now', timeOf('rm v0 --now'), beside('cat'), ratioOf('rm v0 --now', 'cat'), restic('forget --prune')],
  ];
}
