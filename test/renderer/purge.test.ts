import { describe, expect, it } from 'vitest';
import { refsInWords } from '../../renderer/features/purge/selectors.ts';
import { isReady } from '../../renderer/features/purge/store.ts';
import { openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

const order = { artifact: 'churn-model', path: 'README.md', folder: '/home/mira/churn-model' };

async function openPurge(part: Partial<typeof order> = {}) {
  const window = await openStandInWindow();
  window.stores.navigation.getState().openArtifact('churn-model');
  await settled();
  const { files, purge } = window.stores;
  await files.getState().show('churn-model', 'v11');
  await purge.getState().open({ ...order, ...part });
  return { ...window, purge: () => purge.getState(), files: () => files.getState() };
}

describe('a purge', () => {
  it('shows its plan, and waits until it is meant', async () => {
    const { purge, engine } = await openPurge();
    expect(purge().plan).toMatchObject({ path: 'README.md', entries: 12, present: false });
    expect(isReady(purge())).toBe(false);
    await purge().apply();
    expect(engine.calls.some(({ method }) => method === 'purge.apply')).toBe(false);
    purge().setSure(true);
    expect(isReady(purge())).toBe(true);
  });

  it('tells what it did, and the files that are shown follow', async () => {
    const { purge, files, told } = await openPurge();
    const rows = () => files().folders['']?.total;
    const before = rows() ?? 0;
    purge().setSure(true);
    await purge().apply();
    await settled();
    expect(told.at(-1)).toMatchObject({ title: '“README.md” is gone from 12 versions of churn-model', tone: 'good' });
    expect(told.at(-1)?.action).toBeUndefined();
    expect(rows()).toBe(before - 1);
    expect(purge().order).toBeNull();
  });

  it('waits while the folder still holds the path, and looks again when asked', async () => {
    const window = await openStandInWindow();
    window.engine.presentPaths.add('README.md');
    const { purge } = window.stores;
    await purge.getState().open(order);
    purge.getState().setSure(true);
    expect(isReady(purge.getState())).toBe(false);
    window.engine.presentPaths.clear();
    await purge.getState().look();
    expect(isReady(purge.getState())).toBe(true);
  });

  it('that finds the path in the folder again goes back to its plan', async () => {
    const { purge, engine, told } = await openPurge();
    purge().setSure(true);
    engine.presentPaths.add('README.md');
    engine.failNext('purge.apply', refusal('path.present', 'It is still there.'));
    await purge().apply();
    expect(purge().plan?.present).toBe(true);
    expect(purge().applying).toBe(false);
    expect(told).toEqual([]);
  });

  it('that fails says why', async () => {
    const { purge, engine, told } = await openPurge();
    purge().setSure(true);
    engine.failNext('purge.apply', refusal('store.full', 'The disk is full.'));
    await purge().apply();
    expect(told.at(-1)).toMatchObject({ title: 'Nothing was purged', message: 'The disk is full.' });
    expect(purge().order).toBeNull();
  });

  it('of a path that no version has cannot be planned, and says so', async () => {
    const { purge } = await openPurge({ path: 'nowhere.txt' });
    expect(purge().refusal).toBe('No version of "churn-model" has "nowhere.txt".');
  });

  it('names the versions it touches, runs drawn together', () => {
    expect(refsInWords(['v3'])).toBe('v3');
    expect(refsInWords(['v0', 'v1', 'v2', 'v5'])).toBe('v0 to v2 and v5');
    expect(refsInWords(['v0', 'v1'])).toBe('v0 and v1');
    const scattered = Array.from({ length: 20 }, (_, index) => `v${index * 2}`);
    expect(refsInWords(scattered)).toBe('v0, v2, v4, v6, v8, v10 and 14 more');
  });
});
