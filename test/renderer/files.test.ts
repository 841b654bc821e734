import { describe, expect, it } from 'vitest';
import { matchRows, parentOf, treeRows } from '../../renderer/features/files/selectors.ts';
import { openStandInWindow, refusal } from './window-on-stand-in.ts';

async function openFiles() {
  const window = await openStandInWindow();
  const { files } = window.stores;
  await files.getState().show('street-scenes', 'v299');
  const rows = () => treeRows(files.getState().folders, files.getState().expanded);
  return { ...window, files, rows };
}

describe('the tree of files', () => {
  it('asks only for the folder at the top when it opens', async () => {
    const { engine, rows } = await openFiles();
    expect(engine.calls.filter(({ method }) => method === 'version.folder')).toHaveLength(1);
    expect(rows().map(({ path }) => path).slice(0, 5)).toEqual(['images', 'labels', 'notes', 'splits', 'weights']);
  });

  it('loads a folder when it is opened and shows it below its parent, one level deeper', async () => {
    const { files, rows } = await openFiles();
    files.getState().toggle('notes', true);
    await files.getState().loadFolder('notes');
    await expect.poll(() => rows().length).toBe(13);
    expect(rows()[2]).toMatchObject({ kind: 'folder', path: 'notes', expanded: true, level: 1 });
    expect(rows()[3]).toMatchObject({ kind: 'entry', level: 2, place: 1, siblings: 3 });
  });

  it('loads a flat folder of twelve thousand in pages', async () => {
    const { files, rows } = await openFiles();
    files.getState().toggle('labels', true);
    await expect.poll(() => rows().find((row) => row.kind === 'more')).toMatchObject({ folder: 'labels', missing: 7_000 });
    await files.getState().loadFolder('labels');
    await files.getState().loadFolder('labels');
    expect(rows().some((row) => row.kind === 'more')).toBe(false);
    expect(rows().filter((row) => row.path.startsWith('labels/'))).toHaveLength(12_000);
    expect(new Set(rows().map(({ path }) => path)).size).toBe(rows().length);
  });

  it('keeps folders open from one version to the next and forgets them in another artifact', async () => {
    const { files } = await openFiles();
    files.getState().toggle('notes', true);
    await files.getState().show('street-scenes', 'v298');
    expect(files.getState().expanded).toEqual({ notes: true });
    expect(files.getState().folders['notes']?.total).toBe(3);
    await files.getState().show('churn-model', 'v11');
    expect(files.getState().expanded).toEqual({});
  });

  it('closes quietly a folder that the next version does not have', async () => {
    const { files, engine, told } = await openFiles();
    files.getState().toggle('notes', true);
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

  it('tells when the top cannot be listed', async () => {
    const { files, engine, told } = await openFiles();
    engine.failNext('version.folder', refusal('store.damaged', 'A node of the manifest is damaged.'));
    await files.getState().show('street-scenes', 'v290');
    expect(told.at(-1)?.message).toBe('A node of the manifest is damaged.');
  });
});

describe('the filter of files', () => {
  it('finds every path that has all words, through all pages', async () => {
    const { files, engine } = await openFiles();
    await files.getState().setFilter('labels 0123');
    const { matches, searched, searching } = files.getState();
    expect(searching).toBe(false);
    expect(searched).toBe(100_000);
    expect(matches?.length).toBeGreaterThan(10);
    expect(matches?.every(({ path }) => path.includes('labels') && path.includes('0123'))).toBe(true);
    expect(engine.calls.filter(({ method }) => method === 'version.entries')).toHaveLength(10);
    expect(matchRows(matches ?? [])[0]).toMatchObject({ kind: 'entry', level: 1, place: 1 });
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
