import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { consolidate } from '../../electron/engine/store/consolidate.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { createHandClock } from '../fakes/clock-memory.ts';
import { openGround } from './ground.ts';
import { createWorld, work, type World } from './memory-world.ts';

const everything = () => ({ most: Infinity, unreadable: new Set<ContainerId>() });

async function save(world: World, { core }: Engine, round: number): Promise<void> {
  world.tree.write(`${work}/note.txt`, `round ${round}`);
  world.tree.advance(10_000);
  const artifact = findArtifact(core.catalog, 'work');
  await core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) =>
    takeSnapshot(core, { artifact, folders: [{ path: '', deep: true }], origin: 'save', waitForRest: false }, activity),
  );
}

/** Each version has what the folder had then. */
async function expectWhole(world: World, { core, live }: Engine, rounds: number): Promise<void> {
  const report = await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity));
  expect(report.findings).toEqual([]);
  expect(core.containers.list().length).toBe(core.catalog.containers().length);
  const artifact = findArtifact(core.catalog, 'work');
  for (let round = 0; round < rounds; round++) {
    const target = `/elsewhere/${round}`;
    await restore(core, live, { artifact, reference: `v${round}`, paths: null, target, deleteExtra: false });
    expect(world.tree.snapshot(target)).toEqual({ 'note.txt': `round ${round}` });
  }
}

describe('many small packs', () => {
  it('become few by themselves, and every version stays as it was', async () => {
    const ground = await openGround({ tree: { 'note.txt': 'round 0' } });
    const { client } = ground;
    await client.invoke('artifact.track', { path: ground.work, name: 'mine' });
    for (let round = 1; round < 60; round++) {
      ground.write({ 'note.txt': `round ${round}` });
      await client.invoke('artifact.snapshot', { artifact: 'mine' });
    }
    await ground.restart(); // closing waits for what is being gathered
    const files = readdirSync(path.join(ground.home, 'containers'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.pack'));
    expect(files.length).toBeLessThan(48); // three size classes, and not 120
    expect((await client.invoke('store.verify', { deep: true })).findings).toEqual([]);
    for (const round of [0, 1, 17, 42, 59]) {
      const target = path.join(path.dirname(ground.work), `restored ${round}`);
      await client.invoke('restore.apply', { artifact: 'mine', ref: `v${round}`, target });
      expect(readFileSync(path.join(target, 'note.txt'), 'utf8')).toBe(`round ${round}`);
    }
  });

  it('are gathered by an engine that stays when a while has passed and nothing else goes on', async () => {
    const clock = createHandClock();
    const world = createWorld(clock);
    world.tree.write(`${work}/note.txt`, 'round 0');
    const engine = await createEngine(world.ports(), { watch: true });
    const { core } = engine;
    await track(core, engine.live, { path: work, name: 'work', mode: 'copy' });
    for (let round = 1; round < 30; round++) await save(world, engine, round);
    const before = core.containers.list().length;
    expect(before).toBeGreaterThan(40);
    const other = Promise.withResolvers<void>();
    const busy = core.activities.run({ kind: 'rescan', artifact: null, phase: '' }, () => other.promise);
    clock.advance(60_000);
    await new Promise((resolve) => void setImmediate(resolve));
    expect(core.containers.list().length).toBe(before);
    other.resolve();
    await busy;
    clock.advance(15_000);
    await expect.poll(() => core.containers.list().length).toBeLessThan(20);
    await core.turns.idle();
    await engine.close();
    const next = await createEngine(world.ports(), { watch: false });
    expect(next.core.containers.list().length).toBe(next.core.catalog.containers().length);
    await next.close();
  });

  it('of which one is damaged are gathered without it, once', async () => {
    const world = createWorld();
    world.tree.write(`${work}/note.txt`, 'round 0');
    const ports = world.ports();
    const engine = await createEngine(ports, { watch: true }); // gathers nothing for a while
    const { core } = engine;
    await track(core, engine.live, { path: work, name: 'work', mode: 'copy' });
    for (let round = 1; round < 30; round++) await save(world, engine, round);
    const [damaged] = core.catalog.containers();
    world.containers.tear(damaged!.id);
    const how = everything();
    await consolidate(core, how);
    expect([...how.unreadable]).toEqual([damaged!.id]);
    await consolidate(core, how);
    expect(core.containers.list().length).toBeLessThan(20);
    expect(core.containers.list().some(({ id }) => id === damaged!.id)).toBe(true);
    await engine.close();
  });

  it('stay as they are when too much would have to be rewritten at once', async () => {
    const world = createWorld();
    world.tree.write(`${work}/note.txt`, 'round 0');
    const engine = await createEngine(world.ports(), { watch: true });
    const { core } = engine;
    await track(core, engine.live, { path: work, name: 'work', mode: 'copy' });
    for (let round = 1; round < 20; round++) await save(world, engine, round);
    const before = core.containers.list().length;
    await consolidate(core, { ...everything(), most: 10 });
    expect(core.containers.list().length).toBe(before);
    await consolidate(core, everything());
    expect(core.containers.list().length).toBeLessThan(before);
    await expectWhole(world, engine, 20);
    await engine.close();
  });
});
