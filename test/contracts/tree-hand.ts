import { chmodSync, lutimesSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createMemoryTree, type MemoryTree } from '../fakes/memory-tree.ts';

/** The hand of a user in a folder, whether on a disk or in memory. Paths are relative to the root, `..` leads beside it. */
export interface TreeHand {
  /** Absolute path of a folder that is there and empty at first. */
  readonly root: string;
  /** Writes a file in place; missing parents are made. */
  write(path: string, text: string): void;
  folder(path: string): void;
  link(path: string, target: string): void;
  /** A named pipe. */
  special(path: string): void;
  /** Removes whatever stands there; the empty path is the root itself. */
  remove(path: string): void;
  /** Renames, over what stands there if it can. */
  rename(from: string, to: string): void;
  setMode(path: string, mode: number): void;
  setModified(path: string, ms: number): void;
  /** Does something as a user whom permission bits hold back, which they do not for an administrator. */
  asOrdinaryUser<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Leaves nothing behind. */
  dispose(): void;
}

const nobody = 65_534;

export function createDiskHand(): TreeHand {
  const base = mkdtempSync(join(tmpdir(), 'strata-hand-'));
  chmodSync(base, 0o755);
  const root = join(base, 'root');
  mkdirSync(root);
  const at = (path: string): string => join(root, path);
  const madeParent = (path: string): string => {
    mkdirSync(dirname(at(path)), { recursive: true });
    return at(path);
  };
  return {
    root,
    write: (path, text) => writeFileSync(madeParent(path), text),
    folder: (path) => void mkdirSync(at(path), { recursive: true }),
    link: (path, target) => symlinkSync(target, madeParent(path)),
    special: (path) => void execFileSync('mkfifo', [madeParent(path)]),
    remove: (path) => rmSync(at(path), { recursive: true, force: true }),
    rename: (from, to) => renameSync(at(from), madeParent(to)),
    setMode: (path, mode) => chmodSync(at(path), mode),
    setModified: (path, ms) => lutimesSync(at(path), ms / 1_000, ms / 1_000),
    async asOrdinaryUser(work) {
      const restore = becomeNobody();
      try {
        return await work();
      } finally {
        restore();
      }
    },
    dispose: () => rmSync(base, { recursive: true, force: true }),
  };
}

function becomeNobody(): () => void {
  const { geteuid, seteuid } = process;
  if (geteuid === undefined || seteuid === undefined || geteuid() !== 0) return () => {};
  seteuid(nobody);
  return () => seteuid(0);
}

export function createMemoryHand(tree: MemoryTree = createMemoryTree()): TreeHand {
  const root = '/home/me/root';
  tree.folder(root);
  const at = (path: string): string => (path === '' ? root : path.startsWith('../') ? `/home/me/${path.slice(3)}` : `${root}/${path}`);
  return {
    root,
    write: (path, text) => tree.write(at(path), text),
    folder: (path) => tree.folder(at(path)),
    link: (path, target) => tree.link(at(path), target),
    special: (path) => tree.special(at(path)),
    remove: (path) => tree.remove(at(path)),
    rename: (from, to) => tree.rename(at(from), at(to)),
    setMode: (path, mode) => tree.setMode(at(path), mode),
    setModified: (path, ms) => tree.setModified(at(path), ms),
    asOrdinaryUser: (work) => work(),
    dispose: () => {},
  };
}
