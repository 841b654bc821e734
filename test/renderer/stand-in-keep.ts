import type { FateView, KeepPlanView, VersionView } from '../../shared/values.ts';

type Rules = Pick<KeepPlanView, 'rule' | 'timeToLive'>;

const day = 86_400_000;

/** Fates as an engine would tell them, made simply: the newest and protected versions stay, others go by count or by age. */
export function standInFates(versions: readonly VersionView[], rules: Rules, now: number): FateView[] {
  return versions.toReversed().map((version, place) => fateOf(version, place, rules, now));
}

function fateOf(version: VersionView, place: number, { rule, timeToLive }: Rules, now: number): FateView {
  const { ref, createdAt } = version;
  const kept = protectionOf(version, place);
  if (kept !== null) return { ref, kept, goes: null };
  const own = typeof version.timeToLive === 'number' ? version.timeToLive : timeToLive;
  const ends: NonNullable<FateView['goes']>[] = [];
  if (own !== 'never' && version.timeToLive !== 'never') ends.push({ at: createdAt + own * 1000, code: 'time-to-live', message: 'The time to live of versions ends.' });
  if (rule.kind === 'last' && place >= rule.count) ends.push({ at: createdAt, code: 'last', message: `Only the last ${rule.count} are kept.` });
  if (rule.kind === 'thin' && version.index % 4 !== 0) ends.push({ at: createdAt + day, code: 'thin', message: 'A newer one stands for its hour.' });
  const goes = ends.toSorted((one, other) => one.at - other.at)[0] ?? null;
  if (goes !== null && goes.at <= now) return { ref, kept: null, goes };
  return { ref, kept: { code: rule.kind, message: rule.kind === 'all' ? 'All versions are kept.' : 'It is one of the kept ones.' }, goes };
}

function protectionOf({ pinned, aliases, description, origin }: VersionView, place: number): FateView['kept'] {
  if (place === 0) return { code: 'latest', message: 'It is the newest version.' };
  if (pinned) return { code: 'pinned', message: 'It is pinned.' };
  if (aliases.length > 0) return { code: 'alias', message: `It is named ${aliases.map((alias) => `"${alias}"`).join(', ')}.` };
  if (description !== '') return { code: 'description', message: 'It has a description.' };
  if (origin === 'baseline') return { code: 'by-hand', message: 'It is what was there when tracking began.' };
  return origin === 'manual' ? { code: 'by-hand', message: 'It was made by hand.' } : null;
}
