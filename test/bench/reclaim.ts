// `npx node test/bench/reclaim.ts [--versions N] [--files N] [--changed N]`: how quickly the reclaim of ticked versions is told, on a real
// home with many versions of a big folder. Prints figures; judges nothing.
import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createAdaptiveCapture } from '../../electron/adapters/capture-adaptive.ts';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { digester } from '../../electron/adapters/digester-node.ts';
import { openHome } from '../../electron/adapters/home-folder.ts';
import { createAdaptiveMaterialize } from '../../electron/adapters/materialize-adaptive.ts';
import { createAdaptiveProving } from '../../electron/adapters/proving-adaptive.ts';
import { createRecords } from '../../electron/adapters/records-fs.ts';
import { createBucketSeals } from '../../electron/adapters/bucket-seals-node.ts';
import { createBucketTrial } from '../../electron/adapters/bucket-trial-node.ts';
import { noSecrets } from '../../electron/adapters/secrets-none.ts';
import { createFsDelivery } from '../../electron/adapters/delivery-fs.ts';
import { noReferenceSource } from '../fakes/reference-source-none.ts';
import { createReserveFile } from '../../electron/adapters/reserve-file.ts';
import { createFsWatcher } from '../../electron/adapters/watcher-fs.ts';
import { createWorkerPool } from '../../electron/adapters/worker-pool.ts';
import { createNodeWorkTree } from '../../electron/adapters/work-tree-node.ts';
import { openCatalog } from '../../electron/database/catalog-sqlite.ts';
import { proveCatalog } from '../../electron/database/prove-catalog.ts';
import { createEngine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { createSyncPorts } from '../../electron/host/create-sync-ports.ts';
import { createHandlers } from '../../electron/host/handlers/create-handlers.ts';
import { workerScript } from '../../electron/host/worker-script.ts';
import { createDispatcher } from '../../shared/dispatcher.ts';

const { values } = parseArgs({ options: { versions: { type: 'string' }, files: { type: 'string' }, changed: { type: 'string' } } });
const [versions, files, changed] = [Number(values.versions ?? 1_000), Number(values.files ?? 100_000), Number(values.changed ?? 10)];
const ground = mkdtempSync(path.join(tmpdir(), 'strata-reclaim-'));
const work = path.join(ground, 'work');
const folderOf = (file: number): string => `d${String(file % 1_000).padStart(4, '0')}`;
const pathOf = (file: number): string => path.join(work, folderOf(file), `f${file}.bin`);
for (let folder = 0; folder < 1_000; folder++) mkdirSync(path.join(work, folderOf(folder)), { recursive: true });
for (let file = 0; file < files; file++) writeFileSync(pathOf(file), randomBytes(600));

const home = openHome(path.join(ground, 'home'));
const clock = createSystemClock();
const catalog = openCatalog(home.catalog);
const pool = createWorkerPool({ script: workerScript, size: 2 });
const place = { containers: home.containers, temporary: home.temporary };
const store = createContainerStore({ ...place, newId: () => randomBytes(16).toString('hex') as ContainerId });
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };
const engine = await createEngine(
  {
    clock, digester, containers: store, catalog, log: quiet,
    workTree: createNodeWorkTree({}),
    capture: createAdaptiveCapture({ store, place, pool, isStored: (digest) => catalog.chunk(digest) !== null, clock, catalogPath: home.catalog }),
    materialize: createAdaptiveMaterialize({ store, place, pool, clock }),
    delivery: createFsDelivery(),
    references: noReferenceSource,
    watcher: createFsWatcher({ clock }),
    proving: createAdaptiveProving({ store, place, pool, catalogPath: home.catalog, proveCatalog }),
    records: createRecords(home.versions),
    reserve: createReserveFile(home.reserve),
    secrets: noSecrets,
    trial: createBucketTrial(noSecrets),
    seals: createBucketSeals(),
    newId: () => randomBytes(8).toString('hex'), actor: 'bench@here', home: home.path,
  },
  { watch: false },
);
const { core, live } = engine;
await track(core, live, { path: work, name: 'big', mode: 'copy' });
for (let made = 1; made < versions; made++) {
  const edited = Array.from({ length: changed }, () => randomInt(files));
  for (const file of edited) writeFileSync(pathOf(file), randomBytes(600));
  const folders = [...new Set(edited.map(folderOf))].map((folder) => ({ path: folder as EntryPath, deep: false }));
  const request = { artifact: findArtifact(core.catalog, 'big'), folders, origin: 'manual' as const, waitForRest: false };
  await core.activities.run({ kind: 'snapshot', artifact: 'big', phase: '' }, (activity) => takeSnapshot(core, request, activity));
}

const dispatch = createDispatcher(createHandlers(engine, { strataVersion: '', pid: 0, residentBytes: () => 0 }, createSyncPorts(home, engine, noSecrets).ports));
const milliseconds = async (work: () => unknown): Promise<number> => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};
/** ms of the processor that this process took, which other programs on the machine do not change much. */
const processor = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};
const refs = (count: number): string[] => Array.from({ length: count }, () => `v${randomInt(versions)}`);
const reclaim = (ticked: string[]) => dispatch('store.reclaim', { artifact: 'big', refs: ticked });
const show = (what: string, ms: number): void => console.log(`${what.padEnd(58)} ${ms.toFixed(1).padStart(9)} ms`);

console.log(`${core.catalog.versionCount(1 as never)} versions of ${files} files, ${changed} changed in each`);
let longest = 0;
let last = performance.now();
const beat = setInterval(() => {
  longest = Math.max(longest, performance.now() - last - 5);
  last = performance.now();
}, 5);
const before = process.memoryUsage().rss;
let since = process.cpuUsage();
show('first question (reads every node once)', await milliseconds(() => reclaim(['v1'])));
show('  of the processor', processor(since));
show('  longest time the thread was held meanwhile', longest);
clearInterval(beat);
console.log(`  resident memory grew by ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB; ${(await engine.shares.read()).shares.length} distinct sets of holders`);
for (const count of [1, 10, 100, versions]) {
  const times: number[] = [];
  for (let round = 0; round < 100; round++) times.push(await milliseconds(() => reclaim(refs(count))));
  times.sort((a, b) => a - b);
  show(`a tick with ${count} versions ticked, median of 100`, times[50] ?? 0);
  show('  slowest', times[99] ?? 0);
}
show('store.usage', await milliseconds(() => dispatch('store.usage', {})));
show('store.composition', await milliseconds(() => dispatch('store.composition', {})));
show('delete.plan of 100 versions (walks what dies)', await milliseconds(() => dispatch('delete.plan', { targets: [{ artifact: 'big', refs: refs(100) }] })));
core.facts.tell({ kind: 'store.changed' });
since = process.cpuUsage();
show('first question after something changed', await milliseconds(() => reclaim(['v1'])));
show('  of the processor', processor(since));
await engine.close();
await pool.close();
catalog.close();
rmSync(ground, { recursive: true, force: true });
