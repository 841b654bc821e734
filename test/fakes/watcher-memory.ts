import { isWithin, type EntryPath, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { WatchHint, Watcher } from '../../electron/engine/ports/watcher.ts';
import type { MemoryCall, MemoryTree } from './memory-tree.ts';

/** A watcher over a tree in memory. Hints are told in the microtask after the change. */
export interface MemoryWatcher extends Watcher {
  /** Tells every watch of a root something by hand: a degraded watch, a lost event, a wrong hint. */
  tell(root: string, hint: WatchHint): void;
  /** Roots that are watched now; one that is watched twice is there twice. */
  readonly roots: readonly string[];
  /** While true nothing is told of changes, as if the system lost the events. */
  deaf: boolean;
}

interface Listening {
  readonly root: string;
  readonly tell: (hint: WatchHint) => void;
  /** Folders below the root, relative to it, as far as they were met. */
  readonly known: Set<string>;
}

const changes: ReadonlySet<MemoryCall['name']> = new Set(['write', 'folder', 'link', 'remove', 'rename', 'setMode', 'setModified']);

export function createMemoryWatcher(tree: MemoryTree): MemoryWatcher {
  const listening = new Set<Listening>();
  const gone = new WeakSet<Listening>();

  tree.onCall((call) => {
    if (!watcher.deaf && changes.has(call.name)) queueMicrotask(() => listening.forEach((each) => hear(each, call)));
  });

  function hear(each: Listening, { name, path }: MemoryCall): void {
    if (gone.has(each) || !listening.has(each)) return;
    if (!tree.exists(each.root)) {
      gone.add(each);
      each.tell({ kind: 'root-gone' });
    } else if (name === 'rename') {
      // A rename is told by its new path alone; where it came from may lie below this root too.
      each.known.clear();
      learn(each, '');
      each.tell({ kind: 'rescan', folder: '' });
    } else if (path.startsWith(`${each.root}/`)) {
      const below = path.slice(each.root.length + 1) as EntryPath;
      each.tell({ kind: 'changed', path: below });
      if (!tree.exists(path)) for (const folder of each.known) if (isWithin(folder, below)) each.known.delete(folder);
      const fresh = newFolder(each, below);
      if (fresh === null) return;
      learn(each, fresh);
      each.tell({ kind: 'rescan', folder: fresh });
    }
  }

  /** The topmost folder on the way to a path that was not met before; parents come to be by themselves. */
  function newFolder(each: Listening, below: EntryPath): EntryPath | null {
    const segments = below.split('/');
    for (let depth = 1; depth <= segments.length; depth++) {
      const folder = segments.slice(0, depth).join('/') as EntryPath;
      const path = `${each.root}/${folder}`;
      if (!each.known.has(folder) && isFolder(path)) return folder;
    }
    return null;
  }

  /** Asks without telling hooks, which count what the engine does. */
  function isFolder(path: string): boolean {
    const slash = path.lastIndexOf('/');
    return tree.exists(path) && tree.snapshot(path.slice(0, slash))[path.slice(slash + 1)] === 'folder';
  }

  function learn(each: Listening, folder: FolderPath): void {
    if (folder !== '') each.known.add(folder);
    const inside = tree.snapshot(folder === '' ? each.root : `${each.root}/${folder}`);
    for (const [path, content] of Object.entries(inside)) {
      if (content === 'folder') each.known.add(folder === '' ? path : `${folder}/${path}`);
    }
  }

  const watcher: MemoryWatcher = {
    deaf: false,
    get roots() {
      return [...listening].map((each) => each.root);
    },
    tell(root, hint) {
      for (const each of listening) if (each.root === root) each.tell(hint);
    },
    watch(root, tell) {
      const each: Listening = { root, tell, known: new Set() };
      listening.add(each);
      if (tree.exists(root)) learn(each, '');
      else {
        gone.add(each);
        queueMicrotask(() => listening.has(each) && tell({ kind: 'root-gone' }));
      }
      return {
        ready: Promise.resolve(),
        close: async () => void listening.delete(each),
      };
    },
  };
  return watcher;
}
