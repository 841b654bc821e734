// `npm run bench [-- --quick] [-- --dir DIR] [-- --rounds N] [-- --only PART]`: Strata through its command line, beside `cp -a`, `find` and those of
// rsync, git, restic and borg that are installed, in turn, in the same minutes; medians and ratios as tables on stdout and as JSON in
// out/bench.json. A row says what was wanted and whether it was reached; nothing fails for a time.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openGround } from './ground.mjs';
import { isHere } from './measure.mjs';
import { isResticHere } from './peer-restic.mjs';
import { parts } from './parts.mjs';
import { table } from './row.mjs';

const { values: options } = parseArgs({
  options: {
    /** Small workloads: for trying the bench itself. */
    quick: { type: 'boolean' },
    dir: { type: 'string' },
    rounds: { type: 'string' },
    /** The name of a part, as often as wanted; all of them without it. */
    only: { type: 'string', multiple: true },
    /** Leave the folder that was measured in. */
    keep: { type: 'boolean' },
  },
});
const names = parts.map(({ name }) => name);
const unknown = options.only?.find((part) => !names.includes(part));
if (unknown !== undefined) throw new Error(`--only ${unknown}: it is one of ${names.join(', ')}`);

const root = path.resolve(import.meta.dirname, '../..');
spawnSync(process.execPath, [path.join(root, 'build/ensure-built.mjs')], { stdio: 'inherit' });
const isQuick = options.quick === true;
const ground = openGround({
  cli: path.join(root, 'out/main/cli.js'),
  parent: path.resolve(options.dir ?? os.tmpdir()),
  rounds: Number(options.rounds ?? (isQuick ? 2 : 5)),
  isQuick,
});
const machine = `${os.cpus()[0]?.model}, ${os.cpus().length} cores`;
const missing = [...['rsync', 'git', 'borg'].filter((peer) => !isHere(peer)), ...(isResticHere() ? [] : ['restic'])];
console.log(`${ground.rounds} rounds of small workloads, half as many of big ones; ${machine}${missing.length === 0 ? '' : `; not installed: ${missing.join(', ')}`}`);
if (isQuick) console.log('quick: far smaller workloads than the titles say, for which most of what is wanted says little');

/** @type {Record<string, object>} */
const measured = {};
try {
  for (const { name, title, quick, measure } of parts) {
    if (!(options.only?.includes(name) ?? true)) continue;
    const scale = isQuick ? quick : 1;
    const began = performance.now();
    const { figures, rows, passedOver } = await measure({ ...ground, scale });
    const seconds = Math.round((performance.now() - began) / 1_000);
    measured[name] = { scale, seconds, rows, figures, ...(passedOver === undefined ? {} : { passedOver }) };
    console.log(`\n${passedOver === undefined ? table(title, rows) : `${title}: passed over, ${passedOver}`}`);
  }
} finally {
  if (!options.keep) ground.remove(ground.folder);
}
mkdirSync(path.join(root, 'out'), { recursive: true });
const report = { at: new Date().toISOString(), machine, memoryBytes: os.totalmem(), rounds: ground.rounds, isQuick, missing, parts: measured };
writeFileSync(path.join(root, 'out/bench.json'), `${JSON.stringify(report, null, 2)}\n`);
