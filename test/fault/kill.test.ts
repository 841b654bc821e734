import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../electron/host/create-engine.ts';
import { clientOf, temporaryFolder } from '../engine/ground.ts';
import { quickStart } from '../host/quick-start.ts';
import { storeBytes } from '../engine/store-bytes.ts';
import { secretName, secretOf, stateOf, type State } from './states.ts';

/** 20 kills in every test run; STRATA_KILLS=200 is the nightly mode. */
const kills = Number(process.env['STRATA_KILLS'] ?? 20);
const program = new URL('killed-engine.ts', import.meta.url).pathname;

interface Outcome {
  /** Reference → round of every version that was acknowledged before the kill. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Rounds whose restore was acknowledged. */
  readonly restored: readonly number[];
}

/** Lets the program work for a while and kills it without warning. */
async function runAndKill(folder: string, seed: number, doing: string, afterMs: number): Promise<Outcome> {
  const args = [program, path.join(folder, 'home'), path.join(folder, 'work'), String(seed), doing];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...quickStart } });
  const acknowledged = new Map<string, number>();
  const restored: number[] = [];
  const lines = createInterface({ input: child.stdout });
  let armed = false;
  lines.on('line', (line) => {
    const said = JSON.parse(line) as { acknowledged?: string; round?: number; restored?: number; deleting?: string };
    if (said.deleting !== undefined) acknowledged.delete(said.deleting);
    if (said.acknowledged !== undefined) acknowledged.set(said.acknowledged, said.round ?? -1);
    if (said.restored !== undefined) restored.push(said.restored);
    if (!armed) setTimeout(() => child.kill('SIGKILL'), afterMs);
    armed = true;
  });
  await new Promise((resolve) => lines.once('close', resolve));
  return { acknowledged, restored };
}

function readState(folder: string): State {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const at = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, at), readFileSync(at)];
      }),
  );
}

function strayFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => path.basename(name).startsWith('.strata-'));
}

async function expectWhole(folder: string, seed: number, { acknowledged }: Outcome): Promise<void> {
  const home = path.join(folder, 'home');
  const engine = await startEngine({ home, watch: false });
  try {
    const client = clientOf(engine);
    expect(strayFiles(path.join(folder, 'work'))).toEqual([]);
    expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
    expect(await client.invoke('store.verify', { deep: true })).toMatchObject({ ok: true, findings: [] });
    for (const [ref, round] of acknowledged) {
      const target = path.join(folder, 'restored');
      await client.invoke('restore.apply', { artifact: 'killed', ref, target });
      const { [secretName]: secret, ...rest } = Object.fromEntries(readState(target));
      expect(new Map(Object.entries(rest))).toEqual(stateOf(seed, round));
      if (secret !== undefined) expect(secret.equals(secretOf(seed))).toBe(true);
      rmSync(target, { recursive: true });
    }
  } finally {
    await engine.close();
  }
}

/** After the next deletion nothing is left of what an interrupted one began. */
async function expectOnlyLiving(folder: string): Promise<void> {
  const home = path.join(folder, 'home');
  const engine = await startEngine({ home, watch: false });
  try {
    const client = clientOf(engine);
    await client.invoke('delete.apply', { targets: [{ artifact: 'killed' }], now: true });
    await client.invoke('delete.emptyUndo', {});
    expect(storeBytes(home)).toBe(0);
  } finally {
    await engine.close();
  }
}

/** After the next purge no byte of the file is left on the disk, however far an interrupted one came. */
async function expectPurged(folder: string, seed: number): Promise<void> {
  const home = path.join(folder, 'home');
  const engine = await startEngine({ home, watch: false });
  try {
    const client = clientOf(engine);
    rmSync(path.join(folder, 'work', secretName), { force: true });
    await client.invoke('artifact.snapshot', { artifact: 'killed' });
    const { versions } = await client.invoke('version.list', { artifact: 'killed' });
    const [one] = versions;
    if (one !== undefined) await client.invoke('purge.apply', { artifact: 'killed', path: secretName }).catch(alreadyGone);
    const trace = secretOf(seed).subarray(20_000, 20_064);
    for (const [name, bytes] of readState(path.join(home, 'containers'))) expect(bytes.includes(trace), name).toBe(false);
  } finally {
    await engine.close();
  }
}

function alreadyGone(error: unknown): void {
  expect(error).toMatchObject({ code: 'path.not-found' });
}

describe(`killed at any moment (${kills} times), the engine`, () => {
  test('loses no acknowledged version of a snapshot and leaves nothing stray', async () => {
    for (let i = 0; i < Math.ceil(kills / 2); i++) {
      const folder = temporaryFolder();
      const outcome = await runAndKill(folder, i, 'snapshot', Math.random() * 250);
      expect(outcome.acknowledged.size).toBeGreaterThan(0);
      await expectWhole(folder, i, outcome);
    }
  }, 30_000 + kills * 6_000);

  test('loses no version but the deleted ones while it deletes and compacts, and leaves the store without a dead byte', async () => {
    for (let i = 0; i < Math.ceil(kills / 2); i++) {
      const folder = temporaryFolder();
      const outcome = await runAndKill(folder, i, 'delete', 150 + Math.random() * 500);
      await expectWhole(folder, i, outcome);
      await expectOnlyLiving(folder);
    }
  }, 30_000 + kills * 6_000);

  test('loses nothing but the purged file, and the next purge leaves no byte of it', async () => {
    for (let i = 0; i < Math.ceil(kills / 2); i++) {
      const folder = temporaryFolder();
      const outcome = await runAndKill(folder, i, 'purge', 100 + Math.random() * 500);
      await expectWhole(folder, i, outcome);
      await expectPurged(folder, i);
    }
  }, 30_000 + kills * 6_000);

  test('leaves every file of a restore either old or new, and nothing stray', async () => {
    for (let i = 0; i < Math.floor(kills / 2); i++) {
      const folder = temporaryFolder();
      const outcome = await runAndKill(folder, i, 'restore', Math.random() * 400);
      const rounds = new Set([0, ...outcome.acknowledged.values()]);
      const states = [...rounds, Math.max(...rounds) + 1].map((round) => stateOf(i, round));
      await expectWhole(folder, i, outcome);
      for (const [name, content] of readState(path.join(folder, 'work'))) {
        const possible = states.map((state) => state.get(name)).filter((bytes) => bytes !== undefined);
        // The program itself writes in place, so a file that it was writing may be short; what a restore put there is whole.
        const isWhole = possible.some((bytes) => bytes.equals(content));
        const isBeingWritten = possible.some((bytes) => bytes.subarray(0, content.length).equals(content));
        expect(isWhole || isBeingWritten, name).toBe(true);
      }
    }
  }, 30_000 + kills * 6_000);

  test('leaves whole files or none of a restore to a new folder, and nothing stray', async () => {
    for (let i = 0; i < Math.floor(kills / 2); i++) {
      const folder = temporaryFolder();
      const outcome = await runAndKill(folder, i, 'copy', Math.random() * 400);
      await expectWhole(folder, i, outcome);
      const copies = path.join(folder, 'work copies');
      if (!existsSync(copies)) continue;
      expect(strayFiles(copies)).toEqual([]);
      const wanted = stateOf(i, 0);
      for (const [name, content] of readState(copies)) expect(content.equals(wanted.get(name.replace(/^\d+\//, '')) ?? Buffer.of()), name).toBe(true);
      for (const round of outcome.restored) expect(readState(path.join(copies, String(round)))).toEqual(wanted);
    }
  }, 30_000 + kills * 6_000);
});
