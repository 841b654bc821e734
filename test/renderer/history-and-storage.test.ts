import { describe, expect, it } from 'vitest';
import { argumentsLine, filterOperations, operationWord } from '../../renderer/features/operations/selectors.ts';
import { withOperation } from '../../renderer/features/operations/store.ts';
import { deletionWords, growthOf, growthSentence, partsOf, usageByArtifact, usageOf } from '../../renderer/features/storage/selectors.ts';
import { openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

const operation = { id: 1, at: 1, actor: 'mira@here', kind: 'alias.add', artifact: 'notes', arguments: { version: 'v3', alias: 'best', note: '' }, undoable: true, undone: false };

describe('the history', () => {
  it('is loaded in pages to its beginning', async () => {
    const { stores } = await openStandInWindow();
    const { operations } = stores;
    await operations.getState().load();
    await operations.getState().loadMore();
    await operations.getState().loadMore();
    expect(operations.getState().operations).toHaveLength(420);
    expect(operations.getState().hasMore).toBe(false);
  });

  it('shows what is recorded while one looks, on top and once', () => {
    const log = withOperation([operation], { ...operation, id: 2 });
    expect(log.map(({ id }) => id)).toEqual([2, 1]);
    expect(withOperation(log, { ...operation, id: 2, undone: true })).toHaveLength(2);
  });

  it('marks what was taken back', async () => {
    const { stores, told } = await openStandInWindow();
    await stores.operations.getState().load();
    await stores.operations.getState().undo(419);
    expect(stores.operations.getState().operations.find(({ id }) => id === 419)).toMatchObject({ undone: true, undoable: false });
    expect(told.at(-1)?.title).toBe('Taken back');
  });

  it('says why something could not be taken back', async () => {
    const { stores, engine, told } = await openStandInWindow();
    engine.failNext('operation.undo', refusal('operation.not-undoable', 'A pause cannot be taken back.'));
    await stores.operations.getState().undo(3);
    expect(told.at(-1)?.message).toBe('A pause cannot be taken back.');
    expect(stores.operations.getState().undoing).toEqual([]);
  });

  it('speaks in words, and can be searched by them', () => {
    expect(operationWord('alias.add')).toBe('Alias added');
    expect(operationWord('something.new')).toBe('something.new');
    expect(argumentsLine(operation)).toBe('v3 · alias best');
    expect(argumentsLine({ ...operation, arguments: { version: 3, files: 12, deep: true } })).toBe('v3 · files 12 · deep true');
    const change = { version: 3, set: { accuracy: 0.9, owner: 'mira' }, remove: [], from: null };
    expect(argumentsLine({ ...operation, arguments: change })).toBe('v3 · set accuracy, owner');
    expect(argumentsLine({ ...operation, arguments: { version: 0, description: 'The first one' } })).toBe('v0 · “The first one”');
    expect(filterOperations([operation], 'best mira')).toEqual([operation]);
    expect(filterOperations([operation], 'restored')).toEqual([]);
  });
});

describe('the storage of an artifact', () => {
  it('grows by what each version cost; of very many every few are shown, and the last', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ({ artifact: 'a', ref: `v${index}`, createdAt: index, size: 1, cost: 2, reclaim: 0 }));
    const points = growthOf(many);
    expect(points.length).toBeLessThanOrEqual(401);
    expect(points[1]).toEqual({ at: 3, ref: 'v3', cost: 2, sum: 8 });
    expect(points.at(-1)).toMatchObject({ ref: 'v1000', sum: 2_002 });
  });

  it('consists of parts, of which those without a byte are left out', () => {
    expect(partsOf({ artifact: 'a', shared: 30, unique: 10, elsewhere: 0, waiting: 60 })).toEqual([
      { name: 'shared', bytes: 30, share: 0.3 },
      { name: 'unique', bytes: 10, share: 0.1 },
      { name: 'waiting', bytes: 60, share: 0.6 },
    ]);
    expect(partsOf({ artifact: 'a', shared: 0, unique: 0, elsewhere: 0, waiting: 0 }).map(({ share }) => share)).toEqual([0, 0]);
  });

  it('that waits to be freed is told by its versions, by their number when they are many, or as a whole', () => {
    const deletion = { operation: 1, artifact: 'a', whole: false, refs: ['v1', 'v2'], at: 0, dueAt: 1, bytes: 3, together: [], bytesNow: 3 };
    expect(deletionWords(deletion)).toBe('v1, v2 of a');
    expect(deletionWords({ ...deletion, refs: Array.from({ length: 9 }, (_, index) => `v${index}`) })).toBe('9 versions of a');
    expect(deletionWords({ ...deletion, whole: true })).toBe('a with 2 versions');
  });
});

describe('the use of space', () => {
  const usage = {
    versions: [
      { artifact: 'a', ref: 'v0', createdAt: 1, reclaim: 1, size: 3, cost: 3 },
      { artifact: 'a', ref: 'v10', createdAt: 1, reclaim: 1, size: 6, cost: 3 },
      { artifact: 'b', ref: 'v0', createdAt: 1, reclaim: 1, size: 50, cost: 50 },
    ],
    totals: { size: 59, cost: 56 },
    storeBytes: 40,
    cloneBytes: 0,
    undoBytes: 0,
  };

  it('is summed for each artifact, the most expensive first', () => {
    expect(usageByArtifact(usage)).toEqual([
      { artifact: 'b', versions: 1, size: 50, cost: 50 },
      { artifact: 'a', versions: 2, size: 9, cost: 6 },
    ]);
    expect(usageOf(usage, 'a').map(({ ref }) => ref)).toEqual(['v10', 'v0']);
    expect(growthOf(usageOf(usage, 'a')).map(({ ref, sum }) => [ref, sum])).toEqual([['v0', 3], ['v10', 6]]);
    expect(growthSentence('a', growthOf(usageOf(usage, 'a')))).toContain('grew from 3 B with v0 to 6 B with v10');
  });

  it('follows new versions only while it is on the screen', async () => {
    const { stores, engine } = await openStandInWindow();
    const asked = () => engine.calls.filter(({ method }) => method === 'store.usage').length;
    engine.save('field-notes');
    expect(asked()).toBe(0);
    stores.storage.getState().setShown(true);
    await settled();
    engine.save('field-notes');
    await settled();
    expect(asked()).toBe(2);
    expect(stores.storage.getState().usage?.versions.filter(({ artifact }) => artifact === 'field-notes')).toHaveLength(7);
  });

  it('is verified once at a time, and shows the report', async () => {
    const { stores, engine } = await openStandInWindow();
    stores.storage.getState().setDeep(true);
    await Promise.all([stores.storage.getState().verify(), stores.storage.getState().verify()]);
    expect(engine.calls.filter(({ method }) => method === 'store.verify')).toEqual([{ method: 'store.verify', params: { deep: true } }]);
    expect(stores.storage.getState().report?.ok).toBe(true);
  });

  it('says so where the figures would be while a manifest is damaged, and has them when it is repaired', async () => {
    const { stores, engine, told } = await openStandInWindow();
    engine.failNext('store.usage', refusal('store.damaged', 'The container is damaged.'));
    stores.storage.getState().setShown(true);
    await settled();
    expect(stores.storage.getState().unreadable).toBe(true);
    expect(told).toEqual([]);
    engine.emit({ kind: 'store.changed' });
    await settled();
    expect(stores.storage.getState()).toMatchObject({ unreadable: false, status: 'ready' });
  });
});
