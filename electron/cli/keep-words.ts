import type { FateView, KeepRuleView } from '../../shared/values.ts';
import { isoTime } from './documents.ts';
import { counted, humaneDuration, localTime } from './humane.ts';

/** `the last 10 versions are kept` */
export function ruleText(rule: KeepRuleView): string {
  switch (rule.kind) {
    case 'all':
      return 'all versions are kept';
    case 'last':
      return rule.count === 1 ? 'the last version is kept' : `the last ${counted(rule.count, 'version')} are kept`;
    case 'thin':
      return 'all versions of the last day are kept, one an hour for a week, one a day for a month, one a week after';
  }
}

const day = 86_400;

/** `30 days`, `3 h`: seconds as people say them. */
export function secondsText(seconds: number): string {
  return seconds >= 2 * day ? counted(Math.floor(seconds / day), 'day') : humaneDuration(seconds * 1_000);
}

/** Why a version is kept and when it goes, in one line. */
export function fateText({ kept, goes }: FateView): string {
  const why = kept === null ? 'Nothing keeps it.' : kept.message;
  if (goes === null) return why;
  return `${why} ${kept === null ? 'It goes now' : `It goes at ${localTime(goes.at)}`}: ${goes.message}`;
}

export function fateDocument({ kept, goes }: FateView): Record<string, unknown> {
  return { kept, goesAt: isoTime(goes?.at ?? null), goesBecause: goes === null ? null : { code: goes.code, message: goes.message } };
}
