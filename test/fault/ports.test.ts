import { describe, expect, test } from 'vitest';
import { compact } from '../../electron/engine/delete/compact.ts';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { emptyUndoWindow } from '../../electron/engine/delete/empty-undo-window.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { setKeep } from '../../electron/engine/keep/set-keep.ts';
import { undo } from '../../electron/engine/operations/undo.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import type { MemoryTree } from '../fakes/memory-tree.ts';
import { createWorld, work, type World } from '../engine/memory-world.ts';
import { failAt, type Faults } from './faulty.ts';

/** Acknowledged versions, with what the folder held then. */
type Acknowledged = Map<string, Record<string, string>>;

async function snapshotNow(engine: Engine, origin: 'manual' | 'save' = 'manual'): Promise<string> {
  const artifact = findArtifact(engine.core.catalog, 'work');
  const folders = [{ path: '' as const, deep: true }];
  const { version } = await engine.core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) =>
    takeSnapshot(engine.core, { artifact, folders, origin, waitForRest: false }, activity),
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
  await deletions(engine, acknowledged);
  await thinning(engine, tree, acknowledged);
}

/** A deletion that is taken back, one that is emptied, and one at once. What is being deleted is acknowledged no more. */
async function deletions({ core, live }: Engine, acknowledged: Acknowledged): Promise<void> {
  const remove = (reference: string, now: boolean) =>
    deleteVersions(core, live, { targets: [{ artifact: 'work', references: [reference] }], deleteAliases: false, now });
  const held = acknowledged.get('v1') ?? {};
  acknowledged.delete('v1');
  const { operations } = await remove('v1', false);
  await undo(core, live, operations[0]?.id ?? null);
  acknowledged.set('v1', held);
  acknowledged.delete('v0');
  await remove('v0', false);
  await emptyUndoWindow(core, live, null);
  acknowledged.delete('v1');
  await remove('v1', true);
}

/** A rule that takes a version, and both taken back. What may be going is acknowledged no more. */
async function thinning(engine: Engine, tree: MemoryTree, acknowledged: Acknowledged): Promise<void> {
  const { core, live } = engine;
  tree.write(`${work}/saved`, 'once');
  const first = await snapshotNow(engine, 'save');
  const held = tree.snapshot(work);
  tree.write(`${work}/saved`, 'twice');
  acknowledged.set(await snapshotNow(engine, 'save'), tree.snapshot(work));
  const { operation, thinned } = await setKeep(core, live, 'work', { rule: { kind: 'last', count: 1 } });
  await undo(core, live, operation?.id ?? null);
  await undo(core, live, thinned?.operations[0]?.id ?? null);
  acknowledged.set(first, held);
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
  await compact(core);
  expect(core.catalog.containers().filter(({ deadBytes }) => deadBytes > 0)).toEqual([]);
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
