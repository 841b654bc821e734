import { describe, expect, it } from 'vitest';
import { firstRules } from '../../../electron/engine/model/sync-rules.ts';
import { decideSync, mustStop, pauseAfter, type SyncSituation, type SyncStep, type Trouble } from '../../../electron/engine/sync/automatic/decide.ts';

const now = 1_700_000_000_000;
const minute = 60_000;
const automatic = { ...firstRules, mode: 'automatic' as const };

/** All is well and nothing is to be done; pulled a minute ago. */
const calm: SyncSituation = {
  now,
  rules: automatic,
  isAllPaused: false,
  conditions: { onBattery: false, metered: false, online: true },
  needsNetwork: true,
  isWritable: true,
  isThere: true,
  unpushed: null,
  lookedAt: now - minute,
  pulledAt: now - minute,
  isContentWanted: false,
  trouble: null,
};
const changed = (first: number, last: number): Partial<SyncSituation> => ({ unpushed: { first: now - first, last: now - last } });
const failed = (kind: 'offline' | 'busy', times: number, ago: number): Trouble => ({ kind, since: now - 10 * minute, last: now - ago, times, message: 'It cannot be reached.' });
const wait = (why: Extract<SyncStep, { kind: 'wait' }>['why'], inMs: number | null): SyncStep => ({ kind: 'wait', why, until: inMs === null ? null : now + inMs });

const table: readonly [sentence: string, change: Partial<SyncSituation>, step: SyncStep][] = [
  ['rests until the next look when nothing is to be done', {}, wait('resting', minute)],
  ['waits for quiet after a change', changed(1_000, 1_000), wait('settling', 2_000)],
  ['pushes when it was quiet for a while', changed(3_000, 3_000), { kind: 'push' }],
  ['waits on while versions come one after the other', changed(20_000, 500), wait('settling', 2_500)],
  ['pushes versions that come without end all the same', changed(30_000, 100), { kind: 'push' }],
  ['asks for news when it did not for a while', { lookedAt: now - 2 * minute, pulledAt: now - 3 * minute }, { kind: 'look' }],
  ['pulls all that others did from time to time', { lookedAt: now, pulledAt: now - 15 * minute }, { kind: 'pull' }],
  ['pulls when it never did', { pulledAt: null }, { kind: 'pull' }],
  ['pushes before it pulls', { ...changed(5_000, 5_000), pulledAt: null }, { kind: 'push' }],
  ['pulls and does not push where one may only read', { ...changed(5_000, 5_000), isWritable: false, pulledAt: null }, { kind: 'pull' }],
  ['does not look at what nobody pushed yet', { isThere: false, pulledAt: null }, wait('resting', null)],
  ['brings contents when all else is done', { isContentWanted: true }, { kind: 'fetch' }],
  ['does nothing by itself where it is asked by hand', { ...changed(5_000, 5_000), rules: firstRules }, wait('manual', null)],
  ['does nothing while it is paused', { ...changed(5_000, 5_000), rules: { ...automatic, paused: true } }, wait('paused', null)],
  ['does nothing while everything is paused', { ...changed(5_000, 5_000), isAllPaused: true }, wait('paused', null)],
  ['waits on battery where it should', { ...changed(5_000, 5_000), rules: { ...automatic, notOnBattery: true }, conditions: { ...calm.conditions, onBattery: true } }, wait('battery', null)],
  ['goes on battery where it may', { ...changed(5_000, 5_000), conditions: { ...calm.conditions, onBattery: true } }, { kind: 'push' }],
  ['goes where nobody tells whether it is on battery', { ...changed(5_000, 5_000), rules: { ...automatic, notOnBattery: true }, conditions: { ...calm.conditions, onBattery: null } }, { kind: 'push' }],
  ['waits on a metered connection where it should', { ...changed(5_000, 5_000), rules: { ...automatic, notOnMetered: true }, conditions: { ...calm.conditions, metered: true } }, wait('metered', null)],
  ['waits for a connection without trying', { ...changed(5_000, 5_000), conditions: { ...calm.conditions, online: false } }, wait('offline', null)],
  ['needs no connection for a folder', { ...changed(5_000, 5_000), needsNetwork: false, conditions: { ...calm.conditions, online: false } }, { kind: 'push' }],
  ['leaves alone for a while what could not be reached', { ...changed(5_000, 5_000), trouble: failed('offline', 3, 5_000) }, wait('offline', 15_000)],
  ['tries again after that', { ...changed(5_000, 5_000), trouble: failed('busy', 3, 20_000) }, { kind: 'push' }],
  ['stops where it needs a person', { ...changed(5_000, 5_000), trouble: { kind: 'refused', since: now, code: 'bucket.denied', message: 'No.' } }, wait('refused', null)],
  ['stops where a person called it off', { ...changed(5_000, 5_000), trouble: { kind: 'cancelled', since: now } }, wait('cancelled', null)],
  ['says that it is paused rather than that it was offline', { rules: { ...automatic, paused: true }, trouble: failed('offline', 1, 0) }, wait('paused', null)],
];

describe('what an artifact does with its remote by itself', () => {
  it.each(table)('%s', (_, change, step) => {
    expect(decideSync({ ...calm, ...change })).toEqual(step);
  });

  it('waits longer after each failure, and never longer than some minutes', () => {
    expect([1, 2, 3, 4, 7, 40].map(pauseAfter)).toEqual([5_000, 10_000, 20_000, 40_000, 300_000, 300_000]);
  });

  it('stops what is under way when it is paused or the plug is pulled, and not because the network is away', () => {
    expect(mustStop(calm)).toBe(false);
    expect(mustStop({ ...calm, isAllPaused: true })).toBe(true);
    expect(mustStop({ ...calm, rules: { ...automatic, notOnBattery: true }, conditions: { ...calm.conditions, onBattery: true } })).toBe(true);
    expect(mustStop({ ...calm, conditions: { ...calm.conditions, online: false } })).toBe(false);
  });
});
