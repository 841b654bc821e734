// A process that saves one small file and makes a version of it without end, and says the number of each. It is killed from outside.
//   node saving-engine.ts HOME WORK
import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { startEngine } from '../../electron/host/create-engine.ts';
import { createClient } from '../../shared/client.ts';

const [home = '', work = ''] = process.argv.slice(2);
const engine = await startEngine({ home, watch: false });
const client = createClient({ invoke: engine.dispatch, subscribe: engine.subscribe });
mkdirSync(work);
for (let round = 0; ; round++) {
  writeFileSync(path.join(work, 'note.txt'), `round ${round}`);
  if (round === 0) await client.invoke('artifact.track', { path: work, name: 'killed' });
  else await client.invoke('artifact.snapshot', { artifact: 'killed' });
  writeSync(1, `${round}\n`);
}
