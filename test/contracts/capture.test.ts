import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll } from 'vitest';
import { createAdaptiveCapture } from '../../electron/adapters/capture-adaptive.ts';
import { createInlineCapture } from '../../electron/adapters/capture-inline.ts';
import { createWorkersCapture } from '../../electron/adapters/capture-workers.ts';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { stampOf } from '../../electron/adapters/scan-stamp.ts';
import { createWorkerPool } from '../../electron/adapters/worker-pool.ts';
import { digestToBytes, type Digest } from '../../electron/engine/model/digest.ts';
import { createMemoryCapture } from '../fakes/capture-memory.ts';
import { countingIds, createMemoryContainerStore } from '../fakes/container-store-memory.ts';
import { createMemoryTree, systemError } from '../fakes/memory-tree.ts';
import { describeCapture, type CaptureInstance } from './capture.ts';

describeCapture('in memory', (): CaptureInstance => {
  const tree = createMemoryTree();
  const containers = createMemoryContainerStore();
  const stored = new Set<Digest>();
  const at = (name: string): string => `/home/animals/${name}`;
  tree.folder('/home/animals');
  return {
    capture: createMemoryCapture({ tree, containers, isStored: (digest) => stored.has(digest), pieceLength: 1024 * 1024 }),
    containers,
    root: '/home/animals',
    write: (name, content) => tree.write(at(name), content),
    replace: (name, content) => tree.replace(at(name), content),
    folder: (name) => tree.folder(at(name)),
    link: (name, target) => tree.link(at(name), target),
    fifo: (name) => tree.special(at(name)),
    remove: (name) => tree.remove(at(name)),
    stamp: (name) => {
      const { size, modifiedMs, changedMs, inode, mode } = tree.lstat(at(name));
      return { size, modifiedMs, changedMs, inode, mode };
    },
    deny: (name) => tree.setMode(at(name), 0),
    rest: async () => tree.advance(1000),
    name: (captured) => {
      for (const container of captured.containers) for (const chunk of container.chunks) stored.add(chunk.digest);
    },
    fillUp: () => containers.leaveRoom(0),
    close: async () => undefined,
  };
});

// One pool for all: starting workers takes longer than most of what is tested.
const pool = createWorkerPool({ script: { url: new URL('../../electron/adapters/worker.ts', import.meta.url) }, size: 2 });
afterAll(() => pool.close());

const kinds = ['inline', 'workers', 'adaptive', 'inline, where files can be cloned'] as const;
for (const kind of kinds) describeCapture(`files of a folder, ${kind}`, () => createRealInstance(kind));

function createRealInstance(kind: (typeof kinds)[number]): CaptureInstance {
  const home = mkdtempSync(path.join(tmpdir(), 'strata-capture-'));
  const root = path.join(home, 'animals');
  mkdirSync(root);
  const catalogPath = path.join(home, 'catalog.db');
  const db = new Database(catalogPath);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE chunks (digest BLOB PRIMARY KEY, container INTEGER) WITHOUT ROWID; CREATE TABLE damaged_chunks (digest BLOB PRIMARY KEY) WITHOUT ROWID');
  const place = { containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp') };
  let full = false;
  const store = createContainerStore({
    ...place,
    newId: countingIds(),
    clone: kind.endsWith('cloned') ? (source, target) => copyFileSync(source, target) : undefined,
    write: (fd, bytes) => {
      if (full) throw systemError('ENOSPC', 'write', '');
      return writeSync(fd, bytes);
    },
  });
  const find = db.prepare<[Buffer], number>('SELECT 1 FROM chunks WHERE digest = ?').pluck();
  const isStored = (digest: Digest): boolean => find.get(Buffer.from(digest, 'hex')) !== undefined;
  const options = { pool, place, catalogPath, store, isStored, clock: createSystemClock() };
  const makers = { workers: createWorkersCapture, adaptive: createAdaptiveCapture };
  const capture = (kind === 'workers' || kind === 'adaptive' ? makers[kind] : createInlineCapture)(options);
  const at = (name: string): string => path.join(root, name);
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
  };
  return {
    capture,
    containers: store,
    root,
    write,
    replace: (name, content) => {
      write(`${name}.new`, content);
      renameSync(at(`${name}.new`), at(name));
    },
    folder: (name) => mkdirSync(at(name)),
    link: (name, target) => symlinkSync(target, at(name)),
    fifo: (name) => void execFileSync('mkfifo', [at(name)]),
    remove: (name) => rmSync(at(name), { recursive: true }),
    stamp: (name) => stampOf(lstatSync(at(name))),
    deny: process.getuid?.() === 0 ? null : (name) => chmodSync(at(name), 0),
    rest: () => new Promise((resolve) => void setTimeout(resolve, 60)),
    name: (captured) => {
      const insert = db.prepare('INSERT INTO chunks VALUES (?, 1)');
      for (const container of captured.containers) for (const chunk of container.chunks) insert.run(digestToBytes(chunk.digest));
    },
    // Only this thread's store is told; workers open theirs by themselves.
    fillUp: kind.startsWith('inline') ? () => void (full = true) : null,
    close: async () => {
      store.close();
      db.close();
      rmSync(home, { recursive: true });
    },
  };
}
