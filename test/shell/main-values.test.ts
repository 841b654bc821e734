import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNoise } from '../../build/electron-noise.mjs';
import { defaultHome as homeOfCommandLine } from '../../electron/adapters/home-folder.ts';
import { describeSummary, EMPTY_SUMMARY, summarize, withEngineState, withEvent } from '../../electron/main/activity-summary.ts';
import { restartDelay } from '../../electron/main/back-off.ts';
import { defaultHome } from '../../electron/main/default-home.ts';
import { runsEngine } from '../../electron/main/engine-launcher.ts';
import { parseLaunchArguments } from '../../electron/main/launch-arguments.ts';
import { fileOf } from '../../electron/main/page-file.ts';
import type { ArtifactView } from '../../shared/values.ts';

const artifact = (name: string, state: ArtifactView['state']): ArtifactView => ({
  name,
  state,
  type: 'dataset',
  mode: 'copy',
  path: `/data/${name}`,
  references: 0,
  quietWindowMs: 2_000,
  keep: { kind: 'all' },
  timeToLive: 'never',
  stateMessage: '',
  createdAt: 0,
  versions: 1,
  latest: null,
});

describe('the line in the tray', () => {
  it('says how many folders are watched', () => {
    expect(describeSummary(summarize([], false))).toBe('Strata: no folder is tracked yet');
    expect(describeSummary(summarize([artifact('a', 'watching')], false))).toBe('Strata: watching 1 folder');
    const two = [artifact('a', 'watching'), artifact('b', 'watching'), artifact('c', 'untracked')];
    expect(describeSummary(summarize(two, false))).toBe('Strata: watching 2 folders');
  });

  it('follows what happens', () => {
    let summary = summarize([artifact('a', 'watching')], false);
    summary = withEvent(summary, { kind: 'artifact.changed', artifact: artifact('a', 'snapshotting') });
    expect(describeSummary(summary)).toBe('Strata: snapshotting a');
    summary = withEvent(summary, { kind: 'artifact.changed', artifact: artifact('a', 'problem') });
    expect(describeSummary(summary)).toBe('Strata: 1 folder with a problem');
    summary = withEvent(summary, { kind: 'artifact.removed', artifact: 'a' });
    expect(describeSummary(summary)).toBe('Strata: no folder is tracked yet');
  });

  it('says that all is paused, and what the engine does when it does not run', () => {
    const paused = withEvent(summarize([artifact('a', 'paused')], false), { kind: 'home.pausedChanged', allPaused: true });
    expect(describeSummary(paused)).toBe('Strata: paused');
    expect(describeSummary(withEngineState(paused, 'restarting'))).toBe('Strata: the engine is restarting…');
    expect(describeSummary(EMPTY_SUMMARY)).toBe('Strata: starting…');
  });
});

describe('the arguments of a start', () => {
  const place = (env: Record<string, string> = {}) => ({ platform: process.platform, env, userFolder: '/home/me' });

  it('name folders to track, seen from where the person stands', () => {
    const { track } = parseLaunchArguments(['.', '--track=pictures', '--no-sandbox', '--track=/a b/ü'], '/home/me', place());
    expect(track).toEqual([path.resolve('/home/me/pictures'), path.resolve('/a b/ü')]);
  });

  it('name a home, before the environment does', () => {
    const env = { STRATA_HOME: '/there' };
    expect(parseLaunchArguments(['--home=here'], '/home/me', place(env)).home).toBe(path.resolve('/home/me/here'));
    expect(parseLaunchArguments([], '/home/me', place(env)).home).toBe(path.resolve('/there'));
  });

  it.each([
    ['linux', {}],
    ['linux', { XDG_DATA_HOME: '/data' }],
    ['linux', { XDG_DATA_HOME: 'relative' }],
    ['darwin', {}],
    ['win32', { APPDATA: 'C:\\Users\\me\\Roaming' }],
    ['win32', {}],
  ] as const)('mean the same home as the command line when nobody names one: %s %o', (platform, env) => {
    const home = defaultHome({ platform, env, userFolder: '/home/me' });
    expect(home).toBe(homeOfCommandLine(platform, env, '/home/me'));
  });
});

describe('the pages of the window', () => {
  const folder = path.resolve('/app/out/renderer');

  it('come from one folder', () => {
    expect(fileOf('strata://app/', folder)).toBe(path.join(folder, 'index.html'));
    expect(fileOf('strata://app/assets/a%20b.js', folder)).toBe(path.join(folder, 'assets/a b.js'));
  });

  it.each([
    'strata://app/../../secret',
    'strata://app/%2e%2e/%2e%2e/secret',
    'strata://app/..%2f..%2fsecret',
    'strata://app/a%00b',
    'strata://elsewhere/index.html',
  ])('never from outside it: %s', (url) => {
    expect(fileOf(url, folder) ?? folder + path.sep).toContain(folder + path.sep);
    if (url.includes('elsewhere') || url.includes('%00') || url.includes('%2f')) expect(fileOf(url, folder)).toBeUndefined();
  });
});

it('the wait before a restart doubles up to eight seconds', () => {
  const crashes = (count: number) => Array.from({ length: count }, () => 1_000);
  expect([1, 2, 3, 4, 5].map((count) => restartDelay(crashes(count), 1_000))).toEqual([250, 500, 1_000, 2_000, 4_000]);
  expect(restartDelay(crashes(6), 1_000)).toBeUndefined();
});

it('the engine needs Node 22 or newer', () => {
  expect(['20.18.1', '22.0.0', '24.1.0'].map(runsEngine)).toEqual([false, true, true]);
});

it('lines of Chromium about the desktop are noise, our own lines are not', () => {
  expect(isNoise('[123:0101/120000.123456:ERROR:bus.cc(407)] Failed to connect to the bus: ')).toBe(true);
  expect(isNoise('Strata runs: the window is open')).toBe(false);
  expect(isNoise('Error: something of ours')).toBe(false);
});
