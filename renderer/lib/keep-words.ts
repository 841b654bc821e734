import type { KeepRuleView } from '../../shared/values.ts';
import { formatCount, formatNumberOf } from './format.ts';

/** A rule in two words: `all`, `last 10`, `thinned`. */
export function ruleWord(rule: KeepRuleView): string {
  switch (rule.kind) {
    case 'all':
      return 'all';
    case 'last':
      return `last ${formatCount(rule.count)}`;
    case 'thin':
      return 'thinned';
  }
}

const units = [
  { name: 'year', seconds: 31_536_000 },
  { name: 'week', seconds: 604_800 },
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3_600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const;

/** A time to live in the largest unit that tells it whole: `30 days`, `1 year`, `90 seconds`. */
export function timeToLiveWord(time: number | 'never'): string {
  if (time === 'never') return 'never ends';
  const { name, seconds } = units.find((unit) => time % unit.seconds === 0) ?? units[5];
  return formatNumberOf(time / seconds, name);
}
