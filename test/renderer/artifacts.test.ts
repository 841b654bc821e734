import { describe, expect, it } from 'vitest';
import { foldArtifacts } from '../../renderer/features/artifacts/fold.ts';
import { listArtifacts, mostRecent, stateWhile } from '../../renderer/features/artifacts/selectors.ts';
import { artifact, version } from './stand-in-data.ts';
import { createStandInWindow, noon, openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

describe('the artifacts fold facts', () => {
  const before = { notes: artifact({ name: 'notes', versions: 1, latest: version({ index: 0 }) }) };

  it('counts a new version once, whichever of its two facts comes first', () => {
    const created = { kind: 'version.created', artifact: 'notes', version: version({ index: 1 }) } as const;
    const changed = { kind: 'artifact.changed', artifact: artifact({ name: 'notes', versions: 2, latest: version({ index: 1 }) }) } as const;
    expect(foldArtifacts(foldArtifacts(before, created), changed)['notes']?.versions).toBe(2);
    expect(foldArtifacts(foldArtifacts(before, changed), created)['notes']?.versions).toBe(2);
  });

  it('shows the edit of the latest version only', () => {
    const edit = (index: number) => foldArtifacts(before, { kind: 'version.edited', artifact: 'notes', version: version({ index, description: 'said' }) });
    expect(edit(0)['notes']?.latest?.description).toBe('said');
    expect(edit(7)).toBe(before);
  });

  it('adds a tracked one, keeps an untracked one and lets a removed one go', () => {
    const added = foldArtifacts(before, { kind: 'artifact.tracked', artifact: artifact({ name: 'more' }) });
    expect(Object.keys(added)).toEqual(['notes', 'more']);
    const untracked = foldArtifacts(added, { kind: 'artifact.untracked', artifact: artifact({ name: 'more', state: 'untracked', path: null }) });
    expect(untracked['more']?.state).toBe('untracked');
    expect(Object.keys(foldArtifacts(untracked, { kind: 'artifact.removed', artifact: 'more' }))).toEqual(['notes']);
  });
});

describe('the list of artifacts', () => {
  const all = Object.fromEntries(
    [artifact({ name: 'data10' }), artifact({ name: 'data2' }), artifact({ name: 'a-old', state: 'untracked' }), artifact({ name: 'Beta', type: 'model' })].map((one) => [one.name, one]),
  );

  it('is by name as people count, those no longer tracked last', () => {
    expect(listArtifacts(all, '').map(({ name }) => name)).toEqual(['Beta', 'data2', 'data10', 'a-old']);
  });

  it('is narrowed by words of name, type or path', () => {
    expect(listArtifacts(all, 'MODEL be').map(({ name }) => name)).toEqual(['Beta']);
    expect(listArtifacts(all, 'nothing')).toEqual([]);
  });

  it('opens with the one that changed last', () => {
    const late = artifact({ name: 'late', latest: version({ index: 0, createdAt: 2_000_000_000_000 }) });
    const gone = artifact({ name: 'gone', state: 'untracked', latest: version({ index: 0, createdAt: 2_100_000_000_000 }) });
    expect(mostRecent({ ...all, late, gone })?.name).toBe('late');
  });
});

describe('what is done with artifacts', () => {
  it('shows a pause at once and takes it back when it is refused', async () => {
    const { stores, engine, told } = await openStandInWindow();
    const state = () => stores.artifacts.getState().byName['street-scenes']?.state;
    engine.failNext('artifact.setPaused', refusal('engine.closing', 'Strata is quitting.'));
    const done = stores.artifacts.getState().setPaused('street-scenes', true);
    expect(state()).toBe('paused');
    await done;
    expect(state()).toBe('watching');
    expect(told.at(-1)).toMatchObject({ tone: 'bad', message: 'Strata is quitting.' });
  });

  it('tells what a snapshot made', async () => {
    const { stores, told } = await openStandInWindow();
    await stores.artifacts.getState().snapshot('street-scenes');
    expect(told.at(-1)).toMatchObject({ tone: 'good', title: 'Saved as v300' });
    expect(stores.artifacts.getState().byName['street-scenes']).toMatchObject({ versions: 301, latest: { index: 300 } });
    expect(stores.versions.getState().timeline.order[0]).toBe(300);
  });

  it('follows a pause of everything that was made in the tray', async () => {
    const { stores, engine } = await openStandInWindow();
    engine.emit({ kind: 'home.pausedChanged', allPaused: true });
    expect(stores.artifacts.getState().allPaused).toBe(true);
  });

  it('opens the artifact that changed last at the start, and loads all again when the engine is back', async () => {
    const { stores, engine } = await openStandInWindow();
    expect(stores.navigation.getState().artifact).toBe('street-scenes');
    engine.setEngineState({ state: 'restarting', message: '' });
    const before = engine.calls.length;
    engine.setEngineState({ state: 'running', message: '' });
    await settled();
    expect(engine.calls.slice(before).map(({ method }) => method)).toEqual(expect.arrayContaining(['artifact.list', 'activity.list', 'version.list']));
  });

  it('leaves an engine that is away to the banner', async () => {
    const { stores, engine, told } = await openStandInWindow();
    engine.failNext('artifact.snapshot', refusal('engine.restarting', 'The engine is being restarted.'));
    await stores.artifacts.getState().snapshot('street-scenes');
    expect(told).toEqual([]);
  });
});

describe('while the engine is away', () => {
  it('no artifact is said to be watched; a pause and the end of tracking stay true', () => {
    expect([stateWhile(null, 'watching'), stateWhile('starting', 'watching'), stateWhile('failed', 'snapshotting')]).toEqual(['watching', 'starting', 'unwatched']);
    expect([stateWhile('failed', 'paused'), stateWhile('starting', 'untracked')]).toEqual(['paused', 'untracked']);
  });

  it('the very first start is no absence, a start after a failure is one until the engine runs', async () => {
    const { stores, engine } = createStandInWindow();
    const away = () => stores.engine.getState().away;
    const become = (state: 'starting' | 'running' | 'restarting' | 'failed') => {
      stores.engine.getState().changed({ state, message: '' });
      return away();
    };
    expect([become('starting'), become('running'), become('restarting'), become('failed'), become('starting'), become('running')]).toEqual([
      null, null, 'starting', 'failed', 'starting', null,
    ]);
    expect(engine.calls.some(({ method }) => method === 'artifact.list')).toBe(true);
    await settled();
  });

  it('nothing is under way any more', async () => {
    const { stores, engine } = await openStandInWindow();
    const activity = { id: 'a', kind: 'verify', artifact: null, phase: 'Reading', files: 0, totalFiles: null, bytes: 0, totalBytes: null, bytesPerSecond: 0, remainingMs: null, cancellable: true, startedAt: noon } as const;
    engine.emit({ kind: 'activity.started', activity });
    expect(stores.activities.getState().running).toHaveLength(1);
    engine.setEngineState({ state: 'restarting', message: '' });
    expect(stores.activities.getState().running).toEqual([]);
  });
});
