// `npm run -s strata -- ARGS`: the command line from a checkout. Nothing is written to stdout but by the command itself.
import './modern-node.mjs';
import path from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { inRoot } from './root.mjs';
import { fail } from './say.mjs';

await ensureBuilt().catch(fail);
// npm changes into the project; a folder means what it meant where the person stood.
const from = process.env['INIT_CWD'];
if (from) process.chdir(from);
const program = inRoot('out/main/cli.js');
process.argv[1] = program;
// In this same process: a second Node would double the time to start.
await import(path.sep === '/' ? program : `file:///${program}`);
