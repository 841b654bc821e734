import { connect } from '../../electron/host/connect.ts';
import { createFigures, median, timed } from './measure.mjs';
import { row } from './row.mjs';
import { measureSaves } from './saves.mjs';
import { makeMillion } from './workload-million.mjs';

/** What a save among a million files is compared with. */
const fewFiles = 0.01;
const editsApart = 10;
/** Enough that some pairs of versions are so far apart. @param {import('./ground.mjs').Ground} ground */
const savesOf = ({ isQuick }) => (isQuick ? editsApart + 2 : 2 * editsApart);

/** W5: a million files, first all at once, then a save at a time. @param {import('./ground.mjs').Ground} ground */
export async function measureMillion(ground) {
  const { at, strata, remove, fewRounds } = ground;
  const [work, home, copy] = [at('million'), at('home-million'), at('copy')];
  const files = makeMillion(work, ground.scale);
  await ground.settle();
  const figures = createFigures();
  for (let round = 0; round < fewRounds; round++) {
    remove(home);
    figures.note('cp -a', timed('cp', ['-a', work, copy]).ms);
    remove(copy);
    const first = ground.strataWithCosts(home, 'track', work, '--name', 'million', '--quiet-window', '200');
    figures.note('first snapshot', first.ms);
    figures.note('memory', first.peakBytes);
    figures.note('find', timed('find', [work, '-printf', '%s %T@\\n']).ms);
    figures.note('nothing changed', strata(home, 'snapshot', 'million'));
  }
  /** @type {number[]} */
  const diffs = [];
  const ask = async (/** @type {string} */ newest) => void diffs.push(...(await timesOfDiff(home, Number(newest.slice(1)))));
  const many = await measureSaves(ground, { home, artifact: 'million', files, saves: savesOf(ground), ask });
  for (const folder of [work, home]) remove(folder);
  const few = await savesAmongFew(ground);
  return { figures: { ...figures.all, many, few, diffs }, rows: rowsOf(figures, { many, few, diffs }) };
}

/** @param {import('./ground.mjs').Ground} ground */
async function savesAmongFew(ground) {
  const [work, home] = [ground.at('few'), ground.at('home-few')];
  const files = makeMillion(work, Math.min(fewFiles, ground.scale));
  await ground.settle();
  ground.strata(home, 'track', work, '--name', 'few', '--quiet-window', '200');
  const measured = await measureSaves(ground, { home, artifact: 'few', files, saves: savesOf(ground) });
  for (const folder of [work, home]) ground.remove(folder);
  return measured;
}

/**
 * How long the running engine takes for the difference of two versions that are ten saves apart, each pair asked for once: ms, with the way there and
 * back. @param {string} home @param {number} newest
 */
async function timesOfDiff(home, newest) {
  const connection = await connect({ home, log: { debug: () => undefined, info: () => undefined, warn: console.error, error: console.error } });
  /** @type {number[]} */
  const times = [];
  for (let to = editsApart; to <= newest; to++) {
    const began = performance.now();
    const { modified } = await connection.client.invoke('version.diff', { artifact: 'million', from: `v${to - editsApart}`, to: `v${to}`, limit: 10_000 });
    times.push(performance.now() - began);
    if (modified.length !== editsApart) throw new Error(`v${to - editsApart} and v${to} differ in ${modified.length} files`);
  }
  await connection.close();
  return times;
}

/** @typedef {Awaited<ReturnType<typeof measureSaves>>} Saves */

/** @param {ReturnType<typeof createFigures>} figures @param {{ many: Saves, few: Saves, diffs: number[] }} measured @returns {import('./row.mjs').Row[]} */
function rowsOf(figures, { many, few, diffs }) {
  const named = (/** @type {string} */ name, /** @type {string} */ figure = name) => ({ name, value: figures.median(figure) });
  return [
    row({ what: 'first snapshot', own: figures.median('first snapshot'), unit: 'ms', beside: named('cp -a'), mostTimes: 1 }),
    row({ what: '  its memory at the peak', own: figures.median('memory'), unit: 'bytes', most: 500e6 }),
    row({ what: 'nothing changed', own: figures.median('nothing changed'), unit: 'ms', beside: named('find -printf', 'find'), mostTimes: 2 }),
    row({ what: 'engine while it watches: memory at the peak', own: many.peakBytes, unit: 'bytes', most: 500e6 }),
    row({ what: 'a save: engine, to the version', own: many.work, unit: 'ms', most: 30, beside: { name: 'among 10,000 files', value: few.work }, mostTimes: 1.3 }),
    row({ what: 'difference of two versions ten saves apart', own: median(diffs), unit: 'ms', most: 20 }),
  ];
}
