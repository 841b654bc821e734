import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGround, type Ground } from './ground.ts';
import { noise } from '../noise.ts';

const mib = 1024 * 1024;

/** The real thing: a file system that can share blocks, from a file, for as long as the tests run. */
describe.each(['btrfs', 'xfs'])('clones on %s', (kind) => {
  let folder: string;
  let disk: string | null = null;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'strata-clones-'));
    const [image, mount] = [path.join(folder, 'image'), path.join(folder, 'disk')];
    try {
      writeFileSync(image, '');
      truncateSync(image, 700 * mib);
      execFileSync(`mkfs.${kind}`, ['-q', image], { stdio: 'ignore' });
      mkdirSync(mount);
      execFileSync('mount', ['-o', 'loop', image, mount], { stdio: 'ignore' });
      disk = mount;
    } catch {
      // Told by each test.
    }
  });
  afterAll(() => {
    // Lazily: the log of an engine that was closed may still be open.
    if (disk !== null) execFileSync('umount', ['-l', disk]);
    rmSync(folder, { recursive: true });
  });

  /** A test on that disk, in a new folder of it. */
  function onDisk(name: string, act: (at: string) => Promise<void>): void {
    it(name, async ({ skip }) => {
      if (disk === null) return skip(`only root can mount ${kind}, where mkfs.${kind} is installed`);
      const at = mkdtempSync(path.join(disk, 'test-'));
      await act(at);
      return undefined;
    });
  }

  const used = (): number => {
    execFileSync('sync', ['-f', disk as string]);
    return Number(execFileSync('df', ['--output=used', '-B1', disk as string], { encoding: 'utf8' }).split('\n')[1]);
  };
  const open = (at: string, tree: Record<string, Uint8Array>): Promise<Ground> => openGround({ tree, workIn: at, homeIn: at });
  const track = (ground: Ground) => ground.client.invoke('artifact.track', { path: ground.work, name: 'animals' });
  const snapshot = (ground: Ground) => ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
  const remove = (ground: Ground, refs?: string[]) =>
    ground.client.invoke('delete.apply', { targets: [{ artifact: 'animals', ...(refs === undefined ? {} : { refs }) }], now: true });
  const containers = (ground: Ground, ending: string): string[] =>
    readdirSync(path.join(ground.home, 'containers'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
  const isWhole = async (ground: Ground): Promise<void> =>
    expect((await ground.client.invoke('store.verify', { deep: true })).findings).toEqual([]);
  async function restored(ground: Ground, ref: string, name: string): Promise<Buffer> {
    const target = mkdtempSync(path.join(path.dirname(ground.work), 'restored-'));
    await ground.client.invoke('restore.apply', { artifact: 'animals', ref, target });
    return readFileSync(path.join(target, name));
  }

  onDisk('a first snapshot takes next to nothing of the disk, and so does a restore', async (at) => {
    const files = { one: noise(40 * mib, 1), two: noise(20 * mib, 2), three: noise(30 * mib, 3) };
    const ground = await open(at, files);
    const before = used();
    await track(ground);
    expect(containers(ground, '.clone')).toHaveLength(3);
    const target = path.join(at, 'restored');
    await ground.client.invoke('restore.apply', { artifact: 'animals', ref: 'v0', target });
    const { size: reserve } = statSync(path.join(ground.home, 'reserve')); // what a home keeps to delete with on a full disk
    expect(used() - before - reserve).toBeLessThan(0.05 * 90 * mib);
    for (const [name, content] of Object.entries(files)) expect(readFileSync(path.join(target, name)).equals(content)).toBe(true);
    expect(await ground.client.invoke('store.usage', {})).toMatchObject({ totals: { size: 90 * mib, cost: 90 * mib } });
    const { storeBytes, cloneBytes } = await ground.client.invoke('store.usage', {});
    expect(cloneBytes).toBeGreaterThan(90 * mib);
    expect(storeBytes - cloneBytes).toBeLessThan(mib);
    await isWhole(ground);
  });

  onDisk('one big file alone is cloned once, and read by two threads', async (at) => {
    const content = noise(64 * mib, 4);
    const ground = await open(at, { model: content });
    await track(ground);
    expect(containers(ground, '.clone')).toHaveLength(1);
    expect(readdirSync(path.join(ground.home, 'tmp'))).toEqual([]);
    expect((await restored(ground, 'v0', 'model')).equals(content)).toBe(true);
    await isWhole(ground);
  });

  onDisk('a later edit stores what it changed, and every version comes back', async (at) => {
    const content = noise(24 * mib, 5);
    const ground = await open(at, { model: content });
    await track(ground);
    const edited = Buffer.concat([content.subarray(0, 9 * mib), Buffer.from('an insert'), content.subarray(9 * mib)]);
    ground.write({ model: edited });
    const { version } = await snapshot(ground);
    expect(version.addedBytes).toBeLessThan(600_000);
    expect(containers(ground, '.clone')).toHaveLength(1);
    expect((await restored(ground, 'v0', 'model')).equals(content)).toBe(true);
    expect((await restored(ground, 'v1', 'model')).equals(edited)).toBe(true);
    await isWhole(ground);
  });

  onDisk('what the user does to a file afterwards changes no version', async (at) => {
    const content = noise(16 * mib, 6);
    const ground = await open(at, { model: content });
    await track(ground);
    writeFileSync(path.join(ground.work, 'model'), 'overwritten', { flag: 'r+' });
    truncateSync(path.join(ground.work, 'model'), 10 * mib);
    expect((await restored(ground, 'v0', 'model')).equals(content)).toBe(true);
    const target = path.join(at, 'written to');
    await ground.client.invoke('restore.apply', { artifact: 'animals', ref: 'v0', target });
    writeFileSync(path.join(target, 'model'), 'overwritten', { flag: 'r+' });
    await isWhole(ground);
  });

  onDisk('a file that is replaced again and again is never captured as a mixture', async (at) => {
    const states = [1, 2, 3].map((seed) => noise(10 * mib, 10 + seed));
    const ground = await open(at, { model: states[0] as Buffer });
    const file = path.join(ground.work, 'model');
    await track(ground);
    for (let round = 1; round < 8; round++) {
      const taken = snapshot(ground);
      for (let i = 0; i < 6; i++) {
        const state = states[(round + i) % 3] as Buffer;
        if (i % 2 === 0) {
          writeFileSync(`${file}.new`, state);
          renameSync(`${file}.new`, file);
        } else writeFileSync(file, state);
        await new Promise((resolve) => void setTimeout(resolve, 7));
      }
      await taken;
    }
    const { versions } = await ground.client.invoke('version.list', { artifact: 'animals' });
    for (const { ref, problems } of versions) {
      if (problems.length > 0) continue; // it says that the file did not rest
      const content = await restored(ground, ref, 'model');
      // A save in place is short while it goes on, and on a busy machine it may rest there; but it is never two saves.
      expect(states.some((state) => state.subarray(0, content.length).equals(content)), ref).toBe(true);
    }
    await isWhole(ground);
  });

  onDisk('deleting frees what the user no longer has', async (at) => {
    const ground = await open(at, { model: noise(40 * mib, 7), note: Buffer.from('small') });
    await track(ground);
    rmSync(path.join(ground.work, 'model'));
    await snapshot(ground);
    const before = used();
    expect((await remove(ground, ['v0'])).freedBytes).toBe(40 * mib);
    expect(containers(ground, '.clone')).toEqual([]);
    await ground.restart(); // its threads may still have had it open
    expect(before - used()).toBeGreaterThan(39 * mib);
    await isWhole(ground);
  });

  onDisk('a clone with a little that is dead stays, and one with much is rewritten into a pack', async (at) => {
    const content = noise(32 * mib, 8);
    const ground = await open(at, { model: content });
    await track(ground);
    const little = Buffer.concat([content.subarray(0, 30 * mib), noise(mib, 9)]);
    const much = Buffer.concat([content.subarray(0, 10 * mib), noise(mib, 10)]);
    ground.write({ model: little });
    await snapshot(ground);
    await remove(ground, ['v0']);
    expect(containers(ground, '.clone')).toHaveLength(1);
    await isWhole(ground);
    ground.write({ model: much });
    await snapshot(ground);
    await remove(ground, ['v1']);
    expect(containers(ground, '.clone')).toEqual([]);
    const sizes = containers(ground, '.pack').map((name) => statSync(path.join(ground.home, 'containers', name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12 * mib);
    expect((await restored(ground, 'v2', 'model')).equals(much)).toBe(true);
    await isWhole(ground);
  });

  onDisk('a purge leaves no byte of what it takes out, in whichever clone it lies', async (at) => {
    const secret = noise(10 * mib, 13);
    const rest = noise(12 * mib, 14);
    const ground = await open(at, { secret });
    await track(ground);
    ground.write({ model: Buffer.concat([rest, secret.subarray(0, 2 * mib)]) });
    await snapshot(ground);
    ground.write({ model: rest });
    rmSync(path.join(ground.work, 'secret'));
    await snapshot(ground);
    await remove(ground, ['v1']);
    expect(containers(ground, '.clone')).toHaveLength(2);
    await ground.client.invoke('purge.apply', { artifact: 'animals', path: 'secret' });
    const piece = secret.subarray(mib, mib + 5000);
    for (const name of containers(ground, '')) {
      const file = path.join(ground.home, 'containers', name);
      if (statSync(file).isFile()) expect(readFileSync(file).includes(piece), name).toBe(false);
    }
    expect((await restored(ground, 'v2', 'model')).equals(rest)).toBe(true);
    await isWhole(ground);
  });

  onDisk('a start removes clones that no version names, and those that were not sealed', async (at) => {
    const ground = await open(at, { model: noise(10 * mib, 11) });
    await track(ground);
    const [named] = containers(ground, '.clone') as [string];
    const id = 'ab'.repeat(16);
    const unnamed = path.join(ground.home, 'containers', 'ab', `${id}.clone`);
    mkdirSync(path.dirname(unnamed), { recursive: true });
    for (const left of [unnamed, path.join(ground.home, 'tmp', `${id}.clone`)]) {
      execFileSync('cp', ['--reflink=always', path.join(ground.home, 'containers', named), left]);
    }
    await ground.restart();
    expect(containers(ground, '.clone')).toEqual([named]);
    expect(readdirSync(path.join(ground.home, 'tmp'))).toEqual([]);
    await isWhole(ground);
  });

  onDisk('a store on another file system keeps packs instead', async (at) => {
    const content = noise(12 * mib, 12);
    const ground = await openGround({ tree: { model: content }, workIn: at });
    await track(ground);
    expect(containers(ground, '.clone')).toEqual([]);
    expect((await restored(ground, 'v0', 'model')).equals(content)).toBe(true);
  });
});
