import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../engine/ports/clock.ts';
import type { Watch, WatchHint, Watcher } from '../engine/ports/watcher.ts';
import { createSystemClock } from './clock-system.ts';
import { watchWithNode, type WatchFolder } from './watcher-folder.ts';
import { collectHints } from './watcher-hints.ts';
import { RecursiveTree, watchRecursively } from './watcher-recursive.ts';
import { WatchedTree } from './watcher-tree.ts';

export interface FsWatcherOptions {
  readonly clock?: Clock;
  /** Whether one watch of the system covers a whole tree. Default: on macOS and Windows, where the system does it itself. */
  readonly recursive?: boolean;
  /** Begins to watch one folder, or with `recursive` a whole tree. Tests let it fail. */
  readonly watchFolder?: WatchFolder;
  /** ms between two looks at whether the root is still there. */
  readonly rootCheck?: number;
}

/**
 * Watches with Node's own `fs.watch`: on Linux one for each folder, because Node only imitates recursive watching there and
 * loses events. No library that follows files is used, whose memory would grow with them.
 */
export function createFsWatcher(options: FsWatcherOptions = {}): Watcher {
  const { clock = createSystemClock(), rootCheck = 5_000 } = options;
  const { recursive = process.platform === 'darwin' || process.platform === 'win32' } = options;
  const { watchFolder = recursive ? watchRecursively : watchWithNode } = options;

  function watch(root: string, tell: (hint: WatchHint) => void): Watch {
    const hints = collectHints(tell, () => tree.coverAgain());
    const tree = recursive ? new RecursiveTree(root, hints, watchFolder) : new WatchedTree(root, hints, watchFolder);
    // The caller has its watch in hand before the first hint.
    const ready = nextTurn().then(() => tree.cover());

    // Nothing tells when a folder above the root is renamed or the drive is pulled, so that is looked at.
    let stopChecking = clock.after(rootCheck, check);
    function check(): void {
      tree.checkRoot();
      stopChecking = clock.after(rootCheck, check);
    }

    let closing: Promise<void> | null = null;
    return {
      ready,
      close() {
        stopChecking();
        hints.stop();
        closing ??= tree.close();
        return closing;
      },
    };
  }

  return { watch };
}
