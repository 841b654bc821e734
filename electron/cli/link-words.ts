import type { LinkView } from '../../shared/sync-values.ts';
import { isoTime } from './documents.ts';
import { counted, humaneDuration } from './humane.ts';
import { syncStateWords } from './sync-state-words.ts';
import { printable } from './text-width.ts';

/** How an artifact goes together with its remote, for scripts. `state` is null where nothing runs that could go by itself. */
export function linkDocument(artifact: string, link: LinkView): Record<string, unknown> {
  const { remote, content, writable, waiting, rules, status, conditions, pushedAt } = link;
  return {
    artifact,
    remote,
    content,
    writable,
    waiting,
    ...rules,
    state: status?.state ?? null,
    message: status?.message ?? '',
    since: isoTime(status?.since ?? null),
    nextAt: isoTime(status?.until ?? null),
    conflicts: status?.conflicts ?? 0,
    conditions,
    pushedAt: isoTime(pushedAt),
  };
}

/** The state in words: `1 version waits: on battery`, `up to date`, `automatic, while Strata runs`. */
export function linkStateText({ writable, waiting, rules, status }: LinkView, now: number): string {
  const left = waiting === 0 ? '' : `${counted(waiting, 'version')} not pushed; `;
  const isAtRest = status === null ? !rules.paused : status.state === 'resting' || status.state === 'manual';
  if (!writable && isAtRest) return `${left}you may only pull`;
  if (status === null) return `${left}${rules.paused ? 'paused' : rules.mode === 'automatic' ? 'goes by itself while Strata runs' : 'pushed when asked'}`;
  const next = status.until !== null && (status.state === 'offline' || status.state === 'busy') ? `, tries again in ${humaneDuration(status.until - now)}` : '';
  const state = status.state === 'resting' && waiting > 0 ? 'waits' : syncStateWords[status.state];
  return `${left}${state}${next}${status.message === '' ? '' : `: ${printable(status.message)}`}`;
}

/** The rules in a few words: `automatic, records only, not on battery`. */
export function linkRulesText({ content, rules }: LinkView): string {
  return [
    rules.mode,
    content === 'metadata' ? 'without contents' : '',
    rules.notOnBattery ? 'not on battery' : '',
    rules.notOnMetered ? 'not on metered' : '',
    rules.offline === 'as-needed' ? '' : rules.offline === 'newest' ? 'newest kept offline' : 'all kept offline',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
