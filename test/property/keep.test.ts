import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelOf, thinLevels } from '../../electron/engine/keep/buckets.ts';
import { planKeep, type KeepPolicy } from '../../electron/engine/keep/plan-keep.ts';
import type { Version } from '../../electron/engine/model/version.ts';
import { day, hour, noon, second, versionOf } from '../engine/keep/versions.ts';

const seconds = fc.integer({ min: 1, max: (60 * day) / second });

/** What is about one version; most have nothing. */
const about: fc.Arbitrary<Partial<Version>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom<Partial<Version>>({ pinned: true }, { aliases: ['best'] }, { description: 'good' }, { origin: 'manual' }, { origin: 'baseline' }, { origin: 'before-restore' }) },
  { weight: 1, arbitrary: fc.record({ timeToLive: fc.oneof(seconds, fc.constant('never' as const)) }) },
  { weight: 1, arbitrary: fc.record({ timeToLive: seconds, description: fc.constantFrom('', 'good') }) },
);

/** Close together, far apart, at the same moment; sometimes the clock went back. */
const gap = fc.oneof(fc.nat(10 * 60_000), fc.nat(2 * hour), fc.nat(9 * day), fc.constant(0), fc.integer({ min: -3 * hour, max: 0 }));

const history: fc.Arbitrary<Version[]> = fc.array(fc.tuple(gap, about), { minLength: 1, maxLength: 60 }).map((steps) => {
  let createdAt = noon;
  const made = steps.toReversed().map(([back, change]) => ({ createdAt: (createdAt -= back), change }));
  return made.toReversed().map(({ createdAt: at, change }, index) => versionOf(index, { ...change, createdAt: at }));
});

const policy: fc.Arbitrary<KeepPolicy> = fc.record({
  rule: fc.oneof(
    fc.constantFrom({ kind: 'all' as const }, { kind: 'thin' as const }),
    fc.record({ kind: fc.constant('last' as const), count: fc.integer({ min: 1, max: 40 }) }),
  ),
  timeToLive: fc.oneof({ weight: 2, arbitrary: fc.constant('never' as const) }, { weight: 1, arbitrary: seconds }),
  held: fc.array(fc.tuple(fc.nat(59), fc.integer({ min: noon - 40 * day, max: noon + 40 * day })), { maxLength: 3 }).map((pairs) => new Map(pairs)),
});

const later = fc.oneof(fc.nat(hour), fc.nat(90 * day));

const goingOf = (versions: readonly Version[], by: KeepPolicy, now: number): Set<number> =>
  new Set(planKeep(versions, by, now).filter(({ kept }) => kept === null).map(({ version }) => version.index));
const without = (versions: readonly Version[], gone: ReadonlySet<number>): Version[] => versions.filter(({ index }) => !gone.has(index));
const assert = <Ts extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<Ts>): void => fc.assert(property, { numRuns: 600 });

test('when what goes is gone, nothing more goes', () => {
  assert(
    fc.property(history, policy, later, (versions, by, after) => {
      const now = noon + after;
      expect([...goingOf(without(versions, goingOf(versions, by, now)), by, now)]).toEqual([]);
    }),
  );
});

test('what goes now goes later as well, at the time that was told', () => {
  assert(
    fc.property(history, policy, later, later, (versions, by, after, more) => {
      const [now, then] = [noon + after, noon + after + more];
      const gone = goingOf(versions, by, then);
      for (const { version, kept, goes } of planKeep(versions, by, now)) {
        if (kept === null) expect(gone).toContain(version.index);
        expect(gone.has(version.index)).toBe(goes !== null && goes.at <= then);
      }
    }),
  );
});

test('letting go in many steps takes nothing that one step would leave', () => {
  assert(
    fc.property(history, policy, fc.array(later, { minLength: 1, maxLength: 6 }), (versions, by, steps) => {
      let [left, now] = [versions, noon];
      for (const step of steps) left = without(left, goingOf(left, by, (now += step)));
      expect(left).toEqual(expect.arrayContaining(without(versions, goingOf(versions, by, now))));
    }),
  );
});

test('the newest, pinned and named versions never go, and those with a description or made by hand only by a time of their own', () => {
  assert(
    fc.property(history, policy, later, (versions, by, after) => {
      const gone = goingOf(versions, by, noon + after);
      expect(gone).not.toContain(versions.length - 1);
      for (const { index, pinned, aliases, description, origin, timeToLive } of versions) {
        if (pinned || aliases.length > 0) expect(gone).not.toContain(index);
        const isCaredFor = description !== '' || origin === 'manual' || origin === 'baseline';
        if (isCaredFor && typeof timeToLive !== 'number') expect(gone).not.toContain(index);
        if ((by.held.get(index) ?? 0) > noon + after) expect(gone).not.toContain(index);
      }
    }),
  );
});

test('every version has a reason to stay, or none and a time that is past', () => {
  assert(
    fc.property(history, policy, later, (versions, by, after) => {
      const fates = planKeep(versions, by, noon + after);
      expect(fates.map(({ version }) => version.index)).toEqual(versions.map(({ index }) => index).toReversed());
      for (const { kept, goes } of fates) expect(kept === null).toBe(goes !== null && goes.at <= noon + after);
    }),
  );
});

test('thinning leaves at least one version in each hour, day or week that had one without an end of its own', () => {
  assert(
    fc.property(history, later, (versions, after) => {
      const now = noon + after;
      const left = without(versions, goingOf(versions, { rule: { kind: 'thin' }, timeToLive: 'never', held: new Map() }, now));
      for (const { createdAt, timeToLive } of versions) {
        if (typeof timeToLive === 'number') continue;
        const { bucket } = levelOf(now - createdAt) ?? thinLevels[0]!;
        expect(left.some((other) => bucket(other.createdAt) === bucket(createdAt))).toBe(true);
      }
    }),
  );
});

test('keep the last keeps exactly the newest so many and what is protected', () => {
  assert(
    fc.property(history, fc.integer({ min: 1, max: 70 }), (all, count) => {
      const versions = all.map((version) => ({ ...version, timeToLive: 'inherit' as const }));
      const gone = goingOf(versions, { rule: { kind: 'last', count }, timeToLive: 'never', held: new Map() }, noon);
      const isProtected = ({ pinned, aliases, description, origin }: Version): boolean =>
        pinned || aliases.length > 0 || description !== '' || origin === 'manual' || origin === 'baseline';
      const expected = versions.toReversed().slice(count).filter((version) => !isProtected(version));
      expect([...gone]).toEqual(expected.map(({ index }) => index));
    }),
  );
});
