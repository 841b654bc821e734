import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from './ground.mjs';
import { createFigures, isHere, timed } from './measure.mjs';
import { isBorgHere, openBorg } from './peer-borg.mjs';
import { isGitHere, openGit } from './peer-git.mjs';
import { isResticHere, openRestic } from './peer-restic.mjs';
import { row } from './row.mjs';
import { measureSaves } from './saves.mjs';

/** W1 through the main job, beside `cp -a`, `find` and whatever else is installed. @param {import('./ground.mjs').Ground} ground */
export async function measureSmallFiles(ground) {
  const { at, remove, rounds } = ground;
  const { work, bytes } = await ground.smallFiles(ground.scale);
  const figures = createFigures();
  const files = filesIn(work);
  const [one, changed] = [/** @type {string} */ (files[Math.floor(files.length / 2)]), /** @type {string} */ (files[0])];
  for (let round = 0; round < rounds; round++) {
    const home = at('home');
    remove(home);
    measureCopies(ground, figures, work);
    measureStrata(ground, figures, { work, home, one, change: () => appendFileSync(changed, `round ${round}\n`) });
    if (round === 0) figures.note('stored', ground.storeBytes(home));
    // What takes far longer than all the rest: a few rounds tell enough.
    if (round < ground.fewRounds) measurePeers(ground, figures, { work, one });
  }
  const saves = await measureSaves(ground, { home: at('home'), artifact: 'w1', files: files.slice(1) });
  remove(at('home'));
  return { figures: { ...figures.all, saves }, rows: [...rowsOf(figures, bytes), ...rowsOfSaves(saves)] };
}

/** @typedef {ReturnType<typeof createFigures>} Figures */

/** @param {import('./ground.mjs').Ground} ground @param {Figures} figures @param {string} work */
function measureCopies({ at, remove }, figures, work) {
  const copy = at('copy');
  figures.note('cp -a', timed('cp', ['-a', '--reflink=never', work, copy]).ms);
  remove(copy);
  if (isHere('rsync')) {
    figures.note('rsync -a', timed('rsync', ['-a', `${work}/`, copy]).ms);
    figures.note('rsync -a again', timed('rsync', ['-a', `${work}/`, copy]).ms);
    remove(copy);
  }
  figures.note('find', timed('find', [work, '-printf', '%s %T@\\n']).ms);
}

/**
 * @param {import('./ground.mjs').Ground} ground @param {Figures} figures
 * @param {{ work: string, home: string, one: string, change: () => void }} folders
 */
function measureStrata({ at, strata, strataWithCosts, remove }, figures, { work, home, one, change }) {
  const restored = at('restored');
  const restore = (/** @type {string} */ name, /** @type {string[]} */ ...args) => {
    figures.note(name, strata(home, 'restore', 'w1:v0', ...args, '--to', restored));
    remove(restored);
  };
  const first = strataWithCosts(home, 'track', work, '--name', 'w1', '--quiet-window', '200');
  figures.note('first snapshot', first.ms);
  figures.note('first snapshot: processor', first.processorMs);
  figures.note('first snapshot: memory', first.peakBytes);
  figures.note('nothing changed', strata(home, 'snapshot', 'w1'));
  change();
  figures.note('one file changed', strata(home, 'snapshot', 'w1'));
  restore('restore');
  restore('restore one folder of twenty', '--path', 'p1');
  restore('restore one file', '--path', path.relative(work, one));
}

/** @param {import('./ground.mjs').Ground} ground @param {Figures} figures @param {{ work: string, one: string }} folders */
function measurePeers({ at, remove }, figures, { work, one }) {
  const [place, restored] = [at('peer'), at('restored')];
  if (isResticHere()) {
    const restic = openRestic(place);
    figures.note('restic', restic.backup(work));
    figures.note('restic stored', restic.bytes());
    figures.note('restic again', restic.backup(work));
    figures.note('restic restore', restic.restore(restored));
    remove(restored);
    figures.note('restic one file', restic.restoreOne(one, restored));
    for (const folder of [place, restored]) remove(folder);
  }
  if (isBorgHere()) {
    const borg = openBorg(place);
    figures.note('borg', borg.backup(work));
    figures.note('borg stored', borg.bytes());
    figures.note('borg again', borg.backup(work));
    figures.note('borg restore', borg.restore(restored));
    for (const folder of [place, restored]) remove(folder);
  }
  if (isGitHere()) {
    const git = openGit(place, work);
    figures.note('git', git.addAndCommit());
    figures.note('git stored', git.bytes());
    figures.note('git again', git.status());
    figures.note('git restore', git.restore(restored));
    for (const folder of [place, restored]) remove(folder);
  }
}

/** @param {Figures} figures @param {number} bytes of all files @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }, bytes) {
  const named = (/** @type {string} */ name, /** @type {string} */ figure = name) => ({ name, value: median(figure) });
  const ms = 'ms';
  return [
    row({
      what: 'first snapshot', own: median('first snapshot'), unit: ms, beside: named('cp -a'), mostTimes: 0.55,
      others: [named('rsync -a'), named('restic'), named('borg'), named('git add, commit', 'git')],
    }),
    row({ what: '  its processor time', own: median('first snapshot: processor'), unit: ms }),
    row({ what: '  its memory at the peak', own: median('first snapshot: memory'), unit: 'bytes' }),
    row({
      what: 'stored', own: median('stored'), unit: 'bytes', beside: named('restic', 'restic stored'), mostTimes: 0.97,
      others: [{ name: 'files', value: bytes }, named('borg', 'borg stored'), named('git', 'git stored')],
    }),
    row({
      what: 'nothing changed', own: median('nothing changed'), unit: ms, beside: named('find -printf', 'find'), mostTimes: 2,
      others: [named('git status', 'git again'), named('rsync -a', 'rsync -a again'), named('restic', 'restic again'), named('borg', 'borg again')],
    }),
    row({ what: 'one file changed', own: median('one file changed'), unit: ms, beside: named('find -printf', 'find') }),
    row({
      what: 'restore to a new folder', own: median('restore'), unit: ms, beside: named('cp -a'), mostTimes: 0.85,
      others: [named('restic', 'restic restore'), named('borg', 'borg restore'), named('git checkout-index', 'git restore')],
    }),
    row({ what: 'restore one folder of twenty', own: median('restore one folder of twenty'), unit: ms }),
    row({ what: 'restore one file', own: median('restore one file'), unit: ms, most: 250, others: [named('restic', 'restic one file')] }),
  ];
}

/** @param {Awaited<ReturnType<typeof measureSaves>>} saves @returns {import('./row.mjs').Row[]} */
function rowsOfSaves({ work, seen, peakBytes }) {
  return [
    row({ what: 'a save: engine, from the end of the quiet window to the version', own: work, unit: 'ms', most: 30 }),
    row({ what: 'a save: its fact in another process, after the quiet window', own: seen, unit: 'ms' }),
    row({ what: 'engine while it watches: memory at the peak', own: peakBytes, unit: 'bytes' }),
  ];
}
