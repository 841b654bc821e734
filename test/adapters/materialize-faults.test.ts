import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createContainerStore, type FsContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { createAdaptiveMaterialize } from '../../electron/adapters/materialize-adaptive.ts';
import { cutRuns, inBestOrder, inStoredOrder, partsOf, planRuns } from '../../electron/adapters/materialize-plan.ts';
import { createWorkerPool } from '../../electron/adapters/worker-pool.ts';
import type { FileEntry } from '../../electron/engine/model/entry.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import type { FileRecipe, Materialize, MaterializeProblem, RestoreStep } from '../../electron/engine/ports/materialize.ts';
import { countingIds } from '../fakes/container-store-memory.ts';

const pool = createWorkerPool({ script: { url: new URL('../../electron/adapters/worker.ts', import.meta.url) }, size: 2 });
afterAll(() => pool.close());

describe('restoring in bad conditions', () => {
  let home: string;
  let store: FsContainerStore;
  let materialize: Materialize;
  const located = new Map<FileEntry, FileRecipe>();
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'strata-faults-'));
    const place = { containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp') };
    store = createContainerStore({ ...place, newId: countingIds() });
    materialize = createAdaptiveMaterialize({ pool, place, store, clock: createSystemClock() });
  });
  afterEach(() => {
    store.close();
    rmSync(home, { recursive: true });
  });

  function writes(files: Readonly<Record<string, string>>): RestoreStep[] {
    const pack = store.createPack();
    for (const content of Object.values(files)) pack.append('data', digestOf(Buffer.from(content)), Buffer.from(content));
    const chunks = new Map([...(pack.seal()?.chunks ?? [])].map((chunk) => [chunk.digest, chunk]));
    return Object.entries(files).map(([name, content]) => {
      const blob = digestOf(Buffer.from(content));
      const location = chunks.get(blob)!;
      const entry = { kind: 'file', path: name as EntryPath, blob, size: content.length, list: null, executable: false, mode: 0o644, modifiedAt: 1 } as const;
      located.set(entry, { entry, chunks: [{ digest: blob, location }] });
      return { kind: 'write', entry };
    });
  }

  function runIn(
    root: string,
    steps: readonly RestoreStep[],
    given: { stagingId?: string; onProgress?: () => void } = {},
  ): Promise<readonly MaterializeProblem[]> {
    return materialize.run({
      root,
      stagingId: given.stagingId ?? 'faults',
      steps,
      locate: (entries) => entries.map((entry) => located.get(entry) as FileRecipe),
      durable: true,
      signal: new AbortController().signal,
      onProgress: given.onProgress ?? (() => undefined),
    });
  }

  async function onSmallDisk(act: (mount: string) => Promise<void>): Promise<boolean> {
    const mount = path.join(home, 'small');
    mkdirSync(mount);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount], { stdio: 'ignore' });
    } catch {
      return false;
    }
    try {
      await act(mount);
    } finally {
      execFileSync('umount', [mount]);
    }
    return true;
  }

  it.each([
    ['a few files', 30, 100_000],
    ['many files into an empty folder', 600, 5000],
    ['many files beside others', 600, 5000],
  ])('stops on a full disk with %s, says so, and leaves whole files and no temporaries', async (name, count, length) => {
    const files = Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, `${i} `.repeat(length).slice(0, length)]));
    const had = await onSmallDisk(async (mount) => {
      const root = path.join(mount, 'target');
      mkdirSync(root);
      if (name.endsWith('others')) writeFileSync(path.join(root, 'mine'), 'mine');
      const run = runIn(root, writes(files));
      await expect(run).rejects.toMatchObject({ name: 'Failure', code: 'restore.incomplete' });
      for (const left of readdirSync(root)) expect(left === 'mine' || readFileSync(path.join(root, left), 'utf8') === files[left], left).toBe(true);
    });
    if (!had) expect(process.getuid?.()).not.toBe(0); // only root can mount a small disk
  });

  it('shows the old file or the new one to whoever looks meanwhile', async () => {
    const root = path.join(home, 'target');
    mkdirSync(root);
    const names = Array.from({ length: 900 }, (_, i) => `f${i}`);
    for (const name of names) writeFileSync(path.join(root, name), `old ${name}`);
    const steps = writes(Object.fromEntries(names.map((name) => [name, `new content of ${name}`])));
    let looks = 0;
    const look = (): void => {
      looks++;
      for (const name of names) expect([`old ${name}`, `new content of ${name}`]).toContain(readFileSync(path.join(root, name), 'utf8'));
    };
    await runIn(root, steps, { onProgress: look });
    expect(looks).toBeGreaterThan(0);
    for (const name of names) expect(readFileSync(path.join(root, name), 'utf8')).toBe(`new content of ${name}`);
    expect(readdirSync(root)).toHaveLength(900);
  });

  it('does not overwrite what appeared in an empty target meanwhile', async () => {
    const root = path.join(home, 'target');
    const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`${i % 3}/f${i}`, `content ${i}`]));
    let once = false;
    const onProgress = (): void => {
      if (once) return;
      once = true;
      mkdirSync(path.join(root, '1'));
      writeFileSync(path.join(root, '1/f4'), 'mine');
    };
    const problems = await runIn(root, writes(files), { onProgress });
    expect(problems).toMatchObject([{ path: '1/f4' }]);
    expect(readdirSync(root).toSorted()).toEqual(['0', '1', '2']);
    expect(readFileSync(path.join(root, '1/f4'), 'utf8')).toBe('mine');
    expect(readFileSync(path.join(root, '1/f7'), 'utf8')).toBe('content 7');
    for (const folder of ['0', '1', '2']) expect(readdirSync(path.join(root, folder))).toHaveLength(200);
  });

  it('refuses a target that is no folder', async () => {
    writeFileSync(path.join(home, 'file'), 'mine');
    const run = runIn(path.join(home, 'file'), writes({ a: 'a' }));
    await expect(run).rejects.toMatchObject({ code: 'restore.target-invalid' });
    expect(readFileSync(path.join(home, 'file'), 'utf8')).toBe('mine');
  });

  it('refuses a staging id that could be more than a name', async () => {
    for (const stagingId of ['', '../x', 'a/b', 'a.b', 'a'.repeat(65)]) {
      await expect(materialize.removeStaging(home, stagingId)).rejects.toThrow(RangeError);
      const run = runIn(path.join(home, 't'), [], { stagingId });
      await expect(run).rejects.toThrow(RangeError);
    }
    expect(existsSync(path.join(home, 't'))).toBe(false);
  });

  it('leaves the folder’s own permission bits as they are', async () => {
    const root = path.join(home, 'target');
    mkdirSync(root, { mode: 0o700 });
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, `content ${i}`]));
    await runIn(root, writes(files));
    expect(lstatSync(root).mode & 0o777).toBe(0o700);
  });
});

describe('the order of a restore', () => {
  const recipe = (name: string, container: string, frameOffset: number, offset: number, size = 1): FileRecipe => {
    const digest = digestOf(Buffer.from(name));
    const location = { container: container as ContainerId, frameOffset, frameLength: 10, offset, length: size };
    const entry = { kind: 'file', path: name as EntryPath, blob: digest, size, list: null, executable: false, mode: 0o644, modifiedAt: 1 } as const;
    return { entry, chunks: container === '' ? [] : [{ digest, location }] };
  };

  it('follows the store and not the paths', () => {
    const files = [recipe('a', 'p2', 0, 0), recipe('b', 'p1', 900, 5), recipe('c', 'p1', 16, 7), recipe('d', '', 0, 0), recipe('e', 'p1', 900, 1)];
    expect(inStoredOrder(files).map((file) => file.entry.path)).toEqual(['d', 'c', 'e', 'b', 'a']);
  });

  it('goes folder by folder where neighbours were stored together, and by the store where they were not', () => {
    const together = Array.from({ length: 200 }, (_, i) => recipe(`${Math.floor(i / 10)}/${i}`, 'p', Math.floor(i / 8) * 100, i));
    const interleaved = together.toSorted((a, b) => a.entry.path.localeCompare(b.entry.path));
    const folders = inBestOrder(interleaved).map((file) => file.entry.path.split('/')[0]);
    expect(folders.filter((folder, i) => folder !== folders[i - 1])).toHaveLength(20);
    const scattered = Array.from({ length: 1000 }, (_, i) => recipe(`${i % 20}/${i}`, 'p', Math.floor(i / 8) * 100, i));
    expect(inBestOrder(scattered)).toEqual(inStoredOrder(scattered));
  });

  it('keeps what is taken away and what is put in place apart, in the order of the steps', () => {
    const write = (name: string): RestoreStep => ({ kind: 'write', entry: recipe(name, 'p', 0, 0).entry });
    const prune = (name: string): RestoreStep => ({ kind: 'prune', path: name as EntryPath });
    const parts = partsOf([prune('a'), prune('b'), write('c'), write('d'), prune('e')]);
    expect(parts.map((part) => (part.kind === 'clear' ? part.steps.map((step) => step.path) : part.files.map((file) => file.path)))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e'],
    ]);
    expect(partsOf([])).toEqual([]);
  });

  it('locates files while others are being written, and hands out every file once', () => {
    const files = Array.from({ length: 45_000 }, (_, i) => recipe(`f${i}`, 'p', i >> 4, i & 15));
    const asked: number[] = [];
    const locate = (entries: readonly FileEntry[]): FileRecipe[] => {
      asked.push(entries.length);
      return entries.map(({ path: name }) => files[Number(name.slice(1))] as FileRecipe);
    };
    const runs = planRuns(files.map(({ entry }) => entry), locate);
    const first = runs.next().value as FileRecipe[];
    expect(asked).toEqual([20_000]);
    expect([first, ...runs].flat()).toEqual(files);
    expect(asked).toEqual([20_000, 20_000, 5_000]);
  });

  it('hands out runs that are neither long nor heavy, and forgets no file', () => {
    const files = [...Array.from({ length: 1500 }, (_, i) => recipe(`s${i}`, 'p', i, 0)), ...Array.from({ length: 5 }, (_, i) => recipe(`b${i}`, 'p', i, 0, 6e6))];
    const runs = [...cutRuns(files)];
    expect(runs.flat()).toEqual(files);
    for (const run of runs) expect(run.length).toBeLessThanOrEqual(100);
    expect(runs.length).toBeGreaterThan(14);
  });
});
