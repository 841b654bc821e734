import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { createAdaptiveMaterialize } from '../../electron/adapters/materialize-adaptive.ts';
import { createInlineMaterialize } from '../../electron/adapters/materialize-inline.ts';
import { createWorkersMaterialize } from '../../electron/adapters/materialize-workers.ts';
import { createWorkerPool } from '../../electron/adapters/worker-pool.ts';
import { microseconds } from '../../electron/engine/scan/listing.ts';
import { countingIds, createMemoryContainerStore } from '../fakes/container-store-memory.ts';
import { createMemoryMaterialize } from '../fakes/materialize-memory.ts';
import { createMemoryTree } from '../fakes/memory-tree.ts';
import { describeMaterialize, type MaterializeInstance } from './materialize.ts';

/** Paths as seen from the target `r`, given those below its parent. */
function fromTarget(found: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(found).filter(([name]) => name !== 'r');
  return Object.fromEntries(entries.map(([name, content]) => [name.startsWith('r/') ? name.slice(2) : `../${name}`, content]));
}

describeMaterialize('in memory', (): MaterializeInstance => {
  const tree = createMemoryTree();
  const containers = createMemoryContainerStore();
  tree.folder('/home');
  const at = (name: string): string => `/home/r/${name}`;
  return {
    materialize: createMemoryMaterialize({ tree, containers }),
    containers,
    durable: true,
    root: '/home/r',
    look: () => {
      const found = Object.entries(tree.snapshot('/home')).map(([name, content]): [string, string] => {
        const isFile = tree.lstat(`/home/${name}`).kind === 'file';
        return [name, isFile ? Buffer.from(tree.content(`/home/${name}`)).toString('latin1') : content];
      });
      return fromTarget(Object.fromEntries(found));
    },
    write: (name, content) => {
      tree.folder('/home/r');
      tree.write(at(name), content);
    },
    folder: (name) => tree.folder(at(name)),
    link: (name, target) => tree.link(at(name), target),
    stat: (name) => {
      const { mode, modifiedMs } = tree.lstat(at(name));
      return { mode, modifiedAt: microseconds(modifiedMs) };
    },
    close: async () => undefined,
  };
});

// One pool for all: starting workers takes longer than most of what is tested.
const pool = createWorkerPool({ script: { url: new URL('../../electron/adapters/worker.ts', import.meta.url) }, size: 2 });
afterAll(() => pool.close());

const kinds = { inline: createInlineMaterialize, workers: createWorkersMaterialize, adaptive: createAdaptiveMaterialize };
for (const kind of ['inline', 'workers', 'adaptive'] as const) describeMaterialize(`files of a folder, ${kind}`, () => createRealInstance(kind, true));
describeMaterialize('files of a folder that need not be durable', () => createRealInstance('adaptive', false));

function createRealInstance(kind: keyof typeof kinds, durable: boolean): MaterializeInstance {
  const home = mkdtempSync(path.join(tmpdir(), 'strata-materialize-'));
  const parent = path.join(home, 'user');
  const root = path.join(parent, 'r');
  mkdirSync(parent);
  const place = { containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp') };
  const store = createContainerStore({ ...place, newId: countingIds() });
  const options = { pool, place, store, clock: createSystemClock() };
  const at = (name: string): string => path.join(root, name);
  return {
    materialize: kinds[kind](options),
    containers: store,
    durable,
    root,
    look: () => fromTarget(lookAt(parent, '')),
    write: (name, content) => {
      mkdirSync(root, { recursive: true });
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    },
    folder: (name) => void mkdirSync(at(name), { recursive: true }),
    link: (name, target) => {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      symlinkSync(target, at(name));
    },
    stat: (name) => {
      const { mode, mtimeMs } = lstatSync(at(name));
      return { mode: mode & 0o777, modifiedAt: microseconds(mtimeMs) };
    },
    close: async () => {
      store.close();
      rmSync(home, { recursive: true });
    },
  };
}

function lookAt(folder: string, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const child of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, child.name);
    if (child.isSymbolicLink()) found[prefix + child.name] = `-> ${readlinkSync(at)}`;
    else if (child.isDirectory()) Object.assign(found, { [prefix + child.name]: 'folder' }, lookAt(at, `${prefix}${child.name}/`));
    else found[prefix + child.name] = readFileSync(at, 'latin1');
  }
  return found;
}
