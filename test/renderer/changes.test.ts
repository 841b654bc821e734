import { describe, expect, it } from 'vitest';
import { comparedCounts, diffRows, sizeDifference, totalChanges } from '../../renderer/features/changes/selectors.ts';
import { openStandInWindow, refusal } from './window-on-stand-in.ts';

const diff = {
  added: [{ path: 'new/a.txt', size: 10 }, { path: 'new/b.txt', size: 20 }],
  removed: [{ path: 'old.txt', size: 5 }],
  modified: [{ path: 'both.txt', size: 8, sizeBefore: 11 }],
  renamed: [{ from: 'was.txt', to: 'is.txt', size: 7 }],
  totals: { added: 2, removed: 1, modified: 1, renamed: 1 },
};
const shown = (filter: string, hidden: Parameters<typeof diffRows>[2] = []) =>
  diffRows(diff, filter, hidden).map((row) => (row.kind === 'heading' ? `${row.change} ${row.total}` : row.path));

it('the counts are those of exactly the two versions that are compared', () => {
  const shown = { artifact: 'notes', from: 'v0', to: 'v4', diff };
  expect(comparedCounts(shown, 'notes', 'v0', 'v4')).toEqual(diff.totals);
  expect([comparedCounts(shown, 'notes', 'v1', 'v4'), comparedCounts(shown, 'other', 'v0', 'v4'), comparedCounts({ ...shown, diff: null }, 'notes', 'v0', 'v4')]).toEqual([null, null, null]);
});

describe('the rows of a comparison', () => {
  it('stand under a heading of their kind', () => {
    expect(shown('')).toEqual(['added 2', 'new/a.txt', 'new/b.txt', 'modified 1', 'both.txt', 'renamed 1', 'is.txt', 'removed 1', 'old.txt']);
  });

  it('are narrowed by words, also of the name before', () => {
    expect(shown('NEW b')).toEqual(['added 1', 'new/b.txt']);
    expect(shown('was')).toEqual(['renamed 1', 'is.txt']);
  });

  it('leave out kinds that are hidden', () => {
    expect(shown('', ['added', 'removed', 'renamed'])).toEqual(['modified 1', 'both.txt']);
  });

  it('say in the heading how many there are when the list was cut', () => {
    const cut = { ...diff, totals: { ...diff.totals, added: 90_000 } };
    expect(diffRows(cut, '', [])[0]).toEqual({ kind: 'heading', change: 'added', total: 90_000, listed: 2 });
  });

  it('add up to what the newer version is bigger by', () => {
    expect(sizeDifference(diff)).toBe(22);
    expect(totalChanges(diff)).toBe(5);
  });
});

describe('a comparison', () => {
  it('is asked for once, with the older side first', async () => {
    const { stores, engine } = await openStandInWindow();
    await stores.changes.getState().show('street-scenes', 'v298', 'v299');
    await stores.changes.getState().show('street-scenes', 'v298', 'v299');
    const asked = engine.calls.filter(({ method }) => method === 'version.diff');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.params).toMatchObject({ from: 'v298', to: 'v299' });
  });

  it('of the first version asks nothing', async () => {
    const { stores, engine } = await openStandInWindow();
    await stores.changes.getState().show('street-scenes', null, 'v0');
    expect(stores.changes.getState()).toMatchObject({ status: 'ready', diff: null });
    expect(engine.calls.some(({ method }) => method === 'version.diff')).toBe(false);
  });

  it('that failed can be asked again', async () => {
    const { stores, engine, told } = await openStandInWindow();
    engine.failNext('version.diff', refusal('store.damaged', 'A node is damaged.'));
    await stores.changes.getState().show('street-scenes', 'v1', 'v2');
    expect(told.at(-1)?.title).toBe('v1 and v2 could not be compared');
    await stores.changes.getState().show('street-scenes', 'v1', 'v2');
    expect(stores.changes.getState().status).toBe('ready');
  });
});
