import { closeSync, ftruncateSync, lstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGround } from './ground.ts';

const mebibyte = 1024 * 1024;

/** A file of 48 MiB that holds next to nothing: some bytes in the middle, holes before and after. */
function writeSparse(file: string): void {
  const fd = openSync(file, 'w');
  writeSync(fd, 'in the middle', 20 * mebibyte);
  ftruncateSync(fd, 48 * mebibyte);
  closeSync(fd);
}

const onDisk = (file: string): number => lstatSync(file).blocks * 512;

test('a sparse file comes back with its bytes, and with its holes: it takes no more of the disk than before', async ({ skip }) => {
  const { client, work } = await openGround();
  const original = path.join(work, 'disk.img');
  writeSparse(original);
  if (onDisk(original) > mebibyte) skip('this file system keeps no holes');
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  const target = path.join(path.dirname(work), 'elsewhere');
  await client.invoke('restore.apply', { artifact: 'mine', target });
  const restored = path.join(target, 'disk.img');
  expect(readFileSync(restored).equals(readFileSync(original))).toBe(true);
  expect(onDisk(restored)).toBeLessThan(2 * mebibyte);
});

test('a small file of zeros is a file of zeros', async () => {
  const zeros = Buffer.alloc(100_000).toString();
  const { client, work } = await openGround({ tree: { zeros, empty: '' } });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  const target = path.join(path.dirname(work), 'elsewhere');
  await client.invoke('restore.apply', { artifact: 'mine', target });
  expect(readFileSync(path.join(target, 'zeros'), 'utf8')).toBe(zeros);
});
