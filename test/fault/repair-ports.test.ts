import { expect, test } from 'vitest';
import { createEngine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { repair, type RepairReport } from '../../electron/engine/repair/repair.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { createWorld, work, type World } from '../engine/memory-world.ts';
import { failAt, type Faults } from './faulty.ts';

/** A home at rest with one version, of which a file, a chunk of a big one and the manifest are damaged. */
async function damagedWorld(): Promise<{ world: World; whole: Record<string, string> }> {
  const world = createWorld();
  const engine = await createEngine(world.ports(), { watch: false });
  world.tree.write(`${work}/a.txt`, 'one');
  world.tree.write(`${work}/sub/b.txt`, 'two');
  world.tree.write(`${work}/big`, 'x'.repeat(270_000));
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  await engine.close();
  for (const { id } of world.containers.list()) {
    for (const [i, { digest }] of [...world.containers.readIndex(id).chunks].entries()) if (i % 2 === 0) world.containers.flip(id, digest);
  }
  return { world, whole: world.tree.snapshot(work) };
}

async function repairNow(world: World, faults: Faults): Promise<RepairReport> {
  const engine = await createEngine(world.ports(faults), { watch: false });
  const { core } = engine;
  const report = await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => repair(core, activity));
  await engine.close();
  return report;
}

test('whichever call fails during a repair, the next one mends everything, and nothing stray is left', async () => {
  const counting = failAt(0);
  const { world } = await damagedWorld();
  expect(await repairNow(world, counting)).toMatchObject({ lost: [] });
  expect(counting.calls).toBeGreaterThan(30);
  for (let call = 1; call <= counting.calls; call++) {
    const faults = failAt(call);
    const { world: hurt, whole } = await damagedWorld();
    await repairNow(hurt, faults).catch(() => undefined);
    faults.heal();
    const report = await repairNow(hurt, faults);
    expect(report.lost, `after call ${call} (${faults.failed}) failed`).toEqual([]);
    const engine = await createEngine(hurt.ports(), { watch: false });
    const { core, live } = engine;
    expect(core.containers.list().length, `after call ${call} (${faults.failed}) failed`).toBe(core.catalog.containers().length);
    const request = { artifact: findArtifact(core.catalog, 'work'), reference: 'v0', paths: null, target: '/elsewhere', deleteExtra: false };
    expect((await restore(core, live, request)).problems).toEqual([]);
    expect(hurt.tree.snapshot('/elsewhere')).toEqual(whole);
    await engine.close();
  }
}, 300_000);
