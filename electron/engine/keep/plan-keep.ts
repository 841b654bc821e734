import { latest } from '../model/alias.ts';
import type { KeepRule, TimeToLive } from '../model/keep.ts';
import type { Version } from '../model/version.ts';
import { levelOf, thinLevels } from './buckets.ts';
import type { Fate, KeptWhy } from './fate.ts';

/** What decides about the versions of one artifact. */
export interface KeepPolicy {
  readonly rule: KeepRule;
  readonly timeToLive: TimeToLive;
  /** Versions that a restore can be taken back to, by index, with the end of that (ms since 1970). */
  readonly held: ReadonlyMap<number, number>;
}

type Goes = NonNullable<Fate['goes']>;

/**
 * Says of all versions of an artifact why they are kept and when they go, newest first.
 *
 * - The newest version, pinned ones and those with aliases outlive everything.
 * - A version's own time to live ends everything else: a person said so about this version.
 * - The artifact's time to live and its rule spare versions with a description, and those made by hand: with "snapshot now" or as the
 *   baseline, which is the only memory of what was there before.
 * - Of whatever ends first it is the earlier; a version that a restore can be taken back to stays until that is over.
 *
 * Times do not depend on `now`: what goes stays going. Once it is gone the rest has the same fate or a better one: a version that stood for an
 * older one, or stood before it among the last, may end first by its time to live, and then the older one stays.
 */
export function planKeep(versions: readonly Version[], policy: KeepPolicy, now: number): Fate[] {
  const newestFirst = versions.toSorted((a, b) => b.index - a.index);
  const ruleEnd = ruleEnds(newestFirst, policy.rule, now);
  return newestFirst.map((version, place): Fate => {
    const bound = place === 0 ? ({ code: 'latest' } as const) : bindingOf(version);
    if (bound !== null) return { version, kept: bound, goes: null };
    const goes = holdBack(earliest(ends(version, place, policy, ruleEnd)), policy.held.get(version.index));
    const isGone = goes !== null && goes.at <= now;
    return { version, kept: isGone ? null : reasonOf(version, policy, now), goes };
  });
}

/** What outlives every rule and time. */
function bindingOf({ pinned, aliases }: Version): KeptWhy | null {
  if (pinned) return { code: 'pinned' };
  const own = aliases.filter((alias) => alias !== latest);
  return own.length === 0 ? null : { code: 'alias', aliases: own };
}

/** What only a time to live of its own ends. */
function careOf({ description, origin }: Version): KeptWhy | null {
  if (description !== '') return { code: 'description' };
  return origin === 'manual' || origin === 'baseline' ? { code: 'by-hand', origin } : null;
}

type RuleEnd = (version: Version, place: number) => Goes | null;

function ends(version: Version, place: number, { timeToLive }: KeepPolicy, ruleEnd: RuleEnd): (Goes | null)[] {
  const own = version.timeToLive;
  const ownEnd = typeof own === 'number' ? lived(version, own, true) : null;
  if (careOf(version) !== null) return [ownEnd];
  const inherited = own === 'inherit' && typeof timeToLive === 'number' ? lived(version, timeToLive, false) : null;
  return [ownEnd, inherited, ruleEnd(version, place)];
}

function lived({ createdAt }: Version, seconds: number, isOwn: boolean): Goes {
  return { at: createdAt + seconds * 1_000, why: { code: 'time-to-live', seconds, isOwn } };
}

function earliest(found: readonly (Goes | null)[]): Goes | null {
  return found.reduce((first, goes) => (first === null || (goes !== null && goes.at < first.at) ? goes : first), null);
}

function holdBack(goes: Goes | null, until: number | undefined): Goes | null {
  return goes === null || until === undefined || until <= goes.at ? goes : { ...goes, at: until };
}

function ruleEnds(newestFirst: readonly Version[], rule: KeepRule, now: number): RuleEnd {
  switch (rule.kind) {
    case 'all':
      return () => null;
    case 'last': {
      const { count } = rule;
      // It went when the one that took its place was made; never later than now, whatever the clocks said.
      return (_, place) =>
        place < count ? null : { at: Math.min(now, newestFirst[place - count]?.createdAt ?? now), why: { code: 'last', count } };
    }
    case 'thin':
      return thinEnds(newestFirst);
  }
}

/** A version goes when it is old enough that a newer one stands for its hour, day or week. */
function thinEnds(versions: readonly Version[]): RuleEnd {
  const standing = versions.filter(stands);
  const newest = thinLevels.map(({ bucket }) => newestByBucket(standing, bucket));
  return (version) => {
    for (const [place, { from, per, bucket }] of thinLevels.entries()) {
      const other = newest[place]?.get(bucket(version.createdAt));
      if (other !== undefined && isNewer(other, version)) return { at: version.createdAt + from, why: { code: 'thin', per } };
    }
    return null;
  };
}

/** Whether a version can stand for others: protected ones stay beside, and one with an end of its own must not take a lasting one with it. */
function stands(version: Version): boolean {
  return bindingOf(version) === null && careOf(version) === null && typeof version.timeToLive !== 'number';
}

function newestByBucket(versions: readonly Version[], bucket: (at: number) => number): Map<number, Version> {
  const newest = new Map<number, Version>();
  for (const version of versions) {
    const key = bucket(version.createdAt);
    const other = newest.get(key);
    if (other === undefined || isNewer(version, other)) newest.set(key, version);
  }
  return newest;
}

function isNewer(a: Version, b: Version): boolean {
  return a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.index > b.index);
}

function reasonOf(version: Version, { rule, held }: KeepPolicy, now: number): KeptWhy {
  const until = held.get(version.index);
  if (until !== undefined && until > now) return { code: 'restore', until };
  return careOf(version) ?? ruleReason(version, rule, now);
}

function ruleReason({ createdAt }: Version, rule: KeepRule, now: number): KeptWhy {
  switch (rule.kind) {
    case 'all':
      return { code: 'all' };
    case 'last':
      return { code: 'last', count: rule.count };
    case 'thin': {
      const level = levelOf(now - createdAt);
      return level === null ? { code: 'recent' } : { code: 'newest-of', per: level.per };
    }
  }
}
