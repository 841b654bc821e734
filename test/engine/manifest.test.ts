import { describe, expect, it } from 'vitest';
import { buildManifest, createManifestBuilder } from '../../electron/engine/manifest/build-manifest.ts';
import { nodeChildren } from '../../electron/engine/manifest/children.ts';
import { decodeNode } from '../../electron/engine/manifest/decode-node.ts';
import { diffManifests } from '../../electron/engine/manifest/diff-manifests.ts';
import { editManifest } from '../../electron/engine/manifest/edit-manifest.ts';
import { keyDigest } from '../../electron/engine/manifest/key-level.ts';
import { rememberNodes } from '../../electron/engine/manifest/node-source.ts';
import { entriesOf, outlineFolder } from '../../electron/engine/manifest/folder-outline.ts';
import { entriesWithin, folderTotals, manifestTotals } from '../../electron/engine/manifest/read-manifest.ts';
import { verifyManifest } from '../../electron/engine/manifest/verify-manifest.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { Entry, FileEntry } from '../../electron/engine/model/entry.ts';
import { digester, digestOf } from '../fakes/digester-node.ts';
import { manyFiles, sorted, sourceOf } from '../property/manifest-arbitraries.ts';

const file = (path: string, text = path, more: Partial<FileEntry> = {}): FileEntry => ({
  kind: 'file',
  path: path as EntryPath,
  blob: digestOf(text),
  size: text.length,
  list: null,
  executable: false,
  mode: 0o644,
  modifiedAt: 1_700_000_000_123_456,
  ...more,
});

const zoo: Entry[] = sorted([
  file('animals/cat.txt'),
  file('animals/dog.txt', 'dog', { executable: true, mode: 0o755, modifiedAt: -86_400_000_001 }),
  file('animals/big/whale.bin', 'whale', { size: 5_000_000_000, list: digestOf('list') }),
  file('animals-old/dodo.txt', 'dodo'),
  file('empty.txt', ''),
  { kind: 'link', path: 'pet' as EntryPath, target: 'animals/cat.txt', modifiedAt: 7 },
  { kind: 'directory', path: 'cage' as EntryPath, mode: 0o700, modifiedAt: 0 },
  { kind: 'reference', path: 'far.bin' as EntryPath, uri: 'gs://zoo/far.bin', size: null, identity: { generation: '12' } },
]);

describe('a manifest', () => {
  it('is stored as format 1 says, for ever', () => {
    expect(keyDigest('animals/cat.txt')).toBe(0x8253e3e4);
    const built = buildManifest(zoo, digester);
    expect(built.root.node).toBe('0d756fe7fac0dc1a4c224298e60d589a589216f76bbde26fa24d00bd08ddcae6');
    expect(built.root.digest).toBe('1079d6ef00b409c9d141fdd77595187d1c7c89f0a333df6e70b411cfd09062a1');
    expect(buildManifest([], digester).root.node).toBe('9fdc82fc4905fe58b077dec5f74148f6628b26770c8c658d5af4821404c424e1');
    const tall = buildManifest(manyFiles(3_000), digester);
    expect(tall.root.node).toBe('fcb76895ce20b5db38e320825c9448d85906fe769c2a27341bc9e867b5ccc49c');
    expect(tall.root.digest).toBe('b78dd0dbf7fe21a201036526fda2c37c17cd9c7ba19377182eab264c4144cdd5');
  });

  it('keeps odd names apart and exactly as they are', () => {
    const names = ['-n', 'a\nb', 'caf\u00e9', 'cafe\u0301', 'CAF\u00c9', '\u{1f600}', '\u{1f601}', '\uffee', ' ', '..a', '\ufeffmark'];
    const built = buildManifest(sorted(names.map((name) => file(name))), digester);
    expect([...entriesWithin(built.root.node, '', sourceOf(built))].map(({ path }) => path)).toEqual(names.toSorted());
  });

  it('names the chunks and lists of its files, and nothing for what has no bytes in the store', () => {
    const built = buildManifest([...zoo, file('zz.txt', 'dog')], digester);
    expect(nodeChildren(built.nodes.get(built.root.node) as Uint8Array)).toEqual([
      { digest: digestOf('dodo'), kind: 'data' },
      { digest: digestOf('list'), kind: 'list' },
      { digest: digestOf('animals/cat.txt'), kind: 'data' },
      { digest: digestOf('dog'), kind: 'data' },
      { digest: digestOf('dog'), kind: 'data' },
    ]);
  });

  it('refuses entries that are out of order, twice there, or hold what cannot be kept', () => {
    expect(() => buildManifest([file('b'), file('a')], digester)).toThrow(RangeError);
    expect(() => buildManifest([file('a'), file('a')], digester)).toThrow(RangeError);
    expect(() => buildManifest([file('half \ud83d')], digester)).toThrow(RangeError);
    expect(() => buildManifest([file('half \ud83d'), file('half \ude00')], digester)).toThrow(RangeError);
    expect(() => buildManifest([file('a', 'a', { modifiedAt: 0.5 })], digester)).toThrow(RangeError);
    expect(() => buildManifest([file('a', 'a', { size: 2 ** 53 - 1 }), file('b')], digester)).toThrow(RangeError);
  });

  it('keeps the permission bits alone of a mode', () => {
    const built = buildManifest([file('a', 'a', { mode: 0o104755 })], digester);
    expect([...entriesWithin(built.root.node, '', sourceOf(built))][0]).toMatchObject({ mode: 0o755 });
  });

  it('tells the rows of a folder: sub-folders with their totals, and what stands in it', () => {
    const built = buildManifest(zoo, digester);
    const source = sourceOf(built);
    const root = outlineFolder(built.root.node, '', source);
    expect(root.folders).toEqual([
      { name: 'animals', path: 'animals', files: 3, bytes: 5_000_000_018 },
      { name: 'animals-old', path: 'animals-old', files: 1, bytes: 4 },
    ]);
    expect(root.entries).toBe(4);
    expect([...entriesOf(built.root.node, '', root, 0, source)].map(({ path }) => path)).toEqual(['cage', 'empty.txt', 'far.bin', 'pet']);
    expect(outlineFolder(built.root.node, 'animals' as EntryPath, source).folders).toMatchObject([{ name: 'big', path: 'animals/big' }]);
    expect(outlineFolder(built.root.node, 'anim' as EntryPath, source)).toMatchObject({ folders: [], entries: 0 });
    expect(folderTotals(built.root.node, 'animals' as EntryPath, sourceOf(built))).toEqual({ files: 3, bytes: 5_000_000_018 });
  });

  it('finds a folder and its totals without reading the nodes beside the way', () => {
    const built = buildManifest(manyFiles(20_000), digester);
    const source = sourceOf(built);
    folderTotals(built.root.node, 'folder-3' as EntryPath, source);
    expect(source.reads).toBeLessThan(14);
    source.reads = 0;
    expect(outlineFolder(built.root.node, '', source).folders).toHaveLength(17);
    expect(source.reads).toBeLessThan(100);
  });

  it('finds any page of a long folder without reading the rows before it', () => {
    const flat = Array.from({ length: 20_000 }, (_, i) => file(`flat/${String(i).padStart(5, '0')}.txt`));
    const built = buildManifest(sorted([...flat, file('flat/10000/inner.txt'), file('flat/00007/inner.txt')]), digester);
    const source = sourceOf(built);
    const outline = outlineFolder(built.root.node, 'flat' as EntryPath, source);
    expect(outline.entries).toBe(20_000);
    source.reads = 0;
    const page = entriesOf(built.root.node, 'flat' as EntryPath, outline, 15_000, source);
    expect(page.next().value).toMatchObject({ path: 'flat/15000.txt' });
    expect(source.reads).toBeLessThan(14);
  });

  it('edited in one place makes a node a level and reads a few', () => {
    const files = manyFiles(20_000);
    const built = buildManifest(files, digester);
    const source = sourceOf(built);
    const path = files[7_000]?.path as EntryPath;
    const edited = editManifest(built.root.node, [{ path, entry: file(path, 'new') }], source, digester);
    expect(edited.nodes.size).toBeLessThanOrEqual(4);
    expect(source.reads).toBeLessThan(12);
    source.reads = 0;
    const found = [...diffManifests(built.root.node, edited.root.node, sourceOf(edited, built))];
    expect(found).toMatchObject([{ path, after: file(path, 'new') }]);
  });

  it('edited without any change stays what it is, and nothing is made', () => {
    const built = buildManifest(manyFiles(3_000), digester);
    const same = manyFiles(3_000)[100] as FileEntry;
    const edits = [
      { path: same.path, entry: same },
      { path: 'nowhere' as EntryPath, entry: null },
    ];
    const edited = editManifest(built.root.node, edits, sourceOf(built), digester);
    expect(edited.root).toEqual(built.root);
    expect(edited.nodes.size).toBe(0);
    expect(manifestTotals(built.root.node, sourceOf(built), digester)).toEqual(built.root);
  });

  it('takes the last of several edits of one path', () => {
    const built = buildManifest(zoo, digester);
    const path = 'empty.txt' as EntryPath;
    const edits = [
      { path, entry: null },
      { path, entry: file(path, 'full') },
    ];
    expect(editManifest(built.root.node, edits, sourceOf(built), digester).root).toEqual(
      buildManifest(sorted([...zoo.filter((entry) => entry.path !== path), file(path, 'full')]), digester).root,
    );
    const wrong = [{ path, entry: file('other') }];
    expect(() => editManifest(built.root.node, wrong, sourceOf(built), digester)).toThrow(RangeError);
  });

  it('tells a builder’s nodes once each, children first', () => {
    const seen: Digest[] = [];
    const builder = createManifestBuilder(digester, (digest, bytes) => {
      for (const child of nodeChildren(bytes)) if (child.kind === 'manifest') expect(seen).toContain(child.digest);
      seen.push(digest);
    });
    for (const entry of manyFiles(3_000)) builder.add(entry);
    expect(builder.finish().node).toBe(seen.at(-1));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('verifies when it is whole', () => {
    const built = buildManifest(manyFiles(3_000), digester);
    expect(verifyManifest(built.root.node, sourceOf(built), digester)).toEqual(built.root);
  });

  it('whose difference is of times alone has none in content', () => {
    const before = buildManifest(manyFiles(3_000), digester);
    const touched = manyFiles(3_000).map((one, i) => (i % 500 === 0 ? { ...one, modifiedAt: 1, mode: 0o600 } : one));
    const after = buildManifest(touched, digester);
    const source = sourceOf(before, after);
    expect([...diffManifests(before.root.node, after.root.node, source, { contentOnly: true })]).toEqual([]);
    expect([...diffManifests(before.root.node, after.root.node, source)]).toHaveLength(6);
  });
});

describe('a hostile node', () => {
  const leaf = buildManifest([file('ab', 'x'), file('ac', 'x')], digester);
  const bytes = leaf.nodes.get(leaf.root.node) as Uint8Array;
  const text = 6; // behind the header: length of the texts, then "ab" and the "c" of "ac"

  it.each([
    ['is another kind of thing', bytes.with(0, 0x50)],
    ['has a newer format', bytes.with(2, 2)],
    ['lies about its level', bytes.with(3, 1)],
    ['has a level that no tree reaches', bytes.with(3, 7)],
    ['claims more entries than it has', bytes.with(4, 3)],
    ['has paths out of order', bytes.with(text + 3, 0x61)],
    ['has a path that leaves the root', bytes.with(text + 1, 0x2f)],
    ['has a text that is not UTF-8', bytes.with(text + 1, 0xff)],
    ['has an unknown kind', bytes.with(text + 4, 5)],
    ['ends too early', bytes.slice(0, -1)],
    ['goes on behind its end', new Uint8Array([...bytes, 0])],
  ])('that %s is refused', (_, node) => {
    expect(() => decodeNode(bytes)).not.toThrow();
    expect(() => decodeNode(node)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
  });
});

describe('remembered nodes', () => {
  it('are read once while they fit, and again when they were forgotten', () => {
    const built = buildManifest(manyFiles(3_000), digester);
    const source = sourceOf(built);
    const all = [...built.nodes.keys()];
    const few = rememberNodes(source, all.length);
    for (let i = 0; i < 3; i++) for (const digest of all) few.node(digest);
    expect(source.reads).toBe(all.length);
    source.reads = 0;
    const tight = rememberNodes(source, 1);
    for (const digest of [all[0], all[0], all[1], all[0]] as Digest[]) tight.node(digest);
    expect(source.reads).toBe(3);
  });
});
