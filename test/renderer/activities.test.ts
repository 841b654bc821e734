import { describe, expect, it } from 'vitest';
import { foldActivities, fractionOf } from '../../renderer/features/activities/store.ts';
import type { ActivityView } from '../../shared/values.ts';
import { openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

const activity: ActivityView = {
  id: 'a1', kind: 'snapshot', artifact: 'notes', phase: 'Reading files', files: 1, totalFiles: null, bytes: 10, totalBytes: null,
  bytesPerSecond: 5, remainingMs: null, startedAt: 1, cancellable: true,
};

describe('the activities fold facts', () => {
  it('come, progress and go', () => {
    const started = foldActivities([], { kind: 'activity.started', activity });
    const progressed = foldActivities(started, { kind: 'activity.progressed', activity: { ...activity, files: 7 } });
    expect(progressed[0]?.files).toBe(7);
    expect(foldActivities(progressed, { kind: 'activity.finished', activity, outcome: 'done', message: '' })).toEqual([]);
  });

  it('do not come back with late progress', () => {
    expect(foldActivities([], { kind: 'activity.progressed', activity })).toEqual([]);
  });

  it('are shown once when the list and the fact both tell them', () => {
    expect(foldActivities([activity], { kind: 'activity.started', activity })).toEqual([activity]);
  });
});

describe('progress', () => {
  it('is not known while the totals are not', () => {
    expect(fractionOf(activity)).toBeNull();
  });

  it('is by bytes, by files where there are no bytes, and never above one', () => {
    expect(fractionOf({ ...activity, totalBytes: 40, totalFiles: 2 })).toBe(0.25);
    expect(fractionOf({ ...activity, totalBytes: 0, totalFiles: 2 })).toBe(0.5);
    expect(fractionOf({ ...activity, totalBytes: 5 })).toBe(1);
  });
});

describe('an activity', () => {
  it('is marked while its cancel is asked, and can be cancelled again when that failed', async () => {
    const { stores, engine, told } = await openStandInWindow();
    engine.emit({ kind: 'activity.started', activity });
    engine.failNext('activity.cancel', refusal('internal', 'It cannot be cancelled now.'));
    const asked = stores.activities.getState().cancel('a1');
    expect(stores.activities.getState().cancelling).toEqual(['a1']);
    await asked;
    expect(stores.activities.getState().cancelling).toEqual([]);
    expect(told.at(-1)?.tone).toBe('bad');
  });

  it('that failed by itself is told with its sentence', async () => {
    const { engine, told } = await openStandInWindow();
    engine.emit({ kind: 'activity.finished', activity, outcome: 'failed', message: 'The disk is full.' });
    expect(told.at(-1)).toMatchObject({ tone: 'bad', message: 'The disk is full.', stays: true });
  });

  it('that was under way before the engine fell is gone when it is back', async () => {
    const { stores, engine } = await openStandInWindow();
    engine.emit({ kind: 'activity.started', activity });
    engine.setEngineState({ state: 'restarting', message: '' });
    engine.setEngineState({ state: 'running', message: '' });
    await settled();
    expect(stores.activities.getState().running).toEqual([]);
  });
});
