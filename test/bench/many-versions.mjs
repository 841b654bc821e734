import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, homeBytes } from './ground.mjs';
import { createFigures } from './measure.mjs';
import { row } from './row.mjs';
import { openWatch } from './watch-lines.mjs';
import { noise } from './workload.mjs';

const fullCount = 1_000;
const changedFiles = 10;
/** Of each changed file, and nothing of it compresses: what is kept beyond that is the versions' own. */
const contentBytes = 1_024;
const restores = { quick: 3, full: 9 };
/** After the last save: small packs become bigger ones when nothing else goes on, ms. */
const untilGathered = 10_000;

/**
 * A thousand versions of W1, made by saves of ten files each while `strata watch` runs. It leaves W1 changed in ten thousand files. @param {import('./ground.mjs').Ground} ground
 */
export async function measureManyVersions(ground) {
  const { at, strata, remove } = ground;
  const { work } = await ground.smallFiles(ground.scale);
  const [home, restored] = [at('home-many'), at('restored')];
  const files = filesIn(work);
  const count = ground.isQuick ? 30 : fullCount;
  const figures = createFigures();
  const one = path.relative(work, files[Math.floor(files.length / 2)] ?? '');
  const restoreOne = (/** @type {string} */ name) => {
    for (let i = 0; i < restores[ground.isQuick ? 'quick' : 'full']; i++) {
      figures.note(name, strata(home, 'restore', 'w1:v0', '--path', one, '--to', restored));
      remove(restored);
    }
  };
  strata(home, 'track', work, '--name', 'w1', '--quiet-window', '50');
  const before = homeBytes(home);
  restoreOne('one file of one version');
  const made = await saveOften(ground, home, { files, count });
  const perVersion = (homeBytes(home) - before - count * changedFiles * contentBytes) / made;
  restoreOne('one file of many versions');
  remove(home);
  return { figures: { ...figures.all, perVersion }, rows: rowsOf(figures, count, perVersion) };
}

/** @param {import('./ground.mjs').Ground} ground @param {string} home @param {{ files: readonly string[], count: number }} options */
async function saveOften(ground, home, { files, count }) {
  const watch = await openWatch(ground, home);
  const content = noise(count * changedFiles * contentBytes);
  let newest = 'v0';
  for (let made = 0; made < count; made++) {
    for (let i = 0; i < changedFiles; i++) {
      const [at, file] = [(made * changedFiles + i) * contentBytes, files[(made * 7_919 + i * Math.floor(files.length / changedFiles)) % files.length] ?? ''];
      writeFileSync(file, content.subarray(at, at + contentBytes));
    }
    for (let isThere = false; !isThere; ) {
      const { line } = await watch.next();
      isThere = line['event'] === 'version.created';
      if (isThere) newest = line['version'].ref;
    }
  }
  await ground.rest(untilGathered);
  await watch.close();
  return Number(newest.slice(1));
}

/** @param {ReturnType<typeof createFigures>} figures @param {number} count @param {number} perVersion @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }, count, perVersion) {
  const [one, many] = [median('one file of one version'), median('one file of many versions')];
  return [
    row({ what: `catalog, manifests and records of each of ${count} versions`, own: perVersion, unit: 'bytes', most: 60e3 }),
    // Two medians of the same differ by some percent.
    row({ what: `restore one file among ${count} versions`, own: many, unit: 'ms', most: 250, beside: { name: 'of one version', value: one }, mostTimes: 1.05 }),
  ];
}
