import { describe, expect, it } from 'vitest';
import { filterItems, lacksSpace, planTotal } from '../../renderer/features/restore/selectors.ts';
import { resultSentence } from '../../renderer/features/restore/result.ts';
import { restoreParams } from '../../renderer/features/restore/store.ts';
import { openStandInWindow, refusal } from './window-on-stand-in.ts';

const order = { artifact: 'street-scenes', ref: 'v290', canInPlace: true };

describe('a restore', () => {
  it('shows its plan before anything happens', async () => {
    const { stores, engine } = await openStandInWindow();
    await stores.restore.getState().open(order);
    expect(stores.restore.getState().plan).toMatchObject({ inPlace: true, overwrite: 40, create: 6, delete: 7 });
    expect(engine.calls.some(({ method }) => method === 'restore.apply')).toBe(false);
  });

  it('in place can be taken back with one click', async () => {
    const { stores, engine, told } = await openStandInWindow();
    await stores.restore.getState().open(order);
    await stores.restore.getState().apply();
    const done = told.at(-1);
    expect(done).toMatchObject({ title: 'v290 of street-scenes restored', stays: true, action: { label: 'Undo' } });
    done?.action?.run();
    await expect.poll(() => told.at(-1)?.title).toBe('Restore taken back');
    expect(engine.calls.findLast(({ method }) => method === 'operation.undo')).toEqual({ method: 'operation.undo', params: { operation: 421 } });
    expect(stores.restore.getState()).toMatchObject({ order: null, applying: false });
  });

  it('of some paths into a chosen folder asks for exactly that', async () => {
    const { stores, engine } = await openStandInWindow({ chosenFolder: '/tmp/elsewhere' });
    await stores.restore.getState().open({ ...order, paths: ['images/000'] });
    await stores.restore.getState().setWhere('elsewhere');
    await stores.restore.getState().setDeleteExtra(true);
    await stores.restore.getState().apply();
    expect(engine.calls.findLast(({ method }) => method === 'restore.apply')).toEqual({
      method: 'restore.apply',
      params: { artifact: 'street-scenes', ref: 'v290', paths: ['images/000'], target: '/tmp/elsewhere', deleteExtra: true },
    });
  });

  it('never deletes extra files when it is in place', () => {
    expect(restoreParams({ artifact: 'a', ref: 'v1', paths: [], target: null, deleteExtra: true, references: 'link' })).toEqual({ artifact: 'a', ref: 'v1', deleteExtra: false });
  });

  it('has no plan until the folder is chosen, and none in place for an artifact without a folder', async () => {
    const { stores, engine } = await openStandInWindow({ chosenFolder: null });
    await stores.restore.getState().open({ ...order, canInPlace: false });
    expect(stores.restore.getState()).toMatchObject({ where: 'elsewhere', plan: null });
    expect(engine.calls.some(({ method }) => method === 'restore.plan')).toBe(false);
  });

  it('that cannot be planned says why', async () => {
    const { stores, engine } = await openStandInWindow();
    engine.failNext('restore.plan', refusal('restore.target-invalid', 'The folder may not be written.'));
    await stores.restore.getState().open(order);
    expect(stores.restore.getState()).toMatchObject({ plan: null, refusal: 'The folder may not be written.' });
  });

  it('that fails is told and can be begun again', async () => {
    const { stores, engine, told } = await openStandInWindow();
    await stores.restore.getState().open(order);
    engine.failNext('restore.apply', refusal('store.full', 'The disk is full.'));
    await stores.restore.getState().apply();
    expect(told.at(-1)).toMatchObject({ tone: 'bad', message: 'The disk is full.' });
    await stores.restore.getState().open(order);
    expect(stores.restore.getState().plan).not.toBeNull();
  });

  it('shows the plan of the newest order when answers overtake each other', async () => {
    const { stores } = await openStandInWindow();
    const first = stores.restore.getState().open({ ...order, paths: ['images'] });
    const second = stores.restore.getState().open({ ...order, ref: 'v296' });
    await Promise.all([first, second]);
    expect(stores.restore.getState().plan?.ref).toBe('v296');
  });
});

describe('what a restore says', () => {
  const result = { written: 3, deleted: 1, unchanged: 9, bytes: 10, safetyVersion: 'v7', version: null, target: '/a', problems: [], operation: 1 };

  it('counts what it did and names the version that takes it back', () => {
    expect(resultSentence(result)).toBe('3 files written, 1 deleted. The state before is kept as v7.');
  });

  it('says when nothing had to change, and what could not be done', () => {
    expect(resultSentence({ ...result, written: 0, deleted: 0, safetyVersion: null })).toBe('Nothing had to change: 9 files were right already.');
    expect(resultSentence({ ...result, problems: [{ path: 'a', message: 'It is busy.' }] })).toContain('1 problem: It is busy.');
  });
});

describe('the list of a plan', () => {
  const plan = {
    target: '/a', inPlace: true, ref: 'v1', create: 1, overwrite: 1, delete: 0, touch: 1, unchanged: 4, bytes: 10, freeBytes: 9, problems: [] as never[],
    items: [
      { path: 'a/One.txt', action: 'create', kind: 'file', size: 1 },
      { path: 'b/two.txt', action: 'overwrite', kind: 'file', size: 1 },
    ],
  } as const;

  it('is narrowed by words and by what is done', () => {
    expect(filterItems(plan.items, 'one', null)).toEqual([plan.items[0]]);
    expect(filterItems(plan.items, '', 'overwrite')).toEqual([plan.items[1]]);
    expect(filterItems(plan.items, '', null)).toBe(plan.items);
  });

  it('is counted whole, and compared with the room there is', () => {
    expect(planTotal({ ...plan, items: [] })).toBe(3);
    expect(lacksSpace({ ...plan, items: [] })).toBe(true);
  });
});
