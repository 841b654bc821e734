// `npm run bench [-- --quick] [-- --dir DIR] [-- --rounds N] [-- --only PART]`: Strata through its command line beside `cp -a`, `find`, `cat`,
// `sha256sum` and restic (where it is installed), in turn, in the same minutes; medians and ratios as tables on stdout and as JSON in
// out/bench.json. It judges nothing and never fails for a time.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureBucket } from './bucket.mjs';
import { measureCompaction } from './compaction.mjs';
import { measureEdits } from './edits.mjs';
import { openGround } from './ground.mjs';
import { measureLookingAfter } from './looking-after.mjs';
import { table } from './measure.mjs';
import { measureSaves } from './saves.mjs';
import { measureSmallFiles } from './small-files.mjs';
import { makeSmallFiles } from './workload.mjs';

const parts = ['files', 'after', 'bucket', 'compaction', 'edits'];
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    dir: { type: 'string' },
    rounds: { type: 'string' },
    /** One of `parts`, as often as wanted; all of them without it. */
    only: { type: 'string', multiple: true },
    keep: { type: 'boolean' },
  },
});
const unknown = options.only?.find((part) => !parts.includes(part));
if (unknown !== undefined) throw new Error(`--only ${unknown}: it is one of ${parts.join(', ')}`);
const wants = (/** @type {string} */ part) => options.only?.includes(part) ?? true;

const root = path.resolve(import.meta.dirname, '../..');
spawnSync(process.execPath, [path.join(root, 'build/ensure-built.mjs')], { stdio: 'inherit' });
const ground = openGround({
  cli: path.join(root, 'out/main/cli.js'),
  parent: options.dir ?? os.tmpdir(),
  scale: options.quick ? 0.1 : 1,
  rounds: Number(options.rounds ?? (options.quick ? 3 : 5)),
});
/** @type {Record<string, unknown>} */
const report = { rounds: ground.rounds, scale: ground.scale };
const tell = (/** @type {readonly (readonly string[])[]} */ rows) => console.log(`\n${table(rows)}`);

console.log(`${ground.rounds} rounds; ${os.cpus()[0]?.model}, ${os.cpus().length} cores`);
if (wants('files') || wants('after') || wants('bucket')) {
  const work = ground.at('w1');
  const made = makeSmallFiles(work, ground.scale);
  console.log(`W1: ${made.files} files, ${(made.bytes / 1e6).toFixed(0)} MB in ${made.folders} folders`);
  report.made = made;
  const workload = { work, bytes: made.bytes };
  await ground.settle();
  if (wants('files')) await measureFiles(workload);
  if (wants('after')) {
    const { figures, rows } = await measureLookingAfter(ground, workload);
    report.lookingAfter = figures.all;
    tell(rows);
  }
  if (wants('bucket')) {
    const { figures, rows } = await measureBucket(ground, workload);
    report.bucket = figures.all;
    tell(rows);
  }
  ground.remove(work);
}
if (wants('compaction')) {
  const { figures, rows } = await measureCompaction(ground);
  report.compaction = figures.all;
  tell(rows);
}
if (wants('edits')) {
  const { measured, rows } = await measureEdits(ground);
  report.edits = measured;
  tell(rows);
}
mkdirSync(path.join(root, 'out'), { recursive: true });
writeFileSync(path.join(root, 'out/bench.json'), `${JSON.stringify(report, null, 2)}\n`);
if (!options.keep) ground.remove(ground.folder);

/** @param {{ work: string, bytes: number }} workload */
async function measureFiles(workload) {
  const { home, storeBytes, figures, rows } = measureSmallFiles(ground, workload);
  const saves = await measureSaves({ cli: ground.cli, home, work: workload.work, saves: options.quick ? 10 : 20, spawn });
  Object.assign(report, { figures: figures.all, storeBytes, saves });
  tell([
    ...rows,
    ['save → version, after the quiet window', `${saves.acknowledged.toFixed(0)} ms`, '', '', '≤ 50 ms'],
    ['save → fact at a listener, after the quiet window', `${saves.seen.toFixed(0)} ms`, '', '', '≤ 150 ms'],
    ['engine, watching: resident', `${(saves.residentBytes / 1e6).toFixed(0)} MB`, '', '', '≤ 300 MB'],
  ]);
  ground.remove(home);
}
