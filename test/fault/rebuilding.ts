// A process that makes the catalog of a home anew, again and again. It is killed from outside.
//   node rebuilding.ts HOME
import { writeSync } from 'node:fs';
import { rebuildHome } from '../../electron/host/rebuild-home.ts';

const [home = ''] = process.argv.slice(2);
writeSync(1, 'begun\n');
for (;;) await rebuildHome({ home, signal: new AbortController().signal, onProgress: () => undefined });
