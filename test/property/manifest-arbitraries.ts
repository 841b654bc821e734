import fc from 'fast-check';
import type { BuiltManifest } from '../../electron/engine/manifest/build-manifest.ts';
import type { NodeSource } from '../../electron/engine/manifest/node-source.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { comparePaths, isEntryPath, type EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { Entry, FileEntry } from '../../electron/engine/model/entry.ts';
import { digestOf } from '../fakes/digester-node.ts';

const oddNames = ['-rf', 'two words', 'new\nline', 'caf\u00e9', 'cafe\u0301', '\u{1f600}', '\u{1f601}a', '\uffee', 'A', 'a', '~', '0', '!', '__proto__', '..x', ' '];

const name = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 60 }).map((n) => `file-${n}.txt`) },
  { weight: 2, arbitrary: fc.constantFrom(...oddNames) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((text) => isEntryPath(text) && !text.includes('/')) },
);

export const path: fc.Arbitrary<EntryPath> = fc
  .array(name, { minLength: 1, maxLength: 4 })
  .map((names) => names.join('/') as EntryPath);

const digest = fc.integer({ min: 0, max: 40 }).map((n) => digestOf(`content ${n}`));
const time = fc.oneof(fc.integer({ min: -5e15, max: 5e15 }), fc.constantFrom(0, -1, 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER));
const size = fc.oneof(fc.nat(1_000_000), fc.constantFrom(0, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 40));
const mode = fc.integer({ min: 0, max: 0o777 });
const text = fc.string({ unit: 'grapheme', maxLength: 12 });

export const file = (at: EntryPath): fc.Arbitrary<FileEntry> =>
  fc.record({
    kind: fc.constant('file' as const),
    path: fc.constant(at),
    blob: digest,
    size,
    list: fc.option(digest, { nil: null, freq: 3 }),
    executable: fc.boolean(),
    mode,
    modifiedAt: time,
  });

export const entryAt = (at: EntryPath): fc.Arbitrary<Entry> =>
  fc.oneof<fc.Arbitrary<Entry>[]>(
    file(at),
    file(at),
    fc.record({ kind: fc.constant('link' as const), path: fc.constant(at), target: text, modifiedAt: time }),
    fc.record({ kind: fc.constant('directory' as const), path: fc.constant(at), mode, modifiedAt: time }),
    fc.record({
      kind: fc.constant('reference' as const),
      path: fc.constant(at),
      uri: text,
      size: fc.option(size, { nil: null }),
      identity: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
    }),
  );

export const entry: fc.Arbitrary<Entry> = path.chain(entryAt);

/** Entries of different paths in path order. */
export const entries = (maxLength: number): fc.Arbitrary<Entry[]> =>
  fc.uniqueArray(entry, { selector: (one) => one.path, maxLength, size: 'max' }).map(sorted);

export function sorted(all: Iterable<Entry>): Entry[] {
  return [...all].sort((a, b) => comparePaths(a.path, b.path));
}

/** Many files with few words, for trees of several levels. */
export function manyFiles(count: number, content: (index: number) => string = String): FileEntry[] {
  const files = Array.from({ length: count }, (_, i): FileEntry => {
    const at = `folder-${i % 17}/sub ${i % 5}/file-${i}.txt` as EntryPath;
    return { kind: 'file', path: at, blob: digestOf(content(i)), size: i, list: null, executable: false, mode: 0o644, modifiedAt: i };
  });
  return sorted(files) as FileEntry[];
}

/** A source over everything that was built. */
export function sourceOf(...built: readonly BuiltManifest[]): NodeSource & { reads: number } {
  const source = {
    reads: 0,
    read(digest: Digest): Uint8Array {
      source.reads += 1;
      for (const { nodes } of built) {
        const bytes = nodes.get(digest);
        if (bytes !== undefined) return bytes;
      }
      throw new Error(`a node that nobody built: ${digest}`);
    },
  };
  return source;
}
