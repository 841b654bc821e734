import { describe, expect, it } from 'vitest';
import { isReady } from '../../renderer/features/delete/store.ts';
import { whatWords } from '../../renderer/features/delete/result.ts';
import { nearest } from '../../renderer/features/versions/fold.ts';
import { tickedRefs } from '../../renderer/features/versions/selectors.ts';
import { allTicked, extended, keptTicks, noTicks, toggled } from '../../renderer/features/versions/ticks.ts';
import { noon, openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

describe('ticks', () => {
  const order = [5, 4, 3, 2, 1, 0];

  it('come and go one by one, and none are left when the last one went', () => {
    const two = toggled(toggled(noTicks, 4), 2);
    expect(two.indexes).toEqual([4, 2]);
    expect(toggled(toggled(two, 4), 2)).toBe(noTicks);
  });

  it('are extended as a range that grows and shrinks, and keep what was ticked before it', () => {
    const one = toggled(noTicks, 0);
    const range = extended({ ...one, anchor: null }, order, 4, 3);
    expect(range.indexes).toEqual([0, 4, 3]);
    expect(extended(range, order, 3, 2).indexes).toEqual([0, 4, 3, 2]);
    expect(extended(range, order, 3, 4).indexes).toEqual([0, 4]);
    expect(extended(range, order, 3, 5).indexes).toEqual([0, 5, 4]);
  });

  it('begin a range at the last one that was ticked', () => {
    expect(extended(toggled(noTicks, 5), order, 3, 3).indexes).toEqual([5, 4, 3]);
  });

  it('stay only on versions that are there', () => {
    expect(keptTicks(allTicked(order), [5, 1]).indexes).toEqual([5, 1]);
    expect(keptTicks(toggled(noTicks, 3), [5, 1])).toBe(noTicks);
    const ticks = toggled(noTicks, 5);
    expect(keptTicks(ticks, order)).toBe(ticks);
  });
});

async function openModel() {
  const window = await openStandInWindow();
  window.stores.navigation.getState().openArtifact('churn-model');
  await settled();
  const { versions } = window.stores;
  return { ...window, versions: () => versions.getState() };
}

describe('while versions are ticked', () => {
  it('what they would free is told for exactly these', async () => {
    const { versions } = await openModel();
    versions().toggleTick(11);
    versions().toggleTick(10);
    await settled();
    expect(versions().reclaim).toEqual({ of: versions().ticks.indexes, bytes: 210_000 + 11 * 999 + 210_000 + 10 * 999 });
    versions().endTicks();
    expect(versions().reclaim).toBeNull();
  });

  it('one question is asked at a time, however quickly one ticks', async () => {
    const { versions, engine } = await openModel();
    const asked = (): number => engine.calls.filter(({ method }) => method === 'store.reclaim').length;
    for (let index = 0; index < 12; index++) versions().toggleTick(index);
    expect(asked()).toBe(1);
    await settled();
    expect(asked()).toBe(2);
    expect(versions().reclaim?.of).toBe(versions().ticks.indexes);
  });

  it('"all" means versions that are not loaded yet as well', async () => {
    const { stores, versions } = await openModel();
    stores.navigation.getState().openArtifact('street-scenes');
    await settled();
    expect(versions().timeline.hasMore).toBe(true);
    await versions().tickAll();
    expect(versions().ticks.indexes).toHaveLength(versions().timeline.total);
  });

  it('a fact asks again, and a version that went is ticked no more', async () => {
    const { versions, api } = await openModel();
    versions().toggleTick(11);
    versions().toggleTick(5);
    await settled();
    await api.client.invoke('delete.apply', { targets: [{ artifact: 'churn-model', refs: ['v11'] }] });
    await settled();
    expect(tickedRefs(versions())).toEqual(['v5']);
    expect(versions().reclaim?.bytes).toBe(210_000 + 5 * 999);
  });

  it('a question that failed says so, but not when the version has just gone', async () => {
    const { versions, engine, told } = await openModel();
    engine.failNext('store.reclaim', refusal('version.not-found', 'gone'));
    versions().toggleTick(3);
    await settled();
    expect(told).toEqual([]);
    engine.failNext('store.reclaim', refusal('store.damaged', 'The store is damaged.'));
    versions().toggleTick(4);
    await settled();
    expect(told.at(-1)?.message).toBe('The store is damaged.');
  });
});

describe('a deletion', () => {
  const open = async (refs: string[] | null) => {
    const window = await openModel();
    const dialog = window.stores.delete;
    await dialog.getState().open({ artifact: 'churn-model', refs, folder: '/home/mira/churn-model' });
    return { ...window, dialog: () => dialog.getState() };
  };

  it('shows its plan before anything happens', async () => {
    const { dialog, versions } = await open(['v11', 'v10']);
    expect(dialog().plan).toMatchObject({ parts: [{ whole: false, latestAfter: 'v9' }], freedBytes: 420_000 + 21 * 999 });
    expect(versions().timeline.total).toBe(12);
  });

  it('leaves the timeline by the facts, opens the next version, and moves "latest"', async () => {
    const { dialog, versions, told } = await open(['v11', 'v10']);
    await versions().select(11);
    await dialog().apply();
    expect(versions().timeline.order[0]).toBe(9);
    expect(versions().timeline.total).toBe(10);
    expect(versions().selected).toBe(9);
    expect(versions().shown[9]?.aliases).toContain('latest');
    expect(told.at(-1)).toMatchObject({ title: '2 versions of churn-model deleted', action: { label: 'Undo' } });
    expect(dialog().order).toBeNull();
  });

  it('is taken back by its notice', async () => {
    const { dialog, versions, told } = await open(['v11', 'v10']);
    await dialog().apply();
    told.at(-1)?.action?.run();
    await settled();
    expect(versions().timeline.order).toHaveLength(12);
    expect(told.at(-1)?.title).toBe('Deletion taken back');
  });

  it('of a version with an alias waits until that is agreed to', async () => {
    const { dialog, engine } = await open(['v8']);
    expect(isReady(dialog())).toBe(false);
    await dialog().apply();
    expect(engine.calls.some(({ method }) => method === 'delete.apply')).toBe(false);
    dialog().setAliasesToo(true);
    await dialog().apply();
    expect(engine.calls.findLast(({ method }) => method.startsWith('delete.'))).toMatchObject({ method: 'delete.apply', params: { deleteAliases: true } });
  });

  it('holds for everybody unless it is to be here alone', async () => {
    const { dialog, engine } = await open(['v3']);
    const lastCall = () => engine.calls.findLast(({ method }) => method.startsWith('delete.'));
    expect(lastCall()).toMatchObject({ method: 'delete.plan', params: { fromBucket: true } });
    await dialog().setHereOnly(true);
    expect(lastCall()).toMatchObject({ method: 'delete.plan', params: { fromBucket: false } });
    await dialog().apply();
    expect(lastCall()).toMatchObject({ method: 'delete.apply', params: { fromBucket: false } });
  });

  it('for good has no way back, and says so by leaving "Undo" out', async () => {
    const { dialog, told } = await open(['v3']);
    await dialog().setNow(true);
    await dialog().apply();
    expect(told.at(-1)).toMatchObject({ title: 'v3 of churn-model deleted', stays: false });
    expect(told.at(-1)?.action).toBeUndefined();
  });

  it('of the open artifact opens another one, and its "Undo" opens it again', async () => {
    const { dialog, stores, told } = await open(null);
    await dialog().apply();
    await settled();
    expect(told.at(-1)?.title).toBe('churn-model with 12 versions deleted');
    expect(stores.navigation.getState().artifact).not.toBe('churn-model');
    told.at(-1)?.action?.run();
    await settled();
    expect(stores.navigation.getState().artifact).toBe('churn-model');
    expect(stores.versions.getState().timeline).toMatchObject({ artifact: 'churn-model', total: 12 });
  });

  it('that fails says why, and deletes nothing', async () => {
    const { dialog, engine, told, versions } = await open(['v3']);
    engine.failNext('delete.apply', refusal('disk.full', 'The disk is full.'));
    await dialog().apply();
    expect(told.at(-1)).toMatchObject({ title: 'Nothing was deleted', message: 'The disk is full.' });
    expect(versions().timeline.total).toBe(12);
  });

  it('that cannot be planned says why', async () => {
    const { dialog } = await open(['v99']);
    expect(dialog().refusal).toBe('"churn-model" has no version "v99".');
    expect(isReady(dialog())).toBe(false);
  });

  it('leaves the selection at the nearest older version, or the oldest', () => {
    const timeline = { artifact: 'a', told: { 4: {}, 1: {} } as never, order: [4, 1], total: 2, hasMore: false };
    expect(nearest([5, 4, 3, 2, 1, 0], timeline, 3)).toBe(1);
    expect(nearest([5, 4, 3, 2, 1, 0], timeline, 0)).toBe(1);
    expect(nearest([5, 4], timeline, 4)).toBe(4);
    expect(nearest([], timeline, null)).toBeNull();
  });

  it('is named by what goes', () => {
    expect(whatWords({ parts: [{ artifact: 'a', whole: true, versions: [], aliases: [], latestAfter: null }] })).toBe('a with 0 versions');
  });
});

describe('what waits in the undo window', () => {
  const delete3 = { targets: [{ artifact: 'churn-model', refs: ['v3'] }] };

  it('is listed while the storage view is shown, and follows the facts', async () => {
    const { stores, api } = await openModel();
    stores.storage.getState().setShown(true);
    await settled();
    expect(stores.storage.getState().waiting.deletions).toEqual([]);
    await api.client.invoke('delete.apply', delete3);
    await settled();
    expect(stores.storage.getState().waiting.deletions).toMatchObject([{ artifact: 'churn-model', refs: ['v3'], dueAt: noon + 86_400_000 }]);
    expect(stores.storage.getState().compositions.find(({ artifact }) => artifact === 'churn-model')?.waiting).toBe(210_000 + 3 * 999);
  });

  it('comes back from there', async () => {
    const { stores, api, told } = await openModel();
    stores.storage.getState().setShown(true);
    const { operations } = await api.client.invoke('delete.apply', delete3);
    await settled();
    await stores.storage.getState().undo(operations[0] ?? 0);
    await settled();
    expect(stores.storage.getState().waiting.deletions).toEqual([]);
    expect(stores.storage.getState().usage?.versions.some(({ artifact, ref }) => artifact === 'churn-model' && ref === 'v3')).toBe(true);
    expect(told.at(-1)?.title).toBe('Deletion taken back');
  });

  it('is freed on request, and says how much', async () => {
    const { stores, api, told } = await openModel();
    stores.storage.getState().setShown(true);
    await api.client.invoke('delete.apply', delete3);
    await stores.storage.getState().freeNow();
    await settled();
    expect(stores.storage.getState().waiting).toEqual({ deletions: [], bytes: 0 });
    expect(told.at(-1)?.title).toBe('212.9 kB freed');
  });

  it('is freed one by one, and what could not be freed says why', async () => {
    const { stores, api, engine, told } = await openModel();
    stores.storage.getState().setShown(true);
    const first = (await api.client.invoke('delete.apply', delete3)).operations[0] ?? 0;
    const second = (await api.client.invoke('delete.apply', { targets: [{ artifact: 'churn-model', refs: ['v4'] }] })).operations[0] ?? 0;
    await stores.storage.getState().freeNow(second);
    await settled();
    expect(stores.storage.getState().waiting.deletions.map(({ operation }) => operation)).toEqual([first]);
    expect(told.at(-1)).toMatchObject({ title: '213.9 kB freed', message: 'It is gone for good; the others wait on.' });
    engine.failNext('delete.emptyUndo', refusal('operation.not-found', 'It does not wait.'));
    await stores.storage.getState().freeNow(first);
    expect(told.at(-1)?.message).toBe('It does not wait.');
    expect(stores.storage.getState().freeing).toBeNull();
  });
});
