import { describe, expect, test } from 'vitest';
import type { EnginePorts } from '../../electron/engine/core.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { undo } from '../../electron/engine/operations/undo.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { verify } from '../../electron/engine/store/verify.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { startDigest } from '../../electron/adapters/digester-node.ts';
import { createMemoryCapture } from '../fakes/capture-memory.ts';
import { createCatalogInMemory } from '../fakes/catalog-memory.ts';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createMemoryContainerStore } from '../fakes/container-store-memory.ts';
import { digester } from '../fakes/digester-node.ts';
import { createMemoryMaterialize } from '../fakes/materialize-memory.ts';
import { createMemoryTree, type MemoryTree } from '../fakes/memory-tree.ts';
import { createRecordsInMemory } from '../fakes/records-memory.ts';
import { createMemoryWatcher } from '../fakes/watcher-memory.ts';
import { createMemoryWorkTree } from '../fakes/work-tree-memory.ts';
import { failAt, type Faults } from './faulty.ts';

const work = '/home/me/work';

/** What outlives the engine: the folder, the store, the catalog, the records. */
interface World {
  readonly tree: MemoryTree;
  readonly ports: (faults: Faults) => EnginePorts;
}

function createWorld(): World {
  const tree = createMemoryTree();
  const containers = createMemoryContainerStore();
  const catalog = createCatalogInMemory();
  const records = createRecordsInMemory();
  const clock = createSystemClock();
  let ids = 0;
  const ports = (faults: Faults): EnginePorts => {
    const store = faults.wrap('containers', containers);
    return {
      clock,
      digester,
      streamingDigest: startDigest,
      containers: store,
      workTree: faults.wrap('workTree', createMemoryWorkTree(tree)),
      capture: faults.wrap('capture', createMemoryCapture({ tree, containers: store, isStored: (digest) => catalog.chunk(digest) !== null })),
      materialize: faults.wrap('materialize', createMemoryMaterialize({ tree, containers: store })),
      watcher: faults.wrap('watcher', createMemoryWatcher(tree)),
      records: faults.wrap('records', records),
      catalog: faults.wrap('catalog', catalog),
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      newId: () => `id${++ids}`,
      actor: 'me@here',
      home: '/home/me/strata',
    };
  };
  return { tree, ports };
}

/** Acknowledged versions, with what the folder held then. */
type Acknowledged = Map<string, Record<string, string>>;

async function snapshotNow(engine: Engine): Promise<string> {
  const artifact = findArtifact(engine.core.catalog, 'work');
  const folders = [{ path: '' as const, deep: true }];
  const { version } = await engine.core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) =>
    takeSnapshot(engine.core, { artifact, folders, origin: 'manual', waitForRest: false }, activity),
  );
  return `v${version.index}`;
}

/** The main job once through. Throws where a fault hits. */
async function mainJob(engine: Engine, tree: MemoryTree, acknowledged: Acknowledged): Promise<void> {
  tree.write(`${work}/a.txt`, 'one');
  tree.write(`${work}/sub/b.txt`, 'two');
  tree.write(`${work}/big`, 'x'.repeat(270_000));
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  acknowledged.set('v0', tree.snapshot(work));
  tree.replace(`${work}/a.txt`, 'changed');
  tree.remove(`${work}/sub`);
  tree.write(`${work}/new`, 'new');
  acknowledged.set(await snapshotNow(engine), tree.snapshot(work));
  const artifact = findArtifact(engine.core.catalog, 'work');
  const request = { artifact, reference: 'v0', paths: null, target: null, deleteExtra: true };
  const { operation } = await restore(engine.core, engine.live, request);
  await undo(engine.core, engine.live, operation);
}

async function runWithFault(call: number): Promise<{ faults: Faults; world: World; acknowledged: Acknowledged; error: unknown }> {
  const world = createWorld();
  const faults = failAt(call);
  const acknowledged: Acknowledged = new Map();
  let error: unknown = null;
  try {
    const engine = await createEngine(world.ports(faults), { watch: false });
    await mainJob(engine, world.tree, acknowledged);
    await engine.close();
  } catch (caught) {
    error = caught;
  }
  faults.heal();
  return { faults, world, acknowledged, error };
}

async function expectWhole({ world, faults, acknowledged }: Awaited<ReturnType<typeof runWithFault>>): Promise<void> {
  const engine = await createEngine(world.ports(faults), { watch: false });
  const { core } = engine;
  const report = await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity));
  expect(report.findings).toEqual([]);
  expect(core.containers.list().length).toBe(core.catalog.containers().length);
  expect(core.catalog.stagingNotes()).toEqual([]);
  expect(Object.keys(world.tree.snapshot('/')).filter((name) => name.includes('.strata-'))).toEqual([]);
  for (const [reference, expected] of acknowledged) {
    const artifact = findArtifact(core.catalog, 'work');
    const target = `/elsewhere/${reference}`;
    await restore(core, engine.live, { artifact, reference, paths: null, target, deleteExtra: false });
    expect(world.tree.snapshot(target)).toEqual(expected);
  }
  await engine.close();
}

describe('when one call of a port fails,', () => {
  test('whichever it is, acknowledged versions stay whole, the store is clean and nothing stray is left', async () => {
    const whole = await runWithFault(0);
    expect(whole.error).toBe(null);
    expect(whole.acknowledged.size).toBe(2);
    await expectWhole(whole);
    const { calls } = whole.faults;
    expect(calls).toBeGreaterThan(100);
    for (let call = 1; call <= calls; call++) {
      const run = await runWithFault(call);
      await expectWhole(run).catch((error: unknown) => {
        throw new Error(`after call ${call} (${run.faults.failed}) failed`, { cause: error });
      });
    }
  }, 300_000);
});
