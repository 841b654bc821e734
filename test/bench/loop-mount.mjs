import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isHere, timed } from './measure.mjs';

/** @typedef {'ext4' | 'btrfs' | 'xfs'} FileSystem */

/** What makes each of them: its arguments for an image. @type {Record<FileSystem, string[]>} */
const make = { ext4: ['mkfs.ext4', '-q', '-F'], btrfs: ['mkfs.btrfs', '-q', '-f'], xfs: ['mkfs.xfs', '-q', '-f', '-m', 'reflink=1'] };

/** Why file systems cannot be made here; null: they can. @returns {string | null} */
export function whyNoMounts() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root can mount file systems';
  const missing = Object.values(make).flatMap(([program = '']) => (isHere('which', [program]) ? [] : [program]));
  return missing.length === 0 ? null : `${missing.join(', ')} not installed`;
}

/**
 * Calls `work` with the folder of a fresh file system that lies in a file, and takes it away whatever happens. `forget` mounts it anew, so that
 * nothing of it is in memory. @template T @param {{ folder: string, bytes: number, kind: FileSystem }} place
 * @param {(mounted: { root: string, forget: () => void, usedBytes: () => number }) => T} work
 */
export function withMount({ folder, bytes, kind }, work) {
  const [image, root] = [path.join(folder, `${kind}.image`), path.join(folder, kind)];
  const [program = '', ...args] = make[kind];
  mkdirSync(root, { recursive: true });
  writeFileSync(image, '');
  truncateSync(image, bytes);
  timed(program, [...args, image]);
  // Direct: else the image itself would be in memory.
  const device = timed('losetup', ['--find', '--show', '--direct-io=on', image]).stdout.trim();
  let isMounted = false;
  const mount = () => void (timed('mount', ['-t', kind, device, root]), (isMounted = true));
  const unmount = () => void (timed('umount', [root]), (isMounted = false));
  try {
    mount();
    return work({ root, forget: () => (unmount(), mount()), usedBytes: () => usedBytes(root) });
  } finally {
    if (isMounted) unmount();
    timed('losetup', ['--detach', device]);
    for (const made of [image, root]) rmSync(made, { recursive: true });
  }
}

/** @param {string} root */
function usedBytes(root) {
  timed('sync', ['-f', root]);
  return Number(timed('df', ['--block-size=1', '--output=used', root]).stdout.split('\n')[1]);
}
