import type { LinkView, WhereaboutsView } from '../../../shared/sync-values.ts';
import { formatDuration, formatNumberOf } from '../../lib/format.ts';
import { relativeTime, timeOfDay, absoluteTime } from '../../lib/dates.ts';

/** How an artifact stands to its remote, as people would say it. `isUrgent`: it needs somebody. */
export function stateWords(link: LinkView, now: number): { readonly text: string; readonly isUrgent: boolean } {
  const { status, waiting, writable } = link;
  const waits = waiting === 0 ? '' : `${formatNumberOf(waiting, 'version')} ${waiting === 1 ? 'waits' : 'wait'}`;
  const held = (why: string): { text: string; isUrgent: boolean } => ({ text: waits === '' ? why : `${waits}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`, isUrgent: false });
  switch (status?.state) {
    case 'push':
      return { text: 'Pushing', isUrgent: false };
    case 'pull':
    case 'look':
      return { text: waits === '' ? restWords(link, now) : waits, isUrgent: false };
    case 'fetch':
      return { text: 'Bringing contents here', isUrgent: false };
    case 'paused':
      return held('Paused');
    case 'battery':
      return held('On battery');
    case 'metered':
      return held('Metered connection');
    case 'offline':
    case 'busy':
      return held(awayWords(link, now));
    case 'refused':
      return { text: `${waits === '' ? 'Stopped' : waits}: ${status.message}`, isUrgent: true };
    case 'cancelled':
      return held('Called off; the next version goes again');
    case 'settling':
      return { text: waits === '' ? restWords(link, now) : `${waits} for quiet`, isUrgent: false };
    case 'resting':
    case 'manual':
    case undefined:
      if (waiting > 0 && writable) return { text: `${formatNumberOf(waiting, 'version')} not pushed yet`, isUrgent: false };
      return { text: restWords(link, now), isUrgent: false };
  }
}

function awayWords({ status }: LinkView, now: number): string {
  const since = status?.since ?? null;
  const until = status?.until ?? null;
  const what = status?.state === 'busy' ? 'The remote does not answer as it should' : 'Offline';
  const from = since === null ? '' : ` since ${timeOfDay(since)}`;
  return `${what}${from}${until === null ? '' : `, tries again in ${formatDuration(Math.max(1_000, until - now))}`}`;
}

function restWords({ pushedAt, writable, waiting, content }: LinkView, now: number): string {
  if (!writable) return waiting > 0 ? `${formatNumberOf(waiting, 'version')} of yours only here; you may only pull` : 'Up to date; you may only pull';
  const how = content === 'metadata' ? ', without the contents of files' : '';
  return pushedAt === null ? `Up to date${how}` : `Up to date${how} · pushed ${relativeTime(pushedAt, now)}`;
}

/** The rules that are set, in a few words; empty for those of the beginning. */
export function rulesLine({ content, rules, conditions }: LinkView): string {
  const offline = { 'as-needed': '', newest: 'newest kept offline', all: 'all kept offline' }[rules.offline];
  const unknown = (rules.notOnBattery && conditions.onBattery === null) || (rules.notOnMetered && conditions.metered === null);
  return [
    rules.mode === 'automatic' ? 'Automatic' : '',
    content === 'metadata' ? 'records only' : '',
    rules.notOnBattery ? 'not on battery' : '',
    rules.notOnMetered ? 'not on metered connections' : '',
    unknown ? 'this system does not tell, so it goes all the same' : '',
    offline,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export type PlaceKind = 'not-pushed' | 'both' | 'away' | 'records';

/** Where a version is, for its mark. `records`: the bucket has no contents of it. */
export function placeKind({ here, bucket }: WhereaboutsView): PlaceKind {
  if (bucket === 'none') return 'not-pushed';
  if (bucket === 'records') return 'records';
  return here ? 'both' : 'away';
}

export function placeSentence(place: WhereaboutsView, remote: string): string {
  const { here, by, at } = place;
  const who = by === null || at === null ? '' : ` Pushed by ${by}, ${absoluteTime(at)}.`;
  switch (placeKind(place)) {
    case 'not-pushed':
      return 'On this computer alone: not pushed yet.';
    case 'both':
      return `On this computer and in ${remote}.${who}`;
    case 'away':
      return `Its contents lie in ${remote} alone, and come when they are needed.${who}`;
    case 'records':
      return here ? `In ${remote} without the contents of files; those are on this computer.${who}` : `Its contents were not pushed: they are neither here nor in ${remote}.${who}`;
  }
}
