import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, parentOf, type EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { Entry } from '../../electron/engine/model/entry.ts';
import { planRestore, type PlanStep, type PresentEntry, type RestoreQuestion } from '../../electron/engine/restore/plan-restore.ts';
import { digestOf } from '../fakes/digester-node.ts';

type Tree = Readonly<Record<string, string>>;

/** "text" is a file, "->x" a link, "/" an empty folder, "gs:x" a reference, "?text" a file nobody digested, "text +x" executable, "text @9" of another time. */
function entry(path: string, text: string): PresentEntry {
  const at = path as EntryPath;
  const modifiedAt = text.endsWith(' @9') ? 9 : 0;
  if (text.startsWith('->')) return { kind: 'link', path: at, target: text.slice(2).replace(' @9', ''), modifiedAt };
  if (text.startsWith('/')) return { kind: 'directory', path: at, mode: 0o755, modifiedAt };
  if (text.startsWith('gs:')) return { kind: 'reference', path: at, uri: text, size: 3, identity: {} };
  if (text.startsWith('?')) return { kind: 'unknown-file', path: at, size: text.length - 1 };
  const executable = text.endsWith(' +x');
  const content = text.replace(/ (\+x|@9)$/, '');
  const mode = executable ? 0o755 : 0o644;
  return { kind: 'file', path: at, blob: digestOf(content), size: content.length, list: null, executable, mode, modifiedAt };
}

const entries = (tree: Tree): PresentEntry[] => Object.keys(tree).sort().map((path) => entry(path, tree[path] as string));

function plan(wanted: Tree, present: Tree, more: Partial<RestoreQuestion> = {}) {
  return planRestore({ wanted: entries(wanted) as Entry[], present: entries(present), deleteExtra: true, ...more });
}

const stepText = (step: PlanStep): string => `${step.kind} ${'entry' in step ? step.entry.path : step.path}`;
const steps = (...question: Parameters<typeof plan>): string[] => plan(...question).steps.map(stepText);
const kept = { deleteExtra: false };

describe('a plan to restore', () => {
  it('writes, touches, deletes and leaves alone, and counts each', () => {
    const wanted = { 'a.txt': 'new', 'b.txt': 'same', 'c.txt': 'same', 'd/e.txt': 'made', 'f.sh': 'run +x' };
    const present = { 'a.txt': 'older', 'b.txt': 'same', 'c.txt': 'same @9', 'f.sh': 'run', 'g/h.txt': 'extra' };
    const found = plan(wanted, present);
    expect(found.steps.map(stepText)).toEqual(['write a.txt', 'touch c.txt', 'write d/e.txt', 'touch f.sh', 'remove g/h.txt', 'prune g']);
    expect(found).toMatchObject({ create: 1, overwrite: 1, delete: 1, touch: 2, unchanged: 1, bytes: 7, problems: [] });
    expect(found.items).toEqual([
      { path: 'a.txt', action: 'overwrite', kind: 'file', size: 3 },
      { path: 'c.txt', action: 'touch', kind: 'file', size: 4 },
      { path: 'd/e.txt', action: 'create', kind: 'file', size: 4 },
      { path: 'f.sh', action: 'touch', kind: 'file', size: 3 },
      { path: 'g/h.txt', action: 'delete', kind: 'file', size: 5 },
    ]);
  });

  it('has nothing to do where all is as it should be', () => {
    const tree = { a: 'x', 'b/c': '->a', d: '/', e: 'gs:e' };
    expect(plan(tree, tree)).toMatchObject({ steps: [], items: [], unchanged: 4, problems: [] });
  });

  it('leaves what is not wanted where it is, unless it is told to delete', () => {
    expect(steps({ a: 'x' }, { b: 'y', 'c/d': 'z' }, kept)).toEqual(['write a']);
    expect(steps({ a: 'x' }, { b: 'y', 'c/d': 'z' })).toEqual(['write a', 'remove b', 'remove c/d', 'prune c']);
  });

  it('clears the way before it writes: a folder where a file must stand, a file where a folder must', () => {
    expect(steps({ a: 'file' }, { 'a/b/c': 'x', 'a/d': 'y', z: 'extra' })).toEqual([
      'remove a/b/c',
      'remove a/d',
      'prune a/b',
      'prune a',
      'write a',
      'remove z',
    ]);
    expect(steps({ 'a/b': 'file' }, { a: 'x' })).toEqual(['remove a', 'write a/b']);
    expect(steps({ 'a/b': 'file' }, { a: '->elsewhere' })).toEqual(['remove a', 'write a/b']);
  });

  it('puts another kind of thing on the same path', () => {
    expect(steps({ a: '->x' }, { a: 'file' })).toEqual(['link a']);
    expect(steps({ a: 'file' }, { a: '->x' })).toEqual(['write a']);
    expect(steps({ a: 'file' }, { a: '/' })).toEqual(['prune a', 'write a']);
    expect(steps({ a: '/' }, { a: 'file' })).toEqual(['remove a', 'directory a']);
    expect(plan({ a: '/' }, { a: 'file' })).toMatchObject({ overwrite: 1, delete: 0 });
  });

  it('sets the time of a folder that it empties after the last removal in it', () => {
    expect(steps({ a: '/' }, { 'a/b/c': 'x', 'a/d': 'y' })).toEqual(['remove a/b/c', 'remove a/d', 'prune a/b', 'directory a']);
  });

  it('keeps a folder that was empty and gets entries, and prunes one that should not be there', () => {
    expect(steps({ 'a/b': 'x' }, { a: '/' })).toEqual(['write a/b']);
    expect(plan({ 'a/b': 'x' }, { a: '/' })).toMatchObject({ create: 1, delete: 0 });
    expect(steps({}, { 'a/b': '/' })).toEqual(['prune a/b', 'prune a']);
  });

  it('prunes the deepest folders first', () => {
    expect(steps({ 'a/keep': 'x' }, { 'a/b/c/d': 'x', 'a/b/e': 'y', 'a/keep': 'x' })).toEqual(['remove a/b/c/d', 'remove a/b/e', 'prune a/b/c', 'prune a/b']);
  });

  it('never removes a folder with what may be in it', () => {
    const trees: [Tree, Tree][] = [
      [{ a: 'x' }, { 'a/b': 'y' }],
      [{}, { 'a/b': 'y', c: '/' }],
    ];
    for (const [wanted, present] of trees) {
      for (const step of plan(wanted, present).steps) if (step.kind === 'remove') expect(step.deep).toBe(false);
    }
  });

  it('overwrites a file that nobody digested', () => {
    expect(plan({ a: 'same' }, { a: '?same' })).toMatchObject({ overwrite: 1, unchanged: 0 });
    expect(steps({}, { a: '?same' })).toEqual(['remove a']);
  });

  it('says what it cannot place when it may not delete what is in the way', () => {
    const blocked = plan({ 'a/b': 'x', c: 'y', d: 'z' }, { a: 'file', 'c/d': 'kept' }, kept);
    expect(blocked.steps.map(stepText)).toEqual(['write d']);
    expect(blocked.problems).toEqual([
      { path: 'a/b', reason: 'in-the-way', message: 'a/b cannot be restored: a is there and is not a folder.' },
      { path: 'c', reason: 'in-the-way', message: 'c cannot be restored: a folder with other files stands there.' },
    ]);
    expect(steps({ a: '/' }, { 'a/b': 'kept' }, kept)).toEqual(['directory a']);
  });

  it('fetches references that are not there, when everything else is in place and before anything else goes', () => {
    const found = plan({ a: 'gs:a', b: 'gs:b', c: 'gs:c', d: 'new' }, { a: 'gs:a', b: '?other', e: 'extra' });
    expect(found.steps.map(stepText)).toEqual(['write d', 'fetch b', 'fetch c', 'remove e']);
    expect(found).toMatchObject({ create: 2, overwrite: 1, delete: 1, unchanged: 1, bytes: 9, problems: [] });
  });

  it('leaves alone what stands where a reference must not be fetched, and says why', () => {
    const found = plan({ a: 'gs:a', b: 'gs:b' }, { b: '?other' }, { withheld: ({ uri }) => (uri === 'gs:b' ? 'b is not to be had' : null) });
    expect(found.steps.map(stepText)).toEqual(['fetch a']);
    expect(found.problems).toEqual([{ path: 'b', reason: 'reference', message: 'b is not to be had' }]);
  });

  it('takes a file for what a reference names when its digest says so', () => {
    const reference = { kind: 'reference', path: 'a' as EntryPath, uri: 'file:///a', size: 4, identity: { sha256: digestOf('same') } } as const;
    const withPresent = (text: string) => planRestore({ wanted: [reference], present: [entry('a', text)], deleteExtra: true });
    expect(withPresent('same')).toMatchObject({ steps: [], unchanged: 1 });
    expect(withPresent('diff')).toMatchObject({ overwrite: 1, unchanged: 0 });
  });

  it('refuses paths below something that is no folder in the version itself', () => {
    const found = plan({ a: '->/etc', 'a/passwd': 'evil', 'b': 'x', 'b/c/d': 'y' }, {});
    expect(found.steps.map(stepText)).toEqual(['link a', 'write b']);
    expect(found.problems.map(({ path, reason }) => `${path} ${reason}`)).toEqual(['a/passwd collision', 'b/c/d collision']);
  });

  describe('for a target that takes different spellings for one name', () => {
    const names = { ignoresCase: true, normalizes: true };

    it('places the first of two such paths and says so of the others', () => {
      const found = plan({ README: 'x', readme: 'y', 'caf\u00e9': '1', 'cafe\u0301': '2', A: 'f', 'a/b': 'g' }, {}, { names });
      expect(found.problems.map(({ path, reason }) => `${path} ${reason}`)).toEqual(['a/b collision', 'caf\u00e9 collision', 'readme collision']);
      expect(plan({ README: 'x', readme: 'y' }, {}).problems).toEqual([]);
    });

    it('removes the other spelling before it writes, so that it does not remove what it wrote', () => {
      expect(steps({ README: 'x' }, { readme: 'x' }, { names })).toEqual(['remove readme', 'write README']);
      expect(steps({ 'a/x': 'x' }, { 'A/x': 'x' }, { names })).toEqual(['remove A/x', 'prune A', 'write a/x']);
      expect(steps({ README: 'x' }, { readme: 'x' })).toEqual(['write README', 'remove readme']);
    });
  });

  it.each(['con', 'a/NUL.txt', 'lpt1', 'what?', 'a:b', 'back\\slash', 'dot.', 'space '])('refuses the name %j where Windows does', (path) => {
    expect(plan({ [path]: 'x', 'console.txt': 'y' }, {}, { names: { refusesDeviceNames: true } }).problems).toMatchObject([{ path, reason: 'name' }]);
    expect(plan({ [path]: 'x' }, {}).problems).toEqual([]);
  });
});

/** A folder in memory that does what the steps say, and fails where a file system would. */
function carryOut(present: Tree, plan: readonly PlanStep[]): Tree {
  const there = new Map<string, string>();
  const folders = new Set<string>();
  const makeFolders = (path: EntryPath): void => {
    for (let at = parentOf(path); at !== ''; at = parentOf(at)) {
      if (there.has(at)) throw new Error(`${at} is not a folder`);
      folders.add(at);
    }
  };
  for (const [path, text] of Object.entries(present)) {
    makeFolders(path as EntryPath);
    if (text === '/') folders.add(path);
    else there.set(path, text);
  }
  const isEmpty = (folder: string): boolean => ![...there.keys(), ...folders].some((path) => path !== folder && isWithin(path, folder as EntryPath));
  for (const step of plan) {
    const path = 'entry' in step ? step.entry.path : step.path;
    if (step.kind === 'remove') {
      if (!there.delete(path)) throw new Error(`nothing to remove at ${path}`);
    } else if (step.kind === 'prune') {
      if (isEmpty(path)) folders.delete(path);
    } else if (step.kind === 'directory') {
      makeFolders(path);
      if (there.has(path)) throw new Error(`${path} is a file`);
      folders.add(path);
    } else {
      makeFolders(path);
      if (folders.has(path)) throw new Error(`${path} is a folder`);
      const text = step.kind === 'link' ? `->${step.entry.target}` : step.kind === 'fetch' ? step.entry.uri : step.entry.blob;
      there.set(path, text);
    }
  }
  const digested = [...there].map(([path, text]) => [path, text.startsWith('->') || /^[0-9a-f]{64}$/.test(text) ? text : digestOf(text)]);
  const empty = [...folders].filter(isEmpty).map((folder) => [folder, '/']);
  return Object.fromEntries([...digested, ...empty]) as Tree;
}

describe('a plan carried out', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  const text = fc.constantFrom('x', 'y', '->x', '->y', '/');
  const isSound = (tree: Tree): boolean => Object.keys(tree).every((one) => !Object.keys(tree).some((other) => other !== one && isWithin(one, other as EntryPath)));
  const tree = fc.dictionary(path, text, { maxKeys: 8, noNullPrototype: true }).filter(isSound);

  it('makes any folder what is wanted', () => {
    fc.assert(
      fc.property(tree, tree, (wanted, present) => {
        const found = plan(wanted, present);
        expect(carryOut(present, found.steps)).toEqual(carryOut(wanted, []));
        expect(found.create + found.overwrite + found.touch + found.unchanged).toBe(Object.keys(wanted).length);
      }),
      { numRuns: 400 },
    );
  });

  it('makes any folder what is wanted when it knows of the differences alone', () => {
    fc.assert(
      fc.property(tree, tree, (wanted, present) => {
        const differing = (one: Tree, other: Tree): Tree => Object.fromEntries(Object.entries(one).filter(([at, value]) => other[at] !== value));
        const found = plan(differing(wanted, present), differing(present, wanted));
        expect(carryOut(present, found.steps)).toEqual(carryOut(wanted, []));
      }),
      { numRuns: 400 },
    );
  });

  it('loses nothing that is not wanted when it may not delete', () => {
    fc.assert(
      fc.property(tree, tree, (wanted, present) => {
        const found = plan(wanted, present, kept);
        const left = new Set(found.problems.map(({ path: at }) => at as string));
        const result = carryOut(present, found.steps);
        for (const [at, value] of Object.entries(carryOut(present, []))) {
          if (value !== '/' && (wanted[at] === undefined || left.has(at))) expect(result[at]).toBe(value);
        }
        for (const [at, value] of Object.entries(carryOut(wanted, []))) if (value !== '/' && !left.has(at)) expect(result[at]).toBe(value);
      }),
      { numRuns: 400 },
    );
  });
});
