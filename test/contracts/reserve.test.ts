import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReserveFile } from '../../electron/adapters/reserve-file.ts';
import type { Reserve } from '../../electron/engine/ports/reserve.ts';
import { createReserveInMemory } from '../fakes/reserve-memory.ts';

const mebi = 1024 * 1024;

/** A reserve on a disk with that much room; null where such a disk cannot be had. */
const kinds: Record<string, (room: number) => Reserve | null> = {
  'in memory': (room) => createReserveInMemory(() => room),
  'a file': (room) => {
    const folder = smallDisk(room);
    return folder === null ? null : createReserveFile(path.join(folder, 'reserve'));
  },
};

function smallDisk(bytes: number): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'strata-reserve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const mount = path.join(folder, 'disk');
  mkdirSync(mount);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', mount], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', [mount]));
  return mount;
}

describe.each(Object.entries(kinds))('a reserve (%s)', (_, open) => {
  it('is given up once, and can be kept again', async ({ skip }) => {
    const reserve = open(64 * mebi);
    if (reserve === null) return skip('only root can mount a small disk');
    expect(reserve.giveUp()).toBe(false);
    await reserve.keep(2 * mebi);
    await reserve.keep(mebi);
    expect(reserve.giveUp()).toBe(true);
    expect(reserve.giveUp()).toBe(false);
    await reserve.keep(mebi);
    expect(reserve.giveUp()).toBe(true);
    return undefined;
  });

  it('is not kept when it is given up while it is made', async ({ skip }) => {
    const reserve = open(64 * mebi);
    if (reserve === null) return skip('only root can mount a small disk');
    const made = reserve.keep(8 * mebi);
    reserve.giveUp();
    await made;
    expect(reserve.giveUp()).toBe(false);
    await Promise.all([reserve.keep(mebi), reserve.keep(2 * mebi)]);
    expect(reserve.giveUp()).toBe(true);
    return undefined;
  });

  it('is not made on a disk that has little room, and nobody is told', async ({ skip }) => {
    const reserve = open(4 * mebi);
    if (reserve === null) return skip('only root can mount a small disk');
    await reserve.keep(2 * mebi);
    expect(reserve.giveUp()).toBe(false);
    return undefined;
  });
});

it('is room that the file really takes', async ({ skip }) => {
  const disk = smallDisk(64 * mebi);
  if (disk === null) return skip('only root can mount a small disk');
  const file = path.join(disk, 'reserve');
  await createReserveFile(file).keep(3 * mebi);
  expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(3 * mebi);
  return undefined;
});

it('leaves nothing of a file whose filling was interrupted', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'strata-reserve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'reserve.unfinished'), 'half');
  createReserveFile(path.join(folder, 'reserve'));
  expect(readdirSync(folder)).toEqual([]);
});
