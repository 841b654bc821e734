import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import type { EnginePorts } from '../../electron/engine/core.ts';
import { compact } from '../../electron/engine/delete/compact.ts';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { emptyUndoWindow } from '../../electron/engine/delete/empty-undo-window.ts';
import { lettingGo } from '../../electron/engine/delete/letting-go.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { Catalog, CatalogWriter } from '../../electron/engine/ports/catalog.ts';
import { undo } from '../../electron/engine/operations/undo.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { setAlias } from '../../electron/engine/versions/edit-version.ts';
import { createWorld, work, type World } from './memory-world.ts';

const files = 6_000;

/** Ports whose catalog tells how many namings each transaction takes away, and may fail then. */
function telling(ports: EnginePorts, onRemoved: (namings: number) => void): EnginePorts {
  const tellingWriter = (writer: CatalogWriter): CatalogWriter => ({
    ...writer,
    removeReferences: (counts) => {
      onRemoved(counts.size);
      writer.removeReferences(counts);
    },
  });
  const catalog: Catalog = { ...ports.catalog, transact: (change) => ports.catalog.transact((writer) => change(tellingWriter(writer))) };
  return { ...ports, catalog };
}

/** A folder of many files as v0, and v1 without most of them. */
async function twoVersions(world: World, ports: EnginePorts): Promise<Engine> {
  for (let i = 0; i < files; i++) world.tree.write(`${work}/d${i % 20}/f${i}`, `file ${i}`);
  const engine = await createEngine(ports, { watch: false });
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  for (let i = 0; i < 19; i++) world.tree.remove(`${work}/d${i}`);
  await snapshotNow(engine);
  return engine;
}

const snapshotNow = ({ core }: Engine) =>
  core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) =>
    takeSnapshot(core, { artifact: findArtifact(core.catalog, 'work'), folders: [{ path: '', deep: true }], origin: 'manual', waitForRest: false }, activity),
  );
const remove = ({ core, live }: Engine, now: boolean) =>
  deleteVersions(core, live, { targets: [{ artifact: 'work', references: ['v0'] }], deleteAliases: false, now });
const expectWhole = async ({ core }: Engine): Promise<void> => {
  const { findings } = await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity));
  expect(findings).toEqual([]);
};
const versions = ({ core }: Engine): number[] => core.catalog.versions(findArtifact(core.catalog, 'work').id).map(({ index }) => index);
const chunks = ({ core }: Engine): number => [...core.catalog.chunks()].length;

describe('a big deletion', () => {
  it('takes its namings away in small transactions, and others have their turn in between', async () => {
    const world = createWorld();
    const removed: number[] = [];
    const engine = await twoVersions(world, telling(world.ports(), (namings) => removed.push(namings)));
    let turns = 0;
    const beat = setInterval(() => (turns += 1), 0);
    await remove(engine, true);
    clearInterval(beat);
    expect(removed.reduce((sum, namings) => sum + namings, 0)).toBeGreaterThan(files * 0.9);
    expect(Math.max(...removed)).toBeLessThan(4_096);
    expect(turns).toBeGreaterThanOrEqual(removed.length - 1);
    expect(versions(engine)).toEqual([1]);
    await expectWhole(engine);
    await engine.close();
  });

  it('that is cut short is done all the same: the versions are gone, all counts are right, and the next start goes on', async () => {
    const world = createWorld();
    let parts = 0;
    const failing = telling(world.ports(), () => {
      parts += 1;
      if (parts === 2) throw new Error('the power is gone');
    });
    const engine = await twoVersions(world, failing);
    const before = chunks(engine);
    await expect(remove(engine, true)).rejects.toThrow('the power is gone');
    expect(versions(engine)).toEqual([1]);
    expect(lettingGo(engine.core.catalog).length).toBeGreaterThan(0);
    expect(chunks(engine)).toBeLessThan(before);
    await expectWhole(engine);
    await engine.close();

    const next = await createEngine(world.ports(), { watch: false });
    expect(lettingGo(next.core.catalog)).toEqual([]);
    expect(chunks(next)).toBeLessThan(files * 0.1);
    await compact(next.core);
    expect(next.core.catalog.containers().every(({ deadBytes }) => deadBytes === 0)).toBe(true);
    await expectWhole(next);
    await next.close();
  });

  it('is refused when an alias came to a version while it was planned', async () => {
    const system = createSystemClock();
    let [passed, isQuick] = [0, false];
    const world = createWorld({ ...system, now: () => system.now() + (isQuick ? (passed += 10) : 0) });
    const engine = await twoVersions(world, world.ports());
    isQuick = true; // with every look at the clock a breath is over
    const going = remove(engine, true);
    await new Promise((resolve) => void setImmediate(resolve));
    setAlias(engine.core, { artifact: 'work', reference: 'v0' }, 'best');
    await expect(going).rejects.toMatchObject({ code: 'version.has-aliases' });
    isQuick = false;
    expect(versions(engine)).toEqual([1, 0]);
    await expectWhole(engine);
    await engine.close();
  });

  it('leaves what another artifact stores again in between', async () => {
    const world = createWorld();
    let parts = 0;
    const engine = await twoVersions(world, telling(world.ports(), () => (parts += 1)));
    const { core, live } = engine;
    for (let i = 0; i < files; i++) world.tree.write(`/home/me/other/d${i % 20}/f${i}`, `file ${i}`);
    const going = remove(engine, true);
    await expect.poll(() => parts, { interval: 1 }).toBeGreaterThan(0);
    await Promise.all([going, track(core, live, { path: '/home/me/other', name: 'other', mode: 'copy' })]);
    await expectWhole(engine);
    expect(core.catalog.versions(findArtifact(core.catalog, 'other').id)).toMatchObject([{ files }]);
    await engine.close();
  });
});

describe('compacting while something else is deleted', () => {
  it('goes on, and nothing fails', async () => {
    const system = createSystemClock();
    let [passed, isQuick] = [0, false];
    const world = createWorld({ ...system, now: () => system.now() + (isQuick ? (passed += 10) : 0) });
    for (let i = 0; i < 200; i++) world.tree.write(`${work}/f${i}`, `file ${i}`);
    const engine = await createEngine(world.ports(), { watch: false });
    const { core, live } = engine;
    await track(core, live, { path: work, name: 'work', mode: 'copy' });
    for (const gone of [[0, 40], [40, 80], [80, 120]] as const) {
      for (let i = gone[0]; i < gone[1]; i++) world.tree.remove(`${work}/f${i}`);
      await snapshotNow(engine);
    }
    const take = (...references: string[]) => deleteVersions(core, live, { targets: [{ artifact: 'work', references }], deleteAliases: false, now: true });
    isQuick = true; // with every look at the clock a breath is over
    const first = take('v0');
    await expect.poll(() => core.activities.list().length, { interval: 1 }).toBeGreaterThan(0); // it compacts
    const done = await Promise.allSettled([first, take('v1'), take('v2')]);
    isQuick = false;
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(core.catalog.containers().every(({ deadBytes }) => deadBytes === 0)).toBe(true);
    await expectWhole(engine);
    await engine.close();
  });
});

describe('emptying the undo window', () => {
  it('while a deletion is taken back frees it or brings it back, never both', async () => {
    for (const undoFirst of [true, false]) {
      const world = createWorld();
      const engine = await twoVersions(world, world.ports());
      const { operations } = await remove(engine, false);
      const takeBack = () => undo(engine.core, engine.live, operations[0]?.id ?? null);
      const empty = () => emptyUndoWindow(engine.core, engine.live, null);
      const [one, other] = await Promise.allSettled(undoFirst ? [takeBack(), empty()] : [empty(), takeBack()]);
      const isBack = versions(engine).includes(0);
      const [undone, emptied] = undoFirst ? [one, other] : [other, one];
      expect(undone.status).toBe(isBack ? 'fulfilled' : 'rejected');
      expect(emptied).toMatchObject({ status: 'fulfilled', value: { versions: isBack ? 0 : 1 } });
      await expectWhole(engine);
      await engine.close();
    }
  });
});
