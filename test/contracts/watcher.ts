import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWithin } from '../../electron/engine/model/entry-path.ts';
import type { Watch, WatchHint, Watcher } from '../../electron/engine/ports/watcher.ts';
import type { TreeHand } from './tree-hand.ts';

export interface WatcherWorld {
  readonly watcher: Watcher;
  readonly hand: TreeHand;
}

/** Whether a hint says that this path may have changed. */
export function covers(hint: WatchHint, path: string): boolean {
  if (hint.kind === 'changed') return hint.path === path || path.slice(0, Math.max(path.lastIndexOf('/'), 0)) === hint.path;
  return hint.kind === 'rescan' && isWithin(path, hint.folder);
}

/** Waits until a condition holds; fails after ten seconds with what was told instead. */
export async function eventually(condition: () => boolean, explain: () => unknown): Promise<void> {
  for (const end = Date.now() + 10_000; !condition(); ) {
    if (Date.now() > end) throw new Error(`it did not come to that: ${JSON.stringify(explain())}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The law of `Watcher`, for every implementation. */
export function describeWatcher(name: string, createWorld: () => WatcherWorld): void {
  describe(`the watcher: ${name}`, () => {
    let hand: TreeHand;
    let watcher: Watcher;
    let watch: Watch | null;
    let hints: WatchHint[];
    beforeEach(() => {
      ({ hand, watcher } = createWorld());
      watch = null;
      hints = [];
    });
    afterEach(async () => {
      await watch?.close();
      hand.dispose();
    });

    async function begin(): Promise<void> {
      watch = watcher.watch(hand.root, (hint) => hints.push(hint));
      await watch.ready;
    }
    const told = (...paths: string[]): Promise<void> =>
      eventually(
        () => paths.every((path) => hints.some((hint) => covers(hint, path))),
        () => ({ paths, hints }),
      );
    /** Does something and waits until hints that came after it cover the paths. */
    async function after(change: () => void, ...paths: string[]): Promise<void> {
      await quiet();
      hints.length = 0;
      change();
      await told(...paths);
    }
    /** Waits until nothing was told for a moment, so that what follows is told of anew. */
    async function quiet(): Promise<void> {
      for (let before = -1; before !== hints.length; ) {
        before = hints.length;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }

    describe('tells of', () => {
      beforeEach(async () => {
        hand.write('a/b/cat.txt', 'meow');
        hand.write('a/dog.txt', 'wow');
        await begin();
      });

      it('a file that is made', () => after(() => hand.write('a/b/new.txt', 'x'), 'a/b/new.txt'));
      it('a file in the root', () => after(() => hand.write('new.txt', 'x'), 'new.txt'));
      it('a save in place', () => after(() => hand.write('a/b/cat.txt', 'purr'), 'a/b/cat.txt'));
      it('a removal', () => after(() => hand.remove('a/b/cat.txt'), 'a/b/cat.txt'));
      it('other permission bits', () => after(() => hand.setMode('a/b/cat.txt', 0o755), 'a/b/cat.txt'));
      it('another modification time', () => after(() => hand.setModified('a/b/cat.txt', 1_600_000_000_000), 'a/b/cat.txt'));
      it('a new link', () => after(() => hand.link('a/link', 'dog.txt'), 'a/link'));
      it('an empty folder', () => after(() => hand.folder('a/empty'), 'a/empty'));
      it('a folder that is removed', () => after(() => hand.remove('a/b'), 'a/b'));

      it('a save by writing a new file and renaming it over the old one', () =>
        after(() => {
          hand.write('a/b/.cat.txt.x7', 'purr');
          hand.rename('a/b/.cat.txt.x7', 'a/b/cat.txt');
        }, 'a/b/cat.txt'));

      it('both names of a file that moves to another folder', () =>
        after(() => hand.rename('a/b/cat.txt', 'a/kitten.txt'), 'a/b/cat.txt', 'a/kitten.txt'));

      it('two saves, one after the other', async () => {
        await after(() => hand.write('a/dog.txt', '1'), 'a/dog.txt');
        await after(() => hand.write('a/dog.txt', '2'), 'a/dog.txt');
      });

      it('names with odd characters', () =>
        after(() => ['-rf', 'two\nlines', '\u00e4 b', '😀'].forEach((odd) => hand.write(`a/${odd}`, 'x')), 'a/-rf', 'a/two\nlines', 'a/\u00e4 b', 'a/😀'));
    });

    describe('covers folders that come later', () => {
      beforeEach(async () => {
        hand.write('a/b/cat.txt', 'meow');
        await begin();
      });

      it('made deeply with a file inside at once', async () => {
        await after(() => hand.write('x/y/z/deep.txt', '1'), 'x', 'x/y/z/deep.txt');
        await after(() => hand.write('x/y/z/deep.txt', '2'), 'x/y/z/deep.txt');
        await after(() => hand.write('x/y/other.txt', '3'), 'x/y/other.txt');
      });

      it('moved in from outside', async () => {
        hand.write('../outside/in/dog.txt', 'wow');
        await after(() => hand.rename('../outside', 'a/inside'), 'a/inside', 'a/inside/in/dog.txt');
        await after(() => hand.write('a/inside/in/dog.txt', 'grr'), 'a/inside/in/dog.txt');
      });

      it('renamed, with what is saved below the new name', async () => {
        await after(() => hand.rename('a', 'c'), 'a', 'c', 'c/b/cat.txt');
        await after(() => hand.write('c/b/cat.txt', 'purr'), 'c/b/cat.txt');
        await quiet();
        expect(hints.filter((hint) => hint.kind === 'changed' && isWithin(hint.path, 'a' as never))).toEqual([]);
      });

      it('removed and made again at once under the same name', async () => {
        await after(() => {
          hand.remove('a/b');
          hand.write('a/b/cat.txt', 'another');
        }, 'a/b/cat.txt');
        await after(() => hand.write('a/b/cat.txt', 'third'), 'a/b/cat.txt');
      });

      it('exchanged for another one', async () => {
        hand.write('../other/b/cat.txt', 'other');
        await after(() => {
          hand.rename('a', '../gone');
          hand.rename('../other', 'a');
        }, 'a', 'a/b/cat.txt');
        await after(() => hand.write('a/b/cat.txt', 'again'), 'a/b/cat.txt');
      });

      it('named like the folder they lie in', async () => {
        await after(() => hand.write('a/a/a/cat.txt', '1'), 'a/a/a/cat.txt');
        await after(() => hand.remove('a/a/a'), 'a/a/a');
        await after(() => hand.write('a/a/cat.txt', '2'), 'a/a/cat.txt');
        await after(() => hand.remove('a/a'), 'a/a');
        await after(() => hand.write('a/b/cat.txt', '3'), 'a/b/cat.txt');
      });

      it('moved out and back', async () => {
        await after(() => {
          hand.rename('a/b', '../away');
          hand.rename('../away', 'a/b');
        }, 'a/b');
        await after(() => hand.write('a/b/cat.txt', 'back'), 'a/b/cat.txt');
      });
    });

    describe('a root that is gone', () => {
      const isGone = (): boolean => hints.some((hint) => hint.kind === 'root-gone');

      it('is told when it is removed', async () => {
        hand.write('a/cat.txt', 'x');
        await begin();
        hand.remove('');
        await eventually(isGone, () => hints);
      });

      it('is told when it is renamed', async () => {
        hand.write('a/cat.txt', 'x');
        await begin();
        hand.rename('', '../elsewhere');
        await eventually(isGone, () => hints);
      });

      it('is told when it was not there from the start', async () => {
        hand.remove('');
        await begin();
        await eventually(isGone, () => hints);
      });
    });

    describe('closing', () => {
      it('ends the telling', async () => {
        await begin();
        await watch?.close();
        hints.length = 0;
        hand.write('cat.txt', 'x');
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(hints).toEqual([]);
      });

      it('may be done twice, and before the watch is ready', async () => {
        hand.write('a/cat.txt', 'x');
        watch = watcher.watch(hand.root, (hint) => hints.push(hint));
        await Promise.all([watch.close(), watch.close()]);
        await watch.ready;
        hand.write('cat.txt', 'x');
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(hints).toEqual([]);
      });

      it('ends one of two watches of a folder alone', async () => {
        await begin();
        const others: WatchHint[] = [];
        const other = watcher.watch(hand.root, (hint) => others.push(hint));
        await other.ready;
        await other.close();
        others.length = 0;
        hand.write('cat.txt', 'x');
        await told('cat.txt');
        expect(others).toEqual([]);
      });
    });

    it('tells nothing of a folder in which nothing happens', async () => {
      hand.write('a/cat.txt', 'x');
      await begin();
      await quiet();
      hints.length = 0;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(hints).toEqual([]);
    });

    it('covers every one of many saves in many folders, new ones among them', async () => {
      for (let i = 0; i < 100; i++) hand.write(`old${i % 10}/f${i}/start.txt`, '0');
      await begin();
      const saved: string[] = [];
      for (let i = 0; i < 2_000; i++) {
        const folder = i % 200;
        const path = folder < 100 ? `old${folder % 10}/f${folder}/n${i}.txt` : `new${folder % 7}/x${folder}/y/n${i}.txt`;
        hand.write(path, String(i));
        saved.push(path);
        if (i % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
      }
      const left = new Set(saved);
      await eventually(
        () => {
          for (const path of left) if (hints.some((hint) => covers(hint, path))) left.delete(path);
          return left.size === 0;
        },
        () => [...left].slice(0, 5),
      );
    });
  });
}
