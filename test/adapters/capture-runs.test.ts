import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunQueue, type CaptureRun } from '../../electron/adapters/capture-runs.ts';
import type { FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { CaptureFolder } from '../../electron/engine/ports/capture.ts';
import { decodeListing, encodeListing, type Child } from '../../electron/engine/scan/listing.ts';

const file = (name: string, size: number): Child => ({ kind: 'file', name, stamp: { size, modifiedMs: 1, changedMs: 2, inode: 3, mode: 0o644 } });
const folderOf = (path: string, children: readonly Child[]): CaptureFolder => ({ path: path as FolderPath, files: encodeListing(children) });

function cutAll(folders: readonly CaptureFolder[], mostFiles: number, mostBytes: number): CaptureRun[] {
  const queue = createRunQueue();
  queue.add(folders);
  const runs: CaptureRun[] = [];
  while (queue.files > 0) runs.push(queue.cut(mostFiles, mostBytes));
  return runs;
}

const filesOf = ({ folders }: CaptureRun): string[] =>
  folders.flatMap(({ path, files }) => decodeListing(files).flatMap(({ kind, name }) => (kind === 'file' ? [`${path}/${name}`] : [])));

describe('cutting folders into runs', () => {
  it('puts small folders together and takes a big one apart', () => {
    const many = Array.from({ length: 5 }, (_, i) => file(`big${i}`, 10));
    const runs = cutAll([folderOf('a', [file('1', 10)]), folderOf('b', [file('1', 10)]), folderOf('c', many)], 3, 1_000);
    expect(runs.map(filesOf)).toEqual([
      ['a/1', 'b/1', 'c/big0'],
      ['c/big1', 'c/big2', 'c/big3'],
      ['c/big4'],
    ]);
  });

  it('ends a run with the file that reaches the bytes, so that a file bigger than a run is one', () => {
    const runs = cutAll([folderOf('a', [file('1', 60), file('2', 60), file('3', 500), file('4', 1)])], 100, 100);
    expect(runs.map(filesOf)).toEqual([['a/1', 'a/2'], ['a/3'], ['a/4']]);
  });

  it('passes over what is no file, and over folders without any', () => {
    const stamp = { size: 4, modifiedMs: 1, changedMs: 2, inode: 3, mode: 0o777 };
    const queue = createRunQueue();
    const added = queue.add([
      folderOf('a', [{ kind: 'folder', name: 'deep' }]),
      folderOf('b', [{ kind: 'folder', name: 'x' }, file('y', 7), { kind: 'link', name: 'z', stamp }]),
    ]);
    expect(added).toEqual({ files: 1, bytes: 7 });
    expect(filesOf(queue.cut(10, 10))).toEqual(['b/y']);
    expect(queue.files).toBe(0);
  });

  it('hands out every file once and in order, whatever the figures', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 12 });
    const folders = fc.array(fc.tuple(names, fc.nat(40)), { maxLength: 6 });
    fc.assert(
      fc.property(folders, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 100 }), (given, mostFiles, mostBytes) => {
        const all = given.map(([inside, size], i) => folderOf(`f${i}`, inside.map((name) => file(name, size))));
        const runs = cutAll(all, mostFiles, mostBytes);
        expect(runs.flatMap(filesOf)).toEqual(all.flatMap((one) => filesOf({ folders: [one], files: 0, bytes: 0 })));
        for (const run of runs) {
          expect(run.files).toBe(filesOf(run).length);
          expect(run.files).toBeLessThanOrEqual(mostFiles);
        }
      }),
    );
  });
});
