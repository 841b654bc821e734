import { describe, expect, it } from 'vitest';
import { mostPages, pageSize, unloaded, withPage, type FolderPages } from '../../renderer/features/files/folder-pages.ts';
import { parentOf } from '../../renderer/features/files/open-folders.ts';
import { activePath, matchRows, shownRows, type TreeRow } from '../../renderer/features/files/selectors.ts';
import { openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

async function openFiles() {
  const window = await openStandInWindow();
  const { files } = window.stores;
  await files.getState().show('street-scenes', 'v299');
  const shown = () => shownRows(files.getState());
  const rows = (from = 0, to = shown().count) => Array.from({ length: to - from }, (_, index) => shown().at(from + index) as TreeRow);
  const paths = (from?: number, to?: number) => rows(from, to).map((row) => (row.kind === 'missing' ? null : row.path));
  /** Opens or closes a folder as a click on its row does. */
  const toggle = (path: string, expanded: boolean) => {
    const row = rows().find((one) => one.kind === 'folder' && one.path === path);
    if (row === undefined) throw new Error(`There is no row of ${path}.`);
    files.getState().toggle(path, row.place, expanded);
  };
  const asked = () => window.engine.calls.filter(({ method }) => method === 'version.folder').map(({ params }) => params as { folder: string; offset: number });
  return { ...window, files, shown, rows, paths, toggle, asked };
}

describe('the tree of files', () => {
  it('asks only for the folder at the top when it opens', async () => {
    const { asked, paths } = await openFiles();
    expect(asked()).toHaveLength(1);
    expect(paths(0, 5)).toEqual(['images', 'labels', 'notes', 'splits', 'weights']);
  });

  it('loads a folder when it is opened and shows it below its parent, one level deeper', async () => {
    const { toggle, shown, rows } = await openFiles();
    toggle('notes', true);
    expect(rows()[3]).toMatchObject({ kind: 'missing', level: 2 });
    await expect.poll(() => shown().count).toBe(13);
    expect(rows()[2]).toMatchObject({ kind: 'folder', path: 'notes', expanded: true, level: 1 });
    expect(rows()[3]).toMatchObject({ kind: 'entry', level: 2, place: 0, siblings: 3 });
    toggle('notes', false);
    expect(shown().count).toBe(10);
  });

  it('is as long as the whole folder at once, and loads only what is in sight', async () => {
    const { files, toggle, shown, paths, asked } = await openFiles();
    toggle('labels', true);
    await expect.poll(() => shown().count).toBe(12_010);
    expect(paths(2, 4)).toEqual(['labels/000000.json', 'labels/000001.json']);
    expect(shown().at(9_000)).toMatchObject({ kind: 'missing', folder: 'labels', place: 8_998, siblings: 12_000 });
    files.getState().see(9_000, 9_030);
    await expect.poll(() => shown().at(9_000)?.kind).toBe('entry');
    expect(asked().map(({ folder, offset }) => `${folder} ${offset}`)).toEqual([' 0', 'labels 0', 'labels 8800', 'labels 9000']);
    expect(new Set(paths(8_980, 9_020)).size).toBe(40);
  });

  it('leaves out what was scrolled past before it could be asked for', async () => {
    const { files, toggle, shown, asked } = await openFiles();
    toggle('labels', true);
    await expect.poll(() => shown().count).toBe(12_010);
    const before = asked().length;
    for (let first = 200; first < 11_900; first += 300) files.getState().see(first, first + 30);
    await expect.poll(() => shown().at(11_610)?.kind).toBe('entry');
    await expect.poll(() => shown().at(11_630)?.kind).toBe('entry');
    expect(asked().length - before).toBeLessThan(6);
  });

  it('asks for nothing of a version that is no longer shown', async () => {
    const { files, toggle, shown, engine } = await openFiles();
    toggle('labels', true);
    await expect.poll(() => shown().count).toBe(12_010);
    files.getState().see(4_000, 6_000);
    await files.getState().show('street-scenes', 'v298');
    const offsets = engine.calls
      .filter(({ method, params }) => method === 'version.folder' && (params as { ref: string }).ref === 'v298')
      .map(({ params }) => (params as { offset: number }).offset);
    expect(offsets).toEqual([0, 0]);
  });

  it('finds a row by its place whatever is open above it', async () => {
    const { files, toggle, shown, rows } = await openFiles();
    for (const folder of ['notes', 'labels']) toggle(folder, true);
    await expect.poll(() => shown().count).toBe(12_013);
    for (const index of [0, 1, 2, 500, 12_001, 12_002, 12_003, 12_006, 12_007, 12_012]) {
      expect(shown().indexOf(rows(index, index + 1)[0] as TreeRow)).toBe(index);
    }
    files.getState().setActive(rows(12_003, 12_004)[0] ?? null);
    const path = activePath(files.getState());
    expect(path).toMatch(/^notes\//);
    toggle('labels', false);
    expect(activePath(files.getState())).toBe(path);
    toggle('notes', false);
    expect(shown().indexOf({ folder: 'notes', place: 0 })).toBe(-1);
  });

  it('keeps folders open from one version to the next and forgets them in another artifact', async () => {
    const { files, toggle } = await openFiles();
    toggle('notes', true);
    await files.getState().show('street-scenes', 'v298');
    expect(files.getState().expanded).toEqual({ notes: true });
    expect(files.getState().folders['notes']?.total).toBe(3);
    await files.getState().show('churn-model', 'v11');
    expect(files.getState().expanded).toEqual({});
  });

  it('closes quietly a folder that the next version does not have', async () => {
    const { files, engine, told, toggle } = await openFiles();
    toggle('notes', true);
    const { bridge } = engine;
    const invoke = bridge.invoke.bind(bridge);
    engine.bridge.invoke = (method, params) =>
      method === 'version.folder' && (params as { folder: string }).folder === 'notes'
        ? Promise.resolve({ ok: false, error: { code: 'path.not-found', message: 'There is no such folder.', data: {} } })
        : invoke(method, params);
    await files.getState().show('street-scenes', 'v297');
    expect(files.getState().expanded).toEqual({});
    expect(told).toEqual([]);
  });

  it('asks again for what was in sight when the engine is back', async () => {
    const { files, engine, shown, toggle, told } = await openFiles();
    toggle('labels', true);
    await expect.poll(() => shown().count).toBe(12_010);
    engine.failNext('version.folder', refusal('engine.restarting', 'The engine is starting again.'));
    files.getState().see(5_300, 5_310);
    await expect.poll(() => engine.calls.length).toBeGreaterThan(2);
    files.getState().seeAgain();
    await expect.poll(() => shown().at(5_300)?.kind).toBe('entry');
    expect(told).toEqual([]);
  });

  it('tells when the top cannot be listed', async () => {
    const { files, engine, told } = await openFiles();
    engine.failNext('version.folder', refusal('version.not-found', 'There is no such version any more.'));
    await files.getState().show('street-scenes', 'v290');
    expect(told.at(-1)?.message).toBe('There is no such version any more.');
  });
});

describe('the pages of a folder', () => {
  it('are given up far from where one looks when there are too many', () => {
    const result = { rows: [], total: 1_000 * pageSize, files: 1, bytes: 1, place: 0 };
    let pages: FolderPages = unloaded(0);
    for (let page = 0; page < mostPages + 3; page += 1) pages = withPage(pages, page, result);
    expect(Object.keys(pages.pages)).toHaveLength(mostPages);
    expect(pages.pages[0]).toBeUndefined();
    expect(pages.pages[mostPages + 2]).toBeDefined();
    pages = withPage(pages, 1, result);
    expect(pages.pages[1]).toBeDefined();
    expect(pages.pages[mostPages + 2]).toBeUndefined();
  });
});

describe('the filter of files', () => {
  it('finds every path that has all words, step by step', async () => {
    const { files, engine } = await openFiles();
    await files.getState().setFilter('labels 0123');
    const { matches, searched, searching } = files.getState();
    expect(searching).toBe(false);
    expect(searched).toBe(100_000);
    expect(matches?.length).toBeGreaterThan(10);
    expect(matches?.every(({ path }) => path.includes('labels') && path.includes('0123'))).toBe(true);
    expect(engine.calls.filter(({ method }) => method === 'version.search')).toHaveLength(10);
    expect(matchRows(matches ?? []).at(0)).toMatchObject({ kind: 'entry', level: 1, place: 0 });
  });

  it('is given up for a newer one', async () => {
    const { files } = await openFiles();
    const first = files.getState().setFilter('avenue');
    const second = files.getState().setFilter('README');
    await Promise.all([first, second]);
    expect(files.getState().matches?.map(({ path }) => path)).toEqual(['README.md']);
  });

  it('stops when there are more matches than anybody reads', async () => {
    const { files } = await openFiles();
    await files.getState().setFilter('jpg');
    expect(files.getState()).toMatchObject({ matchesCut: true, searching: false });
    expect(files.getState().matches).toHaveLength(2_000);
  });

  it('gives the tree back when it is emptied', async () => {
    const { files } = await openFiles();
    await files.getState().setFilter('README');
    await files.getState().setFilter('  ');
    expect(files.getState().matches).toBeNull();
  });
});

describe('a closer look at a path', () => {
  it('shows the content in this version, and in another one of its history', async () => {
    const { files } = await openFiles();
    await files.getState().look('README.md', 'preview');
    expect(files.getState()).toMatchObject({ looked: 'README.md', previewRef: 'v299', preview: { kind: 'text' } });
    expect(files.getState().history?.length).toBeGreaterThan(3);
    await files.getState().previewAt('v276');
    expect(files.getState().preview).toMatchObject({ kind: 'text', text: expect.stringContaining('(v276)') });
  });

  it('says why there is no preview', async () => {
    const { files, engine } = await openFiles();
    engine.failNext('version.preview', refusal('store.damaged', 'A chunk of this file is damaged.'));
    await files.getState().look('README.md', 'preview');
    expect(files.getState().preview).toEqual({ kind: 'none', size: null, reason: 'A chunk of this file is damaged.' });
  });

  it('ignores a preview that comes after the panel was closed', async () => {
    const { files } = await openFiles();
    const looking = files.getState().look('README.md', 'preview');
    files.getState().closeLook();
    await looking;
    expect(files.getState()).toMatchObject({ looked: null, preview: null });
  });
});

it('knows the folder a path lies in', () => {
  expect([parentOf('a/b/c.txt'), parentOf('a'), parentOf('')]).toEqual(['a/b', '', '']);
});

describe('a version whose manifest is damaged', () => {
  it('says so where its files would be, and shows them when it is repaired', async () => {
    const { stores, engine, told } = await openStandInWindow();
    const files = () => stores.files.getState();
    engine.failNext('version.folder', refusal('store.damaged', 'The container is damaged.'));
    await files().show('churn-model', 'v11');
    expect(files().unreadable).toBe(true);
    expect(told).toEqual([]);
    engine.emit({ kind: 'store.changed' });
    await settled();
    expect(files().unreadable).toBe(false);
    expect(files().folders['']?.total).toBeGreaterThan(0);
  });
});
