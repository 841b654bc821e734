import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ContractError } from '../../shared/errors.ts';
import { startEngine } from '../../electron/host/create-engine.ts';
import { clientOf, temporaryFolder } from '../engine/ground.ts';
import { noise } from '../noise.ts';
import { facts, writeTree } from '../engine/tree.ts';

const mebi = 1024 * 1024;

/** A small disk of its own; null where nobody may mount one. */
function smallDisk(megabytes: number): string | null {
  const disk = path.join(temporaryFolder(), 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  return disk;
}

const freeBytes = (disk: string): number => statfsSync(disk).bavail * statfsSync(disk).bsize;

/** Takes all room but so many bytes. */
function fillUp(disk: string, left: number): void {
  writeFileSync(path.join(disk, 'filler'), Buffer.alloc(Math.max(0, freeBytes(disk) - left), 1));
}

/** An engine whose home lies on the disk, and a folder elsewhere. */
async function openOn(disk: string, watch: boolean) {
  const work = path.join(temporaryFolder(), 'work');
  mkdirSync(work);
  const engine = await startEngine({ home: path.join(disk, 'home'), watch });
  onTestFinished(() => engine.close());
  return { work, engine, client: clientOf(engine) };
}

const refusal = (promise: Promise<unknown>): Promise<ContractError> =>
  promise.then(
    () => expect.fail('it was not refused'),
    (error: ContractError) => error,
  );
const skipped = 'only root can mount a small disk';

describe('on a full disk', () => {
  it('existing versions stay readable, deleting works, and snapshots go on when there is room', async ({ skip }) => {
    const disk = smallDisk(64);
    if (disk === null) return skip(skipped);
    const { work, client } = await openOn(disk, false);
    writeTree(work, { 'a.bin': noise(12 * mebi, 1) });
    await client.invoke('artifact.track', { path: work, name: 'animals', quietWindowMs: 0 });
    writeTree(work, { 'b.bin': noise(8 * mebi, 2) });
    await client.invoke('artifact.snapshot', { artifact: 'animals' });
    fillUp(disk, 0);
    writeTree(work, { 'c.bin': noise(6 * mebi, 3) });
    const error = await refusal(client.invoke('artifact.snapshot', { artifact: 'animals' }));
    expect(error.code).toBe('store.full');
    const target = path.join(temporaryFolder(), 'restored');
    rmSync(path.join(work, 'c.bin'));
    await client.invoke('restore.apply', { artifact: 'animals', ref: 'v1', target }).catch(() => undefined);
    const { freedBytes } = await client.invoke('delete.apply', { targets: [{ artifact: 'animals', refs: ['v1'] }], now: true });
    expect(freedBytes).toBe(8 * mebi);
    expect(freeBytes(disk)).toBeGreaterThan(7 * mebi);
    writeTree(work, { 'c.bin': noise(2 * mebi, 3) });
    rmSync(path.join(work, 'b.bin'));
    const { version } = await client.invoke('artifact.snapshot', { artifact: 'animals' });
    expect(version.ref).toBe('v2');
    expect((await client.invoke('store.verify', { deep: true })).findings).toEqual([]);
    await client.invoke('restore.apply', { artifact: 'animals', ref: 'v2', target, deleteExtra: true });
    expect(Object.keys(facts(target))).toEqual(['a.bin', 'c.bin']);
    return undefined;
  });

  it('a watched artifact says that its versions wait, and catches up by itself', async ({ skip }) => {
    const disk = smallDisk(48);
    if (disk === null) return skip(skipped);
    const { work, engine, client } = await openOn(disk, true);
    const states: string[] = [];
    engine.subscribe((event) => {
      if (event.kind === 'artifact.changed') states.push(`${event.artifact.state}: ${event.artifact.stateMessage}`);
    });
    writeTree(work, { 'a.bin': noise(4 * mebi, 1) });
    await client.invoke('artifact.track', { path: work, name: 'animals', quietWindowMs: 50 });
    fillUp(disk, mebi);
    writeTree(work, { 'b.bin': noise(4 * mebi, 2) });
    await expect.poll(() => states.some((state) => /^problem: .*full.*when there is room/.test(state)), { timeout: 20_000 }).toBe(true);
    rmSync(path.join(disk, 'filler'));
    const latest = async (): Promise<string | undefined> => (await client.invoke('artifact.get', { artifact: 'animals' })).artifact.latest?.ref;
    await expect.poll(latest, { timeout: 30_000 }).toBe('v1');
    expect((await client.invoke('artifact.get', { artifact: 'animals' })).artifact).toMatchObject({ state: 'watching', stateMessage: '' });
    return undefined;
  });

  it('a folder bigger than the free space is refused before the disk is full, and nothing half-made stays', async ({ skip }) => {
    const disk = smallDisk(16);
    if (disk === null) return skip(skipped);
    const { work, client } = await openOn(disk, false);
    writeTree(work, { 'a.bin': noise(20 * mebi, 1) });
    const error = await refusal(client.invoke('artifact.track', { path: work, name: 'animals' }));
    expect(error).toMatchObject({ code: 'store.full', message: expect.stringMatching(/free/) as string });
    expect((await client.invoke('artifact.list', {})).artifacts).toEqual([]);
    expect(freeBytes(disk)).toBeGreaterThan(12 * mebi);
    return undefined;
  });

  it('a home can be opened, and emptied from', async ({ skip }) => {
    const disk = smallDisk(64);
    if (disk === null) return skip(skipped);
    const first = await openOn(disk, false);
    writeTree(first.work, { 'a.bin': noise(12 * mebi, 1) });
    await first.client.invoke('artifact.track', { path: first.work, name: 'animals' });
    await first.engine.close();
    fillUp(disk, 0);
    const second = await openOn(disk, false);
    const { freedBytes } = await second.client.invoke('delete.apply', { targets: [{ artifact: 'animals' }], now: true });
    expect(freedBytes).toBe(12 * mebi);
    expect(freeBytes(disk)).toBeGreaterThan(11 * mebi);
    return undefined;
  });
});
