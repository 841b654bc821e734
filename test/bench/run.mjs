// `npm run bench [-- --quick] [-- --dir DIR] [-- --rounds N]`: Strata through its command line beside `cp -a` and `find`, in turn, in the
// same minutes; medians and ratios as a table on stdout and as JSON in out/bench.json. It judges nothing and never fails for a time.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { median, table, timed } from './measure.mjs';
import { measureSaves } from './saves.mjs';
import { makeSmallFiles } from './workload.mjs';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, dir: { type: 'string' }, rounds: { type: 'string' }, keep: { type: 'boolean' } },
});
const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'out/main/cli.js');
const scale = options.quick ? 0.1 : 1;
const rounds = Number(options.rounds ?? (options.quick ? 3 : 5));

spawnSync(process.execPath, [path.join(root, 'build/ensure-built.mjs')], { stdio: 'inherit' });
const ground = mkdtempSync(path.join(options.dir ?? os.tmpdir(), 'strata-bench-'));
const work = path.join(ground, 'w1');
const made = makeSmallFiles(work, scale);
console.log(`W1: ${made.files} files, ${(made.bytes / 1e6).toFixed(0)} MB in ${made.folders} folders; ${rounds} rounds; ${os.cpus()[0]?.model}, ${os.cpus().length} cores`);
// What was written just now is neither in the way of the disk nor too fresh to be trusted while the first round runs.
spawnSync('sync');
await new Promise((resolve) => setTimeout(resolve, 1500));

/** @param {string[]} args @param {string} home */
const strata = (args, home) => timed(process.execPath, [cli, ...args, '--json', '--home', home]).ms;
const remove = (/** @type {string} */ folder) => rmSync(folder, { recursive: true, force: true });
const homeOf = (/** @type {number} */ round) => path.join(ground, `home-${round}`);
const copy = path.join(ground, 'copy');
const restored = path.join(ground, 'restored');

/** @type {Record<string, number[]>} */
const figures = {};
const note = (/** @type {string} */ name, /** @type {number} */ ms) => (figures[name] ??= []).push(ms);

for (let round = 0; round < rounds; round++) {
  const home = homeOf(round);
  note('cp -a', timed('cp', ['-a', work, copy]).ms);
  remove(copy);
  note('first snapshot', strata(['track', work, '--name', 'w1'], home));
  note('find', timed('find', [work, '-printf', '%s %T@\\n']).ms);
  note('nothing changed', strata(['snapshot', 'w1'], home));
  const changed = path.join(work, 'p0', 'dir0000', 'f0.txt');
  appendFileSync(readableFile(changed, work), `round ${round}\n`);
  note('one file changed', strata(['snapshot', 'w1'], home));
  note('restore', strata(['restore', 'w1:v0', '--to', restored], home));
  remove(restored);
  note('restore one folder of 5,000', strata(['restore', 'w1:v0', '--path', 'p1', '--to', restored], home));
  remove(restored);
  if (round < rounds - 1) remove(home);
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

const home = homeOf(rounds - 1);
const storeBytes = JSON.parse(timed(process.execPath, [cli, 'du', '--json', '--home', home]).stdout).storeBytes;
const saves = await measureSaves({ cli, home, work, saves: options.quick ? 10 : 20, spawn });

const rows = [['W1', 'median', 'beside', 'ratio', 'wanted']];
const row = (/** @type {string} */ name, /** @type {string} */ beside, /** @type {string} */ wanted) => {
  const own = median(figures[name] ?? []);
  const other = median(figures[beside] ?? []);
  rows.push([name, `${(own / 1000).toFixed(2)} s`, `${beside} ${(other / 1000).toFixed(2)} s`, (own / other).toFixed(2), wanted]);
};
row('first snapshot', 'cp -a', '≤ 0.70');
row('nothing changed', 'find', '≤ 2.50');
row('one file changed', 'find', '');
row('restore', 'cp -a', '≤ 1.00');
row('restore one folder of 5,000', 'find', '');
rows.push(['stored', `${(storeBytes / 1e6).toFixed(0)} MB`, `files ${(made.bytes / 1e6).toFixed(0)} MB`, (storeBytes / made.bytes).toFixed(2), '']);
rows.push(['save → version, after the quiet window', `${saves.acknowledged.toFixed(0)} ms`, '', '', '≤ 50 ms']);
rows.push(['save → fact at a listener, after the quiet window', `${saves.seen.toFixed(0)} ms`, '', '', '≤ 150 ms']);
rows.push(['engine, watching: resident', `${(saves.residentBytes / 1e6).toFixed(0)} MB`, '', '', '≤ 300 MB']);
console.log(`\n${table(rows)}`);
mkdirSync(path.join(root, 'out'), { recursive: true });
writeFileSync(path.join(root, 'out/bench.json'), `${JSON.stringify({ made, rounds, figures, storeBytes, saves }, null, 2)}\n`);
if (!options.keep) remove(ground);
