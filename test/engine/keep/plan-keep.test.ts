import { describe, expect, it } from 'vitest';
import { planKeep, type KeepPolicy } from '../../../electron/engine/keep/plan-keep.ts';
import type { Version } from '../../../electron/engine/model/version.ts';
import { day, hour, minute, noon, second, versionOf } from './versions.ts';

const policy = (change: Partial<KeepPolicy> = {}): KeepPolicy => ({ rule: { kind: 'all' }, timeToLive: 'never', held: new Map(), ...change });
const thin = policy({ rule: { kind: 'thin' } });
const last = (count: number): KeepPolicy => policy({ rule: { kind: 'last', count } });

/** Versions of these ages, the oldest first as v0. */
const aged = (...ages: number[]): Version[] => ages.map((age, index) => versionOf(index, { createdAt: noon - age }));
const going = (versions: readonly Version[], by: KeepPolicy, now = noon): number[] =>
  planKeep(versions, by, now).filter(({ kept }) => kept === null).map(({ version }) => version.index);
const fate = (versions: readonly Version[], by: KeepPolicy, index: number, now = noon) =>
  planKeep(versions, by, now).find(({ version }) => version.index === index)!;

const protections: [string, Partial<Version>, string][] = [
  ['that is pinned', { pinned: true }, 'pinned'],
  ['with an alias', { aliases: ['best'] }, 'alias'],
  ['with a description', { description: 'the good one' }, 'description'],
  ['made on request', { origin: 'manual' }, 'by-hand'],
  ['that tracking began with', { origin: 'baseline' }, 'by-hand'],
];

describe('without a rule', () => {
  it('every version is kept, and says so', () => {
    const fates = planKeep(aged(900 * day, 5 * day, 0), policy(), noon);
    expect(fates.map(({ kept, goes }) => [kept?.code, goes])).toEqual([['latest', null], ['all', null], ['all', null]]);
  });
});

describe('keep the last', () => {
  it.each([
    [1, [4, 3, 2, 1, 0].slice(1)],
    [3, [1, 0]],
    [5, []],
    [9, []],
  ])('%i keeps the newest so many and lets the others go', (count, gone) => {
    expect(going(aged(5 * day, 4 * day, 3 * day, 2 * day, day), last(count))).toEqual(gone);
  });

  it('counts the newest versions whatever they are, protected ones too', () => {
    const versions = aged(5 * day, 4 * day, 3 * day, 2 * day, day).map((each) => (each.index === 3 ? { ...each, pinned: true } : each));
    expect(going(versions, last(2))).toEqual([2, 1, 0]);
  });

  it.each(protections)('spares an older one %s beside the newest', (_, change, code) => {
    const versions = aged(5 * day, 4 * day, 3 * day, 2 * day).map((each) => (each.index === 1 ? { ...each, ...change } : each));
    expect(going(versions, last(1))).toEqual([2, 0]);
    expect(fate(versions, last(1), 1).kept?.code).toBe(code);
  });

  it('says since when a version has been out', () => {
    expect(fate(aged(5 * day, 4 * day, 3 * day), last(2), 0)).toMatchObject({ kept: null, goes: { at: noon - 3 * day, why: { code: 'last', count: 2 } } });
  });
});

describe('thinning', () => {
  it('keeps everything of the last day', () => {
    expect(going(aged(23 * hour, 22.9 * hour, 3 * minute, 2 * minute, minute), thin)).toEqual([]);
  });

  it('keeps the newest of each hour for a week', () => {
    const versions = aged(2 * day + 50 * minute, 2 * day + 40 * minute, 2 * day + 10 * minute, 2 * day - 10 * minute, 0);
    expect(going(versions, thin)).toEqual([1, 0]);
    expect(fate(versions, thin, 2).kept).toEqual({ code: 'newest-of', per: 'hour' });
  });

  it('keeps the newest of each day for a month', () => {
    expect(going(aged(8 * day + 3 * hour, 8 * day, 8 * day - hour, 6 * day, 0), thin)).toEqual([1, 0]);
  });

  it('keeps the newest of each week after that, weeks beginning on Monday', () => {
    const sunday = Date.UTC(2025, 10, 9, 23);
    const versions = [sunday - 2 * day, sunday, sunday + 2 * hour, sunday + day, noon].map((createdAt, index) => versionOf(index, { createdAt }));
    expect(going(versions, thin)).toEqual([2, 0]);
  });

  it('says when a version will go because a newer one stands for its hour', () => {
    const versions = aged(40 * minute, 30 * minute, 0);
    expect(fate(versions, thin, 0)).toMatchObject({ kept: { code: 'recent' }, goes: { at: versions[0]!.createdAt + day, why: { code: 'thin', per: 'hour' } } });
    expect(fate(versions, thin, 1).goes).toMatchObject({ at: versions[1]!.createdAt + 7 * day, why: { per: 'day' } });
  });

  it.each(protections)('never takes one %s, and keeps an automatic one beside it', (_, change, code) => {
    const versions = aged(2 * day + 50 * minute, 2 * day + 40 * minute, 2 * day + 10 * minute, 0).map((each) =>
      each.index === 2 ? { ...each, ...change } : each,
    );
    expect(going(versions, thin)).toEqual([0]);
    expect(fate(versions, thin, 2).kept?.code).toBe(code);
  });

  it('does not let a version that has an end of its own stand for one that has none', () => {
    const versions = aged(2 * day + 50 * minute, 2 * day + 40 * minute, 0).map((each) => (each.index === 1 ? { ...each, timeToLive: (3 * day) / second } : each));
    expect(going(versions, thin)).toEqual([]);
    expect(going(versions, thin, noon + day)).toEqual([1]);
  });
});

describe('a time to live', () => {
  const week = policy({ timeToLive: (7 * day) / second });

  it('of the artifact ends versions that have none of their own', () => {
    const versions = aged(9 * day, 8 * day, 6 * day, 0);
    expect(going(versions, week)).toEqual([1, 0]);
    expect(fate(versions, week, 2)).toMatchObject({ kept: { code: 'all' }, goes: { at: noon + day, why: { code: 'time-to-live', isOwn: false } } });
  });

  it.each(protections)('of the artifact spares a version %s', (_, change) => {
    expect(going([versionOf(0, { createdAt: noon - 9 * day, ...change }), ...aged(0).map((each) => ({ ...each, index: 1 }))], week)).toEqual([]);
  });

  it('of its own overrules that of the artifact, both ways', () => {
    const versions = aged(9 * day, 2 * day, 0).map((each) => ({ ...each, timeToLive: each.index === 0 ? ('never' as const) : day / second }));
    expect(going(versions, week)).toEqual([1]);
  });

  it.each(protections)('of its own is outlived by a version %s only if that binds for good', (_, change, code) => {
    const versions = [versionOf(0, { createdAt: noon - 9 * day, timeToLive: 60, ...change }), versionOf(1, { createdAt: noon })];
    expect(going(versions, week)).toEqual(code === 'pinned' || code === 'alias' ? [] : [0]);
  });

  it('never ends the newest version', () => {
    expect(going([versionOf(0, { createdAt: noon - 900 * day, timeToLive: 1 })], week)).toEqual([]);
  });

  it('ends to the millisecond', () => {
    const versions = [versionOf(0, { createdAt: noon, timeToLive: 1 }), versionOf(1, { createdAt: noon })];
    expect([999, 1_000].map((after) => going(versions, policy(), noon + after))).toEqual([[], [0]]);
  });
});

describe('a version that a restore can be taken back to', () => {
  const held = (until: number): KeepPolicy => ({ ...last(1), held: new Map([[0, until]]) });

  it('stays until that is over, and goes then', () => {
    const versions = aged(2 * day, day, 0);
    expect(going(versions, held(noon + day))).toEqual([1]);
    expect(fate(versions, held(noon + day), 0)).toMatchObject({ kept: { code: 'restore', until: noon + day }, goes: { at: noon + day } });
    expect(going(versions, held(noon + day), noon + day)).toEqual([1, 0]);
  });
});
