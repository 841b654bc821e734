import { scanFolders } from '../../electron/adapters/scan-folders.ts';
import { createNodeWorkTree } from '../../electron/adapters/work-tree-node.ts';
import { createMemoryTree } from '../fakes/memory-tree.ts';
import { createMemoryWorkTree } from '../fakes/work-tree-memory.ts';
import { createDiskHand, createMemoryHand } from './tree-hand.ts';
import { describeWorkTree } from './work-tree.ts';

describeWorkTree('on the disk', () => ({ workTree: createNodeWorkTree(), hand: createDiskHand() }));

describeWorkTree('on the disk, every folder in a job of its own', () => {
  const workTree = createNodeWorkTree({
    inlineSlice: 0,
    scanInWorkers: async (job, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      return scanFolders({ ...job, budget: 1 });
    },
  });
  return { workTree, hand: createDiskHand() };
});

describeWorkTree('in memory', () => {
  const tree = createMemoryTree();
  return { workTree: createMemoryWorkTree(tree), hand: createMemoryHand(tree) };
});
