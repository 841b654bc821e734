// npm scripts find the Node of the devDependency first. A script that was called without npm, by an older Node, goes on
// in that one too.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot } from './root.mjs';

const NEEDED = 22;

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  const node = inRoot('node_modules/node/bin/node');
  if (!existsSync(node)) {
    process.stderr.write(`strata: Node ${NEEDED} or newer is needed: run 'npm ci', which brings one.\n`);
    process.exit(1);
  }
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}
