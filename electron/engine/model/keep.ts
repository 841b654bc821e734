import { Failure } from './failure.ts';

/** Which versions of an artifact stay by themselves. A rule never takes what is protected; see `planKeep`. */
export type KeepRule =
  /** Every version stays. */
  | { readonly kind: 'all' }
  /** The newest so many stay, whatever they are. */
  | { readonly kind: 'last'; readonly count: number }
  /** Automatic versions get sparser with age: all of the last day, one an hour for a week, one a day for a month, one a week after. */
  | { readonly kind: 'thin' };

/** Seconds from a version's creation. */
export type TimeToLive = number | 'never';

/** A version lives as long as its artifact says, unless it has a time of its own. */
export type VersionTimeToLive = TimeToLive | 'inherit';

export const keepAll: KeepRule = { kind: 'all' };

/** The largest count of versions and of seconds (some 317 years) that mean anything. */
const most = 10_000_000_000;

/** Checks a rule that came from outside; throws Failure `keep.invalid`. */
export function checkKeepRule(rule: KeepRule): KeepRule {
  switch (rule.kind) {
    case 'all':
    case 'thin':
      return { kind: rule.kind };
    case 'last':
      if (isCount(rule.count)) return { kind: 'last', count: rule.count };
      throw new Failure('keep.invalid', `"Keep the last" needs a whole number from 1 on, not ${rule.count}.`, { count: rule.count });
  }
}

/** Checks a time to live that came from outside; throws Failure `keep.invalid`. */
export function checkTimeToLive<T extends VersionTimeToLive>(time: T): T {
  if (typeof time === 'string' || isCount(time)) return time;
  throw new Failure('keep.invalid', `A time to live is a whole number of seconds from 1 on, not ${time}.`, { timeToLive: time });
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= most;
}

export function sameRule(a: KeepRule, b: KeepRule): boolean {
  return a.kind === 'last' ? b.kind === 'last' && a.count === b.count : a.kind === b.kind;
}
