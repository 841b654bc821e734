import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countChanges, diffVersions } from '../../electron/engine/diff/diff-versions.ts';
import type { Difference } from '../../electron/engine/manifest/diff-manifests.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { Entry } from '../../electron/engine/model/entry.ts';
import { digestOf } from '../fakes/digester-node.ts';

/** A file of that text, or a link where the text begins with ->. */
function entry(path: string, text: string): Entry {
  const at = path as EntryPath;
  if (text.startsWith('->')) return { kind: 'link', path: at, target: text.slice(2), modifiedAt: 0 };
  return { kind: 'file', path: at, blob: digestOf(text), size: text.length, list: null, executable: false, mode: 0o644, modifiedAt: 0 };
}

type Tree = Readonly<Record<string, string>>;

function differences(before: Tree, after: Tree): Difference[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const at = (tree: Tree, path: string): Entry | null => (tree[path] === undefined ? null : entry(path, tree[path]));
  return paths
    .filter((path) => before[path] !== after[path])
    .map((path) => ({ path: path as EntryPath, before: at(before, path), after: at(after, path) }));
}

function shown(before: Tree, after: Tree) {
  const { added, removed, modified, renamed } = diffVersions(differences(before, after));
  return {
    added: added.map(({ path }) => path),
    removed: removed.map(({ path }) => path),
    modified: modified.map((one) => one.after.path),
    renamed: renamed.map(({ from, to }) => `${from.path} > ${to.path}`),
  };
}

describe('the difference of two versions', () => {
  it('tells what was added, removed, modified and renamed', () => {
    const before = { 'cat.txt': 'meow', 'dog.txt': 'woof', 'old/rat.txt': 'squeak' };
    const after = { 'cat.txt': 'MEOW', 'new/rat.txt': 'squeak', 'owl.txt': 'hoot' };
    expect(shown(before, after)).toEqual({
      added: ['owl.txt'],
      removed: ['dog.txt'],
      modified: ['cat.txt'],
      renamed: ['old/rat.txt > new/rat.txt'],
    });
  });

  it('pairs equal files by their name first, then in path order, each once', () => {
    const before = { 'a/one': 'same', 'b/two': 'same', 'c/three': 'same' };
    const after = { 'x/zero': 'same', 'y/two': 'same', 'z/four': 'same', 'zz/five': 'same' };
    expect(shown(before, after)).toEqual({
      added: ['zz/five'],
      removed: [],
      modified: [],
      renamed: ['a/one > x/zero', 'b/two > y/two', 'c/three > z/four'],
    });
  });

  it('never takes empty files or links for renamed', () => {
    expect(shown({ a: '', b: '->cat' }, { c: '', d: '->cat' })).toEqual({ added: ['c', 'd'], removed: ['a', 'b'], modified: [], renamed: [] });
  });

  it('takes a path that became another kind of thing for modified', () => {
    expect(shown({ pet: 'cat' }, { pet: '->cat' }).modified).toEqual(['pet']);
  });

  it('adds up counts and bytes', () => {
    const found = differences({ a: '12345', b: '123', c: '1234567' }, { a: '1234', d: '1234567', e: '12' });
    expect(diffVersions(found).totals).toEqual({
      added: 1,
      removed: 1,
      modified: 1,
      renamed: 1,
      addedBytes: 2,
      removedBytes: 3,
      modifiedBytesBefore: 5,
      modifiedBytes: 4,
    });
    expect(countChanges(found)).toEqual({ added: 1, modified: 1, removed: 1, renamed: 1 });
  });

  it('names every differing path exactly once', () => {
    const tree = fc.dictionary(fc.constantFrom(...'abcdefgh'), fc.constantFrom('', 'x', 'y', '->x'), { noNullPrototype: true });
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const { added, removed, modified, renamed } = shown(before, after);
        const named = [...added, ...removed, ...modified, ...renamed.flatMap((pair) => pair.split(' > '))];
        expect(named.sort()).toEqual(differences(before, after).map(({ path }) => path));
      }),
    );
  });
});
