import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startEngine } from '../../electron/host/create-engine.ts';
import { rebuildHome } from '../../electron/host/rebuild-home.ts';
import { clientOf, temporaryFolder } from '../engine/ground.ts';
import { facts, writeTree } from '../engine/tree.ts';

/** 10 kills in every test run; STRATA_KILLS=200 is the nightly mode. */
const kills = Math.ceil(Number(process.env['STRATA_KILLS'] ?? 20) / 2);
const program = new URL('rebuilding.ts', import.meta.url).pathname;

/** Begins to rebuild and is killed without warning. */
async function killRebuilding(home: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [program, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
  await new Promise((resolve) => child.once('close', resolve));
}

test(`killed at any moment (${kills} times), a rebuild leaves the old catalog or the new one`, async () => {
  const folder = temporaryFolder();
  const [home, work] = [path.join(folder, 'home'), path.join(folder, 'work')];
  const first = await startEngine({ home, watch: false });
  const client = clientOf(first);
  for (let i = 0; i < 20; i++) {
    writeTree(work, { [`file ${i}`]: `content ${i} `.repeat(500), same: `round ${i}` });
    if (i === 0) await client.invoke('artifact.track', { path: work, name: 'mine' });
    else await client.invoke('artifact.snapshot', { artifact: 'mine' });
  }
  const before = await client.invoke('version.list', { artifact: 'mine' });
  const whole = facts(work);
  await first.close();
  for (let i = 0; i < kills; i++) {
    await killRebuilding(home, Math.random() * 600);
    const engine = await startEngine({ home, watch: false });
    try {
      const again = clientOf(engine);
      expect(await again.invoke('store.verify', { deep: true })).toMatchObject({ ok: true, findings: [] });
      expect(await again.invoke('version.list', { artifact: 'mine' })).toEqual(before);
      const target = path.join(folder, 'restored');
      await again.invoke('restore.apply', { artifact: 'mine', ref: 'latest', target });
      expect(facts(target)).toEqual(whole);
      rmSync(target, { recursive: true });
    } finally {
      await engine.close();
    }
  }
  await rebuildHome({ home, signal: new AbortController().signal, onProgress: () => undefined });
  expect(readdirSync(home).filter((name) => name.startsWith('catalog.db.new'))).toEqual([]);
}, 60_000 + kills * 8_000);
