import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FolderPages } from '../../renderer/features/files/folder-pages.ts';
import { indexAt, openFolders, placeAt, type RowPlace } from '../../renderer/features/files/open-folders.ts';

interface Folder {
  /** Open folders inside by the place where they stand. */
  readonly open: Readonly<Record<number, Folder>>;
  readonly total: number;
}

const folder = (deep: number): fc.Arbitrary<Folder> =>
  fc.integer({ min: 0, max: 6 }).chain((total) => {
    const isEnd = total === 0 || deep === 0;
    const open = isEnd ? fc.constant({}) : fc.dictionary(fc.nat(total - 1).map(String), folder(deep - 1), { maxKeys: 3 });
    return fc.record({ total: fc.constant(total), open });
  });

/** Every row one after the other, as the tree shows them. */
function listed(path: string, { open, total }: Folder): RowPlace[] {
  return Array.from({ length: total }, (_, place) => {
    const inside = open[place];
    return [{ folder: path, place }, ...(inside === undefined ? [] : listed(childOf(path, place), inside))];
  }).flat();
}

const childOf = (path: string, place: number): string => (path === '' ? `${place}` : `${path}/${place}`);

function spread(path: string, place: number | null, { open, total }: Folder, into: Record<string, FolderPages>): Record<string, FolderPages> {
  into[path] = { total, files: 0, bytes: 0, place, pages: {} };
  for (const [at, inside] of Object.entries(open)) spread(childOf(path, Number(at)), Number(at), inside, into);
  return into;
}

it('every row of open folders is found by its number, and its number by its place', () => {
  fc.assert(
    fc.property(folder(4), (top) => {
      const folders = spread('', null, top, {});
      const expanded = Object.fromEntries(Object.keys(folders).filter((path) => path !== '').map((path) => [path, true as const]));
      const tree = openFolders(folders, expanded);
      const rows = listed('', top);
      expect(tree.length).toBe(rows.length);
      expect(rows.map((_, index) => placeAt(tree, index)).map(({ within, place }) => ({ folder: within.path, place }))).toEqual(rows);
      expect(rows.map((row) => indexAt(tree, row))).toEqual(rows.map((_, index) => index));
    }),
  );
});

it('folders open inside a closed one show nothing', () => {
  const folders = spread('', null, { total: 2, open: { 1: { total: 3, open: { 0: { total: 5, open: {} } } } } }, {});
  expect(openFolders(folders, { '1/0': true }).length).toBe(2);
  expect(openFolders(folders, { '1': true, '1/0': true }).length).toBe(10);
});
