// A process that saves, snapshots, restores and deletes without end, and says what was acknowledged. It is killed from outside.
//   node killed-engine.ts HOME WORK SEED restore|copy|snapshot|delete|purge
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { startEngine } from '../../electron/host/create-engine.ts';
import { createClient } from '../../shared/client.ts';
import { secretName, secretOf, stateOf, writeState } from './states.ts';

const [home = '', work = '', seed = '0', doing = 'snapshot'] = process.argv.slice(2);
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

const engine = await startEngine({ home, watch: false });
const client = createClient({ invoke: engine.dispatch, subscribe: engine.subscribe });
const tracked = (await client.invoke('artifact.list', {})).artifacts[0];
let round = tracked?.versions ?? 0;
if (tracked === undefined) {
  writeState(work, stateOf(Number(seed), 0));
  const { version } = await client.invoke('artifact.track', { path: work, name: 'killed' });
  say({ acknowledged: version.ref, round: 0 });
  round = 1;
}
/** What is being deleted is no longer acknowledged, whatever becomes of the deletion. */
async function deleteSome(ref: string): Promise<void> {
  say({ deleting: ref });
  const now = round % 3 !== 0;
  await client.invoke('delete.apply', { targets: [{ artifact: 'killed', refs: [ref] }], now });
  if (!now) await client.invoke('delete.emptyUndo', {});
}

const secret = path.join(work, secretName);

for (; ; round++) {
  writeState(work, stateOf(Number(seed), round));
  if (doing === 'purge') writeFileSync(secret, secretOf(Number(seed)));
  const { version, created } = await client.invoke('artifact.snapshot', { artifact: 'killed' });
  if (created) say({ acknowledged: version.ref, round });
  if (doing === 'delete' && round > 1) await deleteSome(`v${round - 2}`);
  if (doing === 'purge') {
    rmSync(secret);
    await client.invoke('purge.apply', { artifact: 'killed', path: secretName });
    continue;
  }
  if (doing === 'snapshot' || doing === 'delete') continue;
  say({ restoring: round });
  const copy = doing === 'copy' ? { target: `${work} copies/${round}` } : {};
  await client.invoke('restore.apply', { artifact: 'killed', ref: 'v0', ...copy });
  say({ restored: round });
}
