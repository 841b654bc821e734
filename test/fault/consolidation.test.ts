import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { consolidate } from '../../electron/engine/store/consolidate.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { startEngine } from '../../electron/host/create-engine.ts';
import { clientOf, temporaryFolder } from '../engine/ground.ts';
import { createWorld, work, type World } from '../engine/memory-world.ts';
import { quickStart } from '../host/quick-start.ts';
import { failAt } from './faulty.ts';

const rounds = 18;
/** 4 kills in every test run; STRATA_KILLS=200 is the nightly mode. */
const kills = Math.ceil(Number(process.env['STRATA_KILLS'] ?? 20) / 5);
const program = new URL('saving-engine.ts', import.meta.url).pathname;

/** A store with a version for each round, by an engine that gathers nothing for a while. */
async function manySaves(): Promise<World> {
  const world = createWorld();
  world.tree.write(`${work}/note.txt`, 'round 0');
  const engine = await createEngine(world.ports(), { watch: true });
  const { core } = engine;
  await track(core, engine.live, { path: work, name: 'work', mode: 'copy' });
  for (let round = 1; round < rounds; round++) {
    world.tree.write(`${work}/note.txt`, `round ${round}`);
    world.tree.advance(10_000);
    const request = { artifact: findArtifact(core.catalog, 'work'), folders: [{ path: '' as const, deep: true }], origin: 'save' as const, waitForRest: false };
    await core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) => takeSnapshot(core, request, activity));
  }
  await engine.close();
  return world;
}

async function expectWhole(world: World): Promise<void> {
  const engine = await createEngine(world.ports(), { watch: false });
  const { core, live } = engine;
  const report = await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity));
  expect(report.findings).toEqual([]);
  expect(core.containers.list().length).toBe(core.catalog.containers().length);
  for (let round = 0; round < rounds; round++) {
    const target = `/elsewhere/${round}`;
    await restore(core, live, { artifact: findArtifact(core.catalog, 'work'), reference: `v${round}`, paths: null, target, deleteExtra: false });
    expect(world.tree.snapshot(target)).toEqual({ 'note.txt': `round ${round}` });
  }
  await engine.close();
}

/** Gathers with one call failing, counted from the start of the engine; 0: none. */
async function gather(call: number): Promise<{ first: number; last: number; failed: boolean }> {
  const world = await manySaves();
  const faults = failAt(call);
  const engine = await createEngine(world.ports(faults), { watch: true });
  const first = faults.calls + 1;
  const before = world.containers.list().length;
  const [end] = await Promise.allSettled([consolidate(engine.core, { most: Infinity, unreadable: new Set<ContainerId>() })]);
  const last = faults.calls;
  faults.heal();
  await engine.close();
  await expectWhole(world);
  if (call === 0) expect(world.containers.list().length).toBeLessThan(before / 2);
  return { first, last, failed: end.status === 'rejected' };
}

describe('gathering small packs', () => {
  test('leaves every version whole and nothing stray, whichever call of a port fails', async () => {
    const { first, last, failed } = await gather(0);
    expect(failed).toBe(false);
    expect(last - first).toBeGreaterThan(20);
    let failures = 0;
    for (let call = first; call <= last; call++) if ((await gather(call)).failed) failures += 1;
    expect(failures).toBeGreaterThan(10);
  }, 120_000);

  test('loses no acknowledged version of a process that is killed, and leaves nothing stray', async () => {
    for (let kill = 0; kill < kills; kill++) {
      const folder = temporaryFolder();
      const acknowledged = await runAndKill(folder, 800 + Math.random() * 2_000);
      expect(acknowledged).toBeGreaterThan(0);
      await expectKilledWhole(folder, acknowledged);
    }
  }, 30_000 + kills * 10_000);
});

/** A process that saves one small file again and again, until it is killed without warning. Returns how many versions it acknowledged. */
async function runAndKill(folder: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [program, path.join(folder, 'home'), path.join(folder, 'work')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...quickStart },
  });
  let acknowledged = 0;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (acknowledged === 0) setTimeout(() => child.kill('SIGKILL'), afterMs);
    acknowledged = Number(line) + 1;
  });
  await new Promise((resolve) => lines.once('close', resolve));
  return acknowledged;
}

async function expectKilledWhole(folder: string, acknowledged: number): Promise<void> {
  const home = path.join(folder, 'home');
  const engine = await startEngine({ home, watch: false });
  try {
    const client = clientOf(engine);
    expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
    expect(await client.invoke('store.verify', { deep: true })).toMatchObject({ ok: true, findings: [] });
    const target = path.join(folder, 'restored');
    for (let round = 0; round < acknowledged; round++) {
      await client.invoke('restore.apply', { artifact: 'killed', ref: `v${round}`, target, deleteExtra: true });
      expect(readFileSync(path.join(target, 'note.txt'), 'utf8')).toBe(`round ${round}`);
    }
  } finally {
    await engine.close();
  }
  rmSync(folder, { recursive: true });
}
