import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { buildManifest, type BuiltManifest } from '../../electron/engine/manifest/build-manifest.ts';
import { nodeChildren, type NamedChild } from '../../electron/engine/manifest/children.ts';
import { decodeNode } from '../../electron/engine/manifest/decode-node.ts';
import { diffManifests } from '../../electron/engine/manifest/diff-manifests.ts';
import { editManifest, type ManifestEdit } from '../../electron/engine/manifest/edit-manifest.ts';
import { createNodeEncoder } from '../../electron/engine/manifest/encode-node.ts';
import { keyLevel } from '../../electron/engine/manifest/key-level.ts';
import { entriesOf, outlineFolder } from '../../electron/engine/manifest/folder-outline.ts';
import { entriesWithin, findEntry, folderTotals, pathAt } from '../../electron/engine/manifest/read-manifest.ts';
import { verifyManifest } from '../../electron/engine/manifest/verify-manifest.ts';
import { visitNodeChildren, type VisitChild } from '../../electron/engine/manifest/visit-children.ts';
import { digestFromBytes, type Digest } from '../../electron/engine/model/digest.ts';
import { isWithin, parentOf, type EntryPath, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import { entrySize, sameContent, type Entry } from '../../electron/engine/model/entry.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import { digester } from '../fakes/digester-node.ts';
import { entries, entry, entryAt, manyFiles, path, sorted, sourceOf } from './manifest-arbitraries.ts';

const base = manyFiles(1_500);
const baseBuilt = buildManifest(base, digester);
const basePaths = base.map((one) => one.path);

/** Edits of the base: of its own paths, of paths that end nodes, of runs of paths, and of new ones. */
const boundaries = basePaths.filter((one) => keyLevel(one) > 0);
const editedPath = fc.oneof(fc.constantFrom(...basePaths), fc.constantFrom(...boundaries), fc.constant(basePaths.at(-1) as EntryPath), path);
const edit: fc.Arbitrary<ManifestEdit> = editedPath.chain((at) =>
  fc.record({ path: fc.constant(at), entry: fc.option(entryAt(at), { nil: null, freq: 2 }) }),
);
const run = fc
  .record({ start: fc.nat(basePaths.length - 1), length: fc.nat(200) })
  .map(({ start, length }) => basePaths.slice(start, start + length).map((at): ManifestEdit => ({ path: at, entry: null })));
const edits = fc.oneof(fc.array(edit, { maxLength: 30 }), fc.tuple(run, fc.array(edit, { maxLength: 5 })).map(([a, b]) => [...a, ...b]));

function applyEdits(all: readonly Entry[], changes: readonly ManifestEdit[]): Entry[] {
  const map = new Map<string, Entry>(all.map((one) => [one.path, one]));
  for (const change of changes) {
    if (change.entry === null) map.delete(change.path);
    else map.set(change.path, change.entry);
  }
  return sorted(map.values());
}

function pathsOf(all: Iterable<Entry>): string[] {
  return Array.from(all, (one) => one.path);
}

function merged(...built: BuiltManifest[]): BuiltManifest {
  return { root: (built.at(-1) as BuiltManifest).root, nodes: new Map(built.flatMap(({ nodes }) => [...nodes])) };
}

/** Every node that a tree is made of. */
function reachable(built: BuiltManifest, from: BuiltManifest): Set<Digest> {
  const found = new Set<Digest>();
  const open = [built.root.node];
  for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
    found.add(digest);
    for (const child of nodeChildren(from.nodes.get(digest) as Uint8Array)) if (child.kind === 'manifest') open.push(child.digest);
  }
  return found;
}

describe('a manifest', () => {
  it('gives back exactly the entries it was built of', () => {
    fc.assert(
      fc.property(entries(120), (all) => {
        const built = buildManifest(all, digester);
        expect([...entriesWithin(built.root.node, '', sourceOf(built))]).toEqual(all);
        expect(built.root.files).toBe(all.length);
        expect(built.root.bytes).toBe(all.reduce((sum, one) => sum + entrySize(one), 0));
        expect(reachable(built, built)).toEqual(new Set(built.nodes.keys()));
      }),
      { numRuns: 60 },
    );
  });

  it('has the same root after any edits in any batches as when it is built at once', () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 3 }), (batches) => {
        let known = baseBuilt;
        let all: readonly Entry[] = base;
        for (const batch of batches) {
          const edited = editManifest(known.root.node, batch, sourceOf(known), digester);
          const before = reachable(known, known);
          known = merged(known, edited);
          all = applyEdits(all, batch);
          const after = reachable(edited, known);
          for (const digest of edited.nodes.keys()) expect(after.has(digest) && !before.has(digest)).toBe(true);
        }
        const atOnce = buildManifest(all, digester);
        expect(known.root).toEqual(atOnce.root);
        expect(reachable(known, known)).toEqual(new Set(atOnce.nodes.keys()));
      }),
      { numRuns: 60 },
    );
  });

  it('has the same root whether it grew one entry at a time or shrank from a larger one', () => {
    fc.assert(
      fc.property(entries(90), fc.infiniteStream(fc.nat()), (all, random) => {
        const shuffled = all.map((one) => ({ one, at: random.next().value as number })).sort((a, b) => a.at - b.at);
        let grown = buildManifest([], digester);
        for (const { one } of shuffled) {
          grown = merged(grown, editManifest(grown.root.node, [{ path: one.path, entry: one }], sourceOf(grown), digester));
        }
        expect(grown.root).toEqual(buildManifest(all, digester).root);
        for (const { one } of shuffled) {
          grown = merged(grown, editManifest(grown.root.node, [{ path: one.path, entry: null }], sourceOf(grown), digester));
        }
        expect(grown.root).toEqual(buildManifest([], digester).root);
      }),
      { numRuns: 15 },
    );
  });

  it('has a content digest that knows nothing of times, permission bits and chunk lists', () => {
    fc.assert(
      fc.property(entries(100), fc.nat(0o777), fc.integer(), (all, mode, modifiedAt) => {
        const retimed = all.map((one): Entry => {
          if (one.kind === 'file') return { ...one, mode, modifiedAt, list: null };
          if (one.kind === 'link') return { ...one, modifiedAt };
          return one.kind === 'directory' ? { ...one, mode, modifiedAt } : one;
        });
        expect(buildManifest(retimed, digester).root.digest).toBe(buildManifest(all, digester).root.digest);
      }),
      { numRuns: 50 },
    );
  });

  it('has another content digest as soon as any entry has other content', () => {
    fc.assert(
      fc.property(entries(40), entry, (all, other) => {
        const before = all.find((one) => one.path === other.path);
        fc.pre(before === undefined || !sameContent(before, other));
        const changed = applyEdits(all, [{ path: other.path, entry: other }]);
        expect(buildManifest(changed, digester).root.digest).not.toBe(buildManifest(all, digester).root.digest);
      }),
      { numRuns: 60 },
    );
  });

  it('answers for every path and folder what its entries say', () => {
    fc.assert(
      fc.property(entries(120), fc.array(path, { maxLength: 5 }), (all, strangers) => {
        const built = buildManifest(all, digester);
        const source = sourceOf(built);
        for (const at of [...all.filter((_, i) => i % 8 === 0).map((one) => one.path), ...strangers]) {
          expect(findEntry(built.root.node, at, source)).toEqual(all.find((one) => one.path === at) ?? null);
          const folder = parentOf(at);
          const inside = all.filter((one) => isWithin(one.path, folder));
          expect(pathsOf(entriesWithin(built.root.node, folder, source))).toEqual(pathsOf(inside));
          expect(pathsOf(entriesWithin(built.root.node, folder, source, at))).toEqual(pathsOf(inside).filter((one) => one > at));
          const bytes = inside.reduce((sum, one) => sum + entrySize(one), 0);
          expect(folderTotals(built.root.node, folder, source)).toEqual({ files: inside.length, bytes });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('finds the entry of every number', () => {
    fc.assert(
      fc.property(entries(100), (all) => {
        const built = buildManifest(all, digester);
        const source = sourceOf(built);
        expect([...all, null].map((_, rank) => pathAt(built.root.node, rank, source))).toEqual([...all.map(({ path: at }) => at), null]);
      }),
      { numRuns: 25 },
    );
  });

  it('lists the rows of a folder with totals that add up', () => {
    fc.assert(
      fc.property(entries(100), path, (all, at) => {
        const built = buildManifest(all, digester);
        const start = at.split('/')[0] as EntryPath;
        for (const folder of ['', start] as FolderPath[]) {
          const below = all.filter((one) => folder === '' || one.path.startsWith(`${folder}/`));
          const rest = (one: Entry): string[] => one.path.slice(folder === '' ? 0 : folder.length + 1).split('/');
          const rows = outlineFolder(built.root.node, folder, sourceOf(built));
          const direct = below.filter((one) => rest(one).length === 1);
          expect(rows.entries).toBe(direct.length);
          for (let offset = 0; offset <= direct.length; offset += 1) {
            expect([...entriesOf(built.root.node, folder, rows, offset, sourceOf(built))]).toEqual(direct.slice(offset));
          }
          const names = new Set(below.filter((one) => rest(one).length > 1).map((one) => rest(one)[0] as string));
          expect(rows.folders.map(({ name }) => name)).toEqual([...names].sort());
          for (const row of rows.folders) {
            const inside = below.filter((one) => one.path.startsWith(`${row.path}/`));
            expect(row.files).toBe(inside.length);
            expect(row.bytes).toBe(inside.reduce((sum, one) => sum + entrySize(one), 0));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the difference of two manifests', () => {
  it('applied to the first gives the second', () => {
    fc.assert(
      fc.property(edits, fc.boolean(), (changes, contentOnly) => {
        const all = applyEdits(base, changes);
        const after = buildManifest(all, digester);
        const found = [...diffManifests(baseBuilt.root.node, after.root.node, sourceOf(baseBuilt, after), { contentOnly })];
        expect(found.map((one) => one.path)).toEqual(found.map((one) => one.path).sort());
        for (const one of found) expect(one.before).toEqual(base.find((other) => other.path === one.path) ?? null);
        const result = applyEdits(base, found.map((one) => ({ path: one.path, entry: one.after })));
        const root = buildManifest(result, digester).root;
        expect(contentOnly ? root.digest : root.node).toBe(contentOnly ? after.root.digest : after.root.node);
      }),
      { numRuns: 50 },
    );
  });

  it('between any two trees names each path that differs and no other', () => {
    fc.assert(
      fc.property(entries(90), entries(90), fc.boolean(), (a, b, contentOnly) => {
        const [before, after] = [buildManifest(a, digester), buildManifest(b, digester)];
        const found = [...diffManifests(before.root.node, after.root.node, sourceOf(before, after), { contentOnly })];
        const encode = (one: Entry | undefined): string => JSON.stringify(one ?? null);
        const differs = (at: EntryPath): boolean => {
          const [x, y] = [a.find((one) => one.path === at), b.find((one) => one.path === at)];
          if (x !== undefined && y !== undefined && contentOnly) return !sameContent(x, y);
          return buildOne(x) !== buildOne(y) || encode(x) === 'null' || encode(y) === 'null';
        };
        const paths = [...new Set([...a, ...b].map((one) => one.path))].sort();
        expect(found.map((one) => one.path)).toEqual(paths.filter(differs));
      }),
      { numRuns: 60 },
    );
  });
});

/** What is named, as the quick walk tells it. */
function visited(bytes: Uint8Array): NamedChild[] {
  const named: NamedChild[] = [];
  visitNodeChildren(bytes, (from, offset, kind) => named.push({ digest: digestFromBytes(from, offset), kind }));
  return named;
}

describe('the quick walk over what a node names', () => {
  it('tells what the decoded node tells', () => {
    fc.assert(
      fc.property(entries(80), (all) => {
        for (const bytes of buildManifest(all, digester).nodes.values()) expect(visited(bytes)).toEqual(nodeChildren(bytes));
      }),
      { numRuns: 60 },
    );
    for (const bytes of baseBuilt.nodes.values()) expect(visited(bytes)).toEqual(nodeChildren(bytes));
  });

  it('of a node with some bytes changed is refused, or tells what the decoded node tells when that has good paths', () => {
    const real = fc.oneof(
      fc.constantFrom(...baseBuilt.nodes.values()),
      entries(12).map((all) => [...buildManifest(all, digester).nodes.values()][0] as Uint8Array),
    );
    const spoiled = fc.record({ node: real, at: fc.double({ min: 0, max: 0.999, noNaN: true }), byte: fc.nat(255), cut: fc.boolean() });
    fc.assert(
      fc.property(spoiled, ({ node, at, byte, cut }) => {
        const index = Math.floor(at * node.length);
        const bytes = cut ? node.slice(0, index) : node.with(index, byte);
        expectRefusal(() => {
          const named = visited(bytes);
          expect(named).toEqual(nodeChildren(bytes));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is refused before anything was told', () => {
    for (const bytes of baseBuilt.nodes.values()) {
      const told = vi.fn<VisitChild>();
      expect(() => visitNodeChildren(bytes.slice(0, -1), told)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
      expect(() => visitNodeChildren(new Uint8Array([...bytes, 0]), told)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
      expect(told).not.toHaveBeenCalled();
    }
  });
});

function buildOne(one: Entry | undefined): Digest {
  return buildManifest(one === undefined ? [] : [one], digester).root.node;
}

describe('a hostile node', () => {
  it('of random bytes is refused and nothing else', () => {
    const header = fc.constantFrom([], [0x53, 0x4e, 1, 0], [0x53, 0x4e, 1, 1], [0x53, 0x4e, 1, 6]);
    const bytes = fc.tuple(header, fc.uint8Array({ maxLength: 200 })).map(([a, b]) => new Uint8Array([...a, ...b]));
    fc.assert(fc.property(bytes, (node) => expectRefusal(() => decodeNode(node))), { numRuns: 500 });
  });

  it('made of a real one by changing some bytes is read as another node or refused', () => {
    const real = [...baseBuilt.nodes.values()];
    const spoiled = fc.record({ node: fc.constantFrom(...real), at: fc.double({ min: 0, max: 0.999, noNaN: true }), byte: fc.nat(255), cut: fc.boolean() });
    fc.assert(
      fc.property(spoiled, ({ node, at, byte, cut }) => {
        const index = Math.floor(at * node.length);
        const bytes = cut ? node.slice(0, index) : node.with(index, byte);
        expectRefusal(() => {
          const decoded = decodeNode(bytes);
          expect(decoded.items.map((item) => item.path)).toEqual(decoded.items.map((item) => item.path).sort());
        });
      }),
      { numRuns: 500 },
    );
  });

  it('that lies about what is below it is found out when the whole is verified', () => {
    const root = decodeNode(baseBuilt.nodes.get(baseBuilt.root.node) as Uint8Array);
    const children = root.items as readonly { path: EntryPath; node: Digest; content: Digest; files: number; bytes: number }[];
    const lie = fc.constantFrom<(child: (typeof children)[number]) => (typeof children)[number]>(
      (child) => ({ ...child, files: child.files + 1 }),
      (child) => ({ ...child, bytes: child.bytes + 1 }),
      (child) => ({ ...child, content: child.node }),
      (child) => ({ ...child, path: `${child.path}x` as EntryPath }),
      (child) => ({ ...child, node: children[0]?.node as Digest }),
      (child) => ({ ...child, node: baseBuilt.root.node }),
    );
    fc.assert(
      fc.property(lie, fc.integer({ min: 1, max: children.length - 1 }), (change, index) => {
        const told = children.map((child, i) => (i === index ? change(child) : child));
        const bytes = createNodeEncoder().inner(root.level, told).bytes;
        const digest = digester.digest(bytes);
        const source = sourceOf(baseBuilt, { root: baseBuilt.root, nodes: new Map([[digest, bytes]]) });
        expect(() => verifyManifest(digest, source, digester)).toThrow(Failure);
      }),
      { numRuns: 40 },
    );
  });
});

function expectRefusal(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
  }
}
