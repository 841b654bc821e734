import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { digestToBytes, type Digest } from '../../electron/engine/model/digest.ts';
import { childPath, comparePaths, nameOf, parentOf, type EntryPath, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { Entry } from '../../electron/engine/model/entry.ts';
import type { CapturedFolder } from '../../electron/engine/ports/capture.ts';
import { encodeListing } from '../../electron/engine/scan/listing.ts';
import { keptEntry } from '../../electron/engine/snapshot/capture-changes.ts';
import { foundEdits, type FoundChanges } from '../../electron/engine/snapshot/found-changes.ts';
import { openFoundFolders } from '../../electron/engine/snapshot/found-entries.ts';

const blobOf = (text: string): Digest => digestOf(new TextEncoder().encode(text));

/** Names chosen so that files stand before, between and behind what lies in folders of nearly the same name. */
const name = fc.constantFrom('a', 'a!', 'a.txt', 'a0', 'aa', 'b', 'B', '\u00e4', 'a b', '-', '\ud83d\ude00', '\uffee');
const filePath = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/') as EntryPath);

function answer(path: FolderPath, names: readonly string[], blob: (path: EntryPath) => Digest): CapturedFolder {
  const sorted = [...names].sort(comparePaths);
  const stamp = { size: 5, modifiedMs: 1_000, changedMs: 2_000, inode: 1, mode: 0o644 };
  const files = encodeListing(sorted.map((each) => ({ kind: 'file', name: each, stamp })));
  const blobs = new Uint8Array(32 * sorted.length);
  sorted.forEach((each, i) => blobs.set(digestToBytes(blob(childPath(path, each))), 32 * i));
  return { path, files, blobs, others: [] };
}

/** Answers for files, each folder in so many pieces. */
function answers(paths: readonly EntryPath[], pieces: number): CapturedFolder[] {
  const byFolder = Map.groupBy(paths, (path): FolderPath => parentOf(path));
  return [...byFolder].flatMap(([folder, inside]) => {
    const names = inside.map(nameOf).sort(comparePaths);
    const size = Math.ceil(names.length / pieces);
    return Array.from({ length: Math.ceil(names.length / size) }, (_, i) => answer(folder, names.slice(i * size, (i + 1) * size), blobOf));
  });
}

/** What is told while the answers come one by one. */
function entriesAsAnswered({ edits, captured, entryOf }: FoundChanges): Entry[] {
  const folders = openFoundFolders(entryOf);
  for (const folder of captured) folders.expect(folder);
  const walk = folders.entries([...edits.values()].filter((entry) => entry !== null));
  const entries: Entry[] = [];
  const takeKnown = (): void => {
    for (let step = walk.next(); step.done !== true; step = walk.next()) {
      if (step.value === null) return;
      entries.push(step.value);
    }
  };
  for (const folder of captured) {
    takeKnown();
    folders.answer(folder);
  }
  takeKnown();
  return entries;
}

function sortedLike(found: FoundChanges): Entry[] {
  const last = new Map<EntryPath, Entry | null>();
  for (const { path, entry } of foundEdits(found)) last.set(path, entry);
  return [...last.values()].filter((entry) => entry !== null).sort((a, b) => comparePaths(a.path, b.path));
}

describe('entries found in a folder of which nothing was known', () => {
  it('come in path order, however folders, files and pieces of folders are mixed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(filePath, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), fc.nat(), fc.boolean(), (paths, pieces, seed, mixed) => {
        const links = paths.filter((_, i) => (seed + i) % 3 === 0);
        const edits = new Map<EntryPath, Entry | null>(links.map((path) => [path, { kind: 'link', path, target: 'x', modifiedAt: 1 }]));
        const captured = answers(paths.filter((path) => !edits.has(path)), pieces);
        const found: FoundChanges = { edits, captured: mixed ? captured.toReversed() : captured, entryOf: keptEntry };
        expect(entriesAsAnswered(found)).toEqual(sortedLike(found));
      }),
    );
  });

  it('are told as soon as all before them are answered, and not before', () => {
    const captured = answers(['a/x', 'b/x', 'c/x'] as EntryPath[], 1);
    const folders = openFoundFolders(keptEntry);
    for (const folder of captured) folders.expect(folder);
    const walk = folders.entries([]);
    const [a, b, c] = captured as [CapturedFolder, CapturedFolder, CapturedFolder];
    folders.answer(b);
    expect(walk.next().value).toBeNull();
    folders.answer(a);
    expect([walk.next(), walk.next()].map(({ value }) => value?.path)).toEqual(['a/x', 'b/x']);
    expect(walk.next().value).toBeNull();
    folders.answer(c);
    expect([walk.next().value?.path, walk.next().done]).toEqual(['c/x', true]);
  });

  it('hold the last answer of a file that was read twice, and the file rather than what else stood there', () => {
    const [a, b] = ['a' as EntryPath, 'b' as EntryPath];
    const second: CapturedFolder = { ...answer('', ['a', 'b'], () => blobOf('second')), others: [{ at: 1, file: { outcome: 'gone', path: b } }] };
    const found: FoundChanges = {
      edits: new Map<EntryPath, Entry | null>([[a, { kind: 'link', path: a, target: 'x', modifiedAt: 1 }]]),
      captured: [answer('', ['a', 'b'], () => blobOf('first')), second],
      entryOf: keptEntry,
    };
    expect(entriesAsAnswered(found)).toMatchObject([{ kind: 'file', path: 'a', blob: blobOf('second') }]);
    expect(sortedLike(found)).toEqual(entriesAsAnswered(found));
  });
});
