import { createFsWatcher } from '../../electron/adapters/watcher-fs.ts';
import { createMemoryTree } from '../fakes/memory-tree.ts';
import { createMemoryWatcher } from '../fakes/watcher-memory.ts';
import { createDiskHand, createMemoryHand } from './tree-hand.ts';
import { describeWatcher } from './watcher.ts';

describeWatcher('a watch per folder', () => ({ watcher: createFsWatcher(), hand: createDiskHand() }));

describeWatcher('in memory', () => {
  const tree = createMemoryTree();
  return { watcher: createMemoryWatcher(tree), hand: createMemoryHand(tree) };
});
