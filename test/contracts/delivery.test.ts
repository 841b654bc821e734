import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFsDelivery } from '../../electron/adapters/delivery-fs.ts';
import { createMemoryDelivery } from '../fakes/delivery-memory.ts';
import { createMemoryTree } from '../fakes/memory-tree.ts';
import { describeDelivery } from './delivery.ts';

describeDelivery('in memory', () => {
  const tree = createMemoryTree();
  tree.folder('/home');
  const at = (name: string): string => `/home/r/${name}`;
  return {
    delivery: createMemoryDelivery(tree),
    root: '/home/r',
    look: () => (tree.exists('/home/r') ? tree.snapshot('/home/r') : {}),
    write: (name, content) => tree.write(at(name), content),
    folder: (name) => tree.folder(at(name)),
    link: (name, target) => tree.link(at(name), target),
    close: async () => undefined,
  };
});

describeDelivery('in a folder', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'strata-delivery-'));
  const root = path.join(base, 'r');
  const at = (name: string): string => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    return path.join(root, name);
  };
  const look = (folder: string, found: Record<string, string> = {}): Record<string, string> => {
    for (const child of readdirSync(path.join(root, folder)).sort()) {
      const name = folder === '' ? child : `${folder}/${child}`;
      const stats = lstatSync(path.join(root, name));
      if (stats.isSymbolicLink()) found[name] = `-> ${readlinkSync(path.join(root, name))}`;
      else if (stats.isFile()) found[name] = readFileSync(path.join(root, name), 'utf8');
      else {
        found[name] = 'folder';
        look(name, found);
      }
    }
    return found;
  };
  return {
    delivery: createFsDelivery(),
    root,
    look: () => look(''),
    write: (name, content) => writeFileSync(at(name), content),
    folder: (name) => mkdirSync(at(name)),
    link: (name, target) => symlinkSync(target, at(name)),
    close: async () => rmSync(base, { recursive: true, force: true }),
  };
});
