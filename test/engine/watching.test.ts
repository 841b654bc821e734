import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, parentOf, type EntryPath, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { WatchHint } from '../../electron/engine/ports/watcher.ts';
import { dueAt, emptyFold, foldHint, foldRequests, mostFolders, requestsOf, type Fold } from '../../electron/engine/watching/fold-hints.ts';

const limits = { quietWindow: 2_000, longestWait: 30_000 };
const changed = (path: string): WatchHint => ({ kind: 'changed', path: path as EntryPath });
const rescan = (folder: string): WatchHint => ({ kind: 'rescan', folder: folder as FolderPath });
const foldAll = (hints: readonly WatchHint[], at = 0): Fold => hints.reduce((fold, hint) => foldHint(fold, hint, at), emptyFold());
const asked = (...hints: WatchHint[]): string[] => requestsOf(foldAll(hints)).map(({ path, deep }) => `${path}${deep ? '/**' : '/'}`);

describe('hints', () => {
  it('of changed paths ask for their parent folders alone, each once', () => {
    expect(asked(changed('a/b/c.txt'), changed('a/b/d.txt'), changed('e.txt'), changed('a/b/c.txt'))).toEqual(['/', 'a/b/']);
  });

  it('of changed ignore rules ask for everything below their folder', () => {
    expect(asked(changed('a/.strataignore'), changed('a/b/c.txt'), changed('b/c.txt'))).toEqual(['a/**', 'b/']);
  });

  it('of a rescan cover what was asked for below it, before and after', () => {
    expect(asked(changed('a/b/c.txt'), changed('a/x.txt'), rescan('a'), changed('a/y/z.txt'), rescan('a/q'), changed('ab/x'))).toEqual(['a/**', 'ab/']);
    expect(asked(changed('a/b'), rescan(''), rescan('c'))).toEqual(['/**']);
  });

  it('of a root that is gone ask for everything', () => {
    expect(asked(changed('a/b'), { kind: 'root-gone' })).toEqual(['/**']);
  });

  it('of watching that works in part ask for nothing', () => {
    expect(foldHint(emptyFold(), { kind: 'degraded', message: 'limit' }, 5)).toEqual(emptyFold());
  });

  it('in more folders than can be looked at one by one ask for everything', () => {
    const spread = (count: number): WatchHint[] => Array.from({ length: count }, (_, i) => changed(`folder-${i}/file`));
    expect(requestsOf(foldAll(spread(mostFolders)))).toHaveLength(mostFolders);
    expect(requestsOf(foldAll(spread(mostFolders + 1)))).toEqual([{ path: '', deep: true }]);
    expect(requestsOf(foldAll([...spread(3 * mostFolders), changed('a/b')]))).toEqual([{ path: '', deep: true }]);
  });

  it('cover every path that was told, and no folder is asked for twice', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '.strataignore'), { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    const hint = fc.oneof(path.map(changed), path.map(changed), fc.oneof(path, fc.constant('')).map(rescan));
    fc.assert(
      fc.property(fc.array(hint, { maxLength: 40 }), (hints) => {
        const requests = requestsOf(foldAll(hints));
        for (const one of hints) {
          const folder = one.kind === 'changed' ? parentOf(one.path) : one.kind === 'rescan' ? one.folder : '';
          const covering = requests.filter(({ path: at, deep }) => (deep ? isWithin(folder, at) : at === folder && one.kind === 'changed'));
          expect(covering).toHaveLength(1);
        }
      }),
    );
  });
});

describe('what waits', () => {
  it('is due when the quiet window has passed since the last hint', () => {
    expect(dueAt(emptyFold(), limits)).toBeNull();
    const once = foldHint(emptyFold(), changed('a'), 1_000);
    expect(dueAt(once, limits)).toBe(3_000);
    expect(dueAt(foldHint(once, changed('a'), 2_500), limits)).toBe(4_500);
  });

  it('is due after the longest wait though hints go on', () => {
    let fold = emptyFold();
    for (let at = 0; at <= 60_000; at += 500) fold = foldHint(fold, changed('log.txt'), at);
    expect(dueAt(fold, limits)).toBe(30_000);
    expect(requestsOf(fold)).toEqual([{ path: '', deep: false }]);
  });

  it('waits for a quiet window that is longer than the longest wait', () => {
    expect(dueAt(foldHint(emptyFold(), changed('a'), 0), { quietWindow: 60_000, longestWait: 30_000 })).toBe(60_000);
  });

  it('is not put off by a clock that was set back', () => {
    const fold = foldHint(foldHint(emptyFold(), changed('a'), 1_000_000), changed('b'), 5_000);
    expect(dueAt(fold, limits)).toBe(7_000);
  });

  it('takes the folders of a snapshot that failed back in', () => {
    const requests = requestsOf(foldAll([changed('a/b'), rescan('c')]));
    const fold = foldRequests(foldHint(emptyFold(), changed('c/d/e'), 10), requests, 20);
    expect(requestsOf(fold)).toEqual(requests);
    expect(dueAt(fold, limits)).toBe(2_020);
    expect(foldRequests(emptyFold(), [], 20)).toEqual(emptyFold());
  });

  it('is a value: an older one is what it was', () => {
    const older = foldAll([changed('a/b')]);
    foldHint(older, rescan(''), 9);
    expect(requestsOf(older)).toEqual([{ path: 'a', deep: false }]);
    expect(dueAt(older, limits)).toBe(2_000);
  });
});
