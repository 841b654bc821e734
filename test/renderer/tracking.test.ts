import { describe, expect, it } from 'vitest';
import { openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

describe('a dropped folder', () => {
  it('is tracked at once under the proposed name and then opened', async () => {
    const { stores, engine, told } = await openStandInWindow({ scene: 'empty' });
    await stores.tracking.getState().trackAll(['/home/mira/recordings']);
    await settled();
    expect(engine.calls.find(({ method }) => method === 'artifact.track')?.params).toEqual({ path: '/home/mira/recordings' });
    expect(stores.navigation.getState()).toMatchObject({ view: 'artifact', artifact: 'recordings' });
    expect(stores.versions.getState().timeline.order).toEqual([0]);
    expect(told.at(-1)?.title).toBe('recordings is tracked');
  });

  it('that is refused leaves a sentence that stays, and the others are tracked', async () => {
    const { stores, told } = await openStandInWindow();
    await stores.tracking.getState().trackAll(['/home/mira/street-scenes/raw', '/home/mira/recordings']);
    expect(told).toContainEqual(expect.objectContaining({ title: '"raw" was not added', stays: true, tone: 'bad' }));
    expect(Object.keys(stores.artifacts.getState().byName)).toContain('recordings');
    expect(stores.tracking.getState().beginning).toEqual([]);
  });

  it('that is being tracked already is not tracked twice', async () => {
    const { stores, engine } = await openStandInWindow({ scene: 'empty' });
    const first = stores.tracking.getState().trackAll(['/home/mira/recordings']);
    await stores.tracking.getState().trackAll(['/home/mira/recordings', '/home/mira/recordings']);
    await first;
    expect(engine.calls.filter(({ method }) => method === 'artifact.track')).toHaveLength(1);
  });

  it('can come from the tray as well', async () => {
    const { stores, engine } = await openStandInWindow({ scene: 'empty' });
    engine.emit({ kind: 'shell.trackRequested', path: '/home/mira/recordings' });
    await settled();
    expect(stores.navigation.getState().artifact).toBe('recordings');
  });
});

describe('a chosen folder', () => {
  it('gets the proposed name, which can be changed with its type and quiet window', async () => {
    const { stores, engine } = await openStandInWindow();
    await stores.tracking.getState().chooseFolder();
    expect(stores.tracking.getState().draft).toMatchObject({ name: 'Field-recordings-2026', inspecting: false, refusal: null });
    stores.tracking.getState().change({ name: 'recordings', type: ' audio ', quietWindowSeconds: 0.5 });
    await stores.tracking.getState().confirm();
    expect(engine.calls.find(({ method }) => method === 'artifact.track')?.params).toEqual({
      path: '/home/mira/Field recordings 2026', name: 'recordings', type: 'audio', quietWindowMs: 500, mode: 'copy',
    });
    expect(stores.tracking.getState().draft).toBeNull();
  });

  it('is not tracked under a name that is not possible', async () => {
    const { stores, engine } = await openStandInWindow();
    await stores.tracking.getState().chooseFolder();
    stores.tracking.getState().change({ name: 'my recordings' });
    expect(stores.tracking.getState().draft?.refusal).toMatch(/letters, digits/);
    await stores.tracking.getState().confirm();
    expect(engine.calls.some(({ method }) => method === 'artifact.track')).toBe(false);
  });

  it('that cannot be tracked says why in the dialog', async () => {
    const { stores } = await openStandInWindow({ chosenFolder: '/root/unreadable' });
    await stores.tracking.getState().chooseFolder();
    expect(stores.tracking.getState().draft?.refusal).toMatch(/may not read/);
  });

  it('may also not be chosen', async () => {
    const { stores } = await openStandInWindow({ chosenFolder: null });
    await stores.tracking.getState().chooseFolder();
    expect(stores.tracking.getState().draft).toBeNull();
  });

  it('whose baseline is cancelled is told quietly', async () => {
    const { stores, engine, told } = await openStandInWindow();
    engine.failNext('artifact.track', refusal('operation.cancelled', 'It was cancelled; nothing half-made stays.'));
    await stores.tracking.getState().trackAll(['/home/mira/recordings']);
    expect(told.at(-1)).toMatchObject({ title: 'Cancelled', tone: 'plain' });
  });
});

describe('an artifact that is no longer tracked', () => {
  const former = { name: 'churn-model', latest: 'v11' };

  it('goes on with a chosen folder and keeps its name, type and quiet window', async () => {
    const { stores, engine, told } = await openStandInWindow();
    await stores.artifacts.getState().untrack('churn-model');
    await stores.tracking.getState().chooseFolder(former);
    expect(stores.tracking.getState().draft).toMatchObject({ again: former, resembles: true, refusal: null });
    await stores.tracking.getState().confirm();
    expect(engine.calls.find(({ method }) => method === 'artifact.track')?.params).toEqual({
      path: '/home/mira/Field recordings 2026', name: 'churn-model',
    });
    expect(told.at(-1)).toMatchObject({ title: 'churn-model is tracked again', message: expect.stringContaining('v12') });
  });

  it('asks whether it is the right folder when it looks like another one', async () => {
    const { stores } = await openStandInWindow({ chosenFolder: '/home/mira/other' });
    await stores.tracking.getState().chooseFolder(former);
    expect(stores.tracking.getState().draft).toMatchObject({ resembles: false, refusal: null });
  });
});
