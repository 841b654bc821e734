import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareThree } from '../../electron/engine/diff/three-way.ts';
import { buildManifest } from '../../electron/engine/manifest/build-manifest.ts';
import { sameContent, type Entry, type FileEntry } from '../../electron/engine/model/entry.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import { digester, digestOf } from '../fakes/digester-node.ts';
import { manyFiles, sorted, sourceOf } from './manifest-arbitraries.ts';

const all = manyFiles(400);
const paths = [...all.map(({ path }) => path), 'new' as EntryPath, 'new/er' as EntryPath];

/** Few paths and few contents, so that both sides often change the same one, and often to the same end. */
const change = fc.record({ path: fc.oneof(fc.constantFrom(...paths.slice(0, 12)), fc.constantFrom(...paths)), content: fc.option(fc.nat(2), { nil: null }) });
const changes = fc.array(change, { maxLength: 20 });

type Files = ReadonlyMap<string, FileEntry>;

function changed(files: Files, edits: readonly { path: EntryPath; content: number | null }[]): Files {
  const next = new Map(files);
  for (const { path, content } of edits) {
    if (content === null) next.delete(path);
    else next.set(path, { ...(all[0] as FileEntry), path, blob: digestOf(`content ${content}`) });
  }
  return next;
}

const isSame = (a: Entry | undefined, b: Entry | undefined): boolean => (a === undefined || b === undefined ? a === b : sameContent(a, b));

function expected(base: Files, here: Files, there: Files): string[] {
  return [...new Set([...base.keys(), ...here.keys(), ...there.keys()])].flatMap((path) => {
    const [was, ours, theirs] = [base.get(path), here.get(path), there.get(path)];
    if (isSame(was, ours) && isSame(was, theirs)) return [];
    if (isSame(was, ours)) return [`${path} there`];
    if (isSame(was, theirs)) return [`${path} here`];
    return [`${path} ${isSame(ours, theirs) ? 'alike' : 'both'}`];
  });
}

const built = (files: Files) => buildManifest(sorted(files.values()), digester);

it('tells of every path which side changed it, as a look at all paths would', () => {
  fc.assert(
    fc.property(changes, changes, changes, (before, our, their) => {
      const base = changed(new Map(all.map((file) => [file.path, file])), before);
      const [here, there] = [changed(base, our), changed(base, their)];
      const trees = [built(base), built(here), built(there)] as const;
      const rows = [...compareThree({ base: trees[0].root.node, here: trees[1].root.node, there: trees[2].root.node }, sourceOf(...trees))];
      expect(rows.map(({ path, changed: by }) => `${path} ${by}`).toSorted()).toEqual(expected(base, here, there).toSorted());
      expect(rows.map(({ path }) => path)).toEqual(sorted(rows.map(({ path }) => ({ ...(all[0] as FileEntry), path }))).map(({ path }) => path));
      for (const row of rows) expect([row.base?.path, row.here?.path, row.there?.path].filter((path) => path !== undefined && path !== row.path)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

it('reads no more nodes than both differences need', () => {
  const files: Files = new Map(manyFiles(20_000).map((file) => [file.path, file]));
  const some = [...files.keys()] as EntryPath[];
  const [base, here, there] = [files, changed(files, [{ path: some[5] as EntryPath, content: 1 }]), changed(files, [{ path: some[15_000] as EntryPath, content: null }])].map(built);
  if (base === undefined || here === undefined || there === undefined) throw new Error('three manifests');
  const source = sourceOf(base, here, there);
  const rows = [...compareThree({ base: base.root.node, here: here.root.node, there: there.root.node }, source)];
  expect(rows.map(({ changed: by }) => by)).toEqual(['here', 'there']);
  expect(source.reads).toBeLessThan(40);
});
