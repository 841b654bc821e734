import type { VersionView } from '../../../shared/values.ts';
import { dayHeading, dayKey } from '../../lib/dates.ts';
import type { VersionsByIndex } from './fold.ts';
import type { Ticks } from './ticks.ts';

export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly label: string; readonly count: number }
  | { readonly kind: 'version'; readonly key: string; readonly version: VersionView };

/** The rows of the timeline: a heading before the versions of each day, newest first. */
export function timelineRows(order: readonly number[], shown: VersionsByIndex, now: number): TimelineRow[] {
  const versions = order.map((index) => shown[index]).filter((version) => version !== undefined);
  const days = Map.groupBy(versions, ({ createdAt }) => dayKey(createdAt));
  return [...days].flatMap(([day, ofDay]): TimelineRow[] => [
    { kind: 'day', key: day, label: dayHeading(ofDay[0]?.createdAt ?? now, now), count: ofDay.length },
    ...ofDay.map((version): TimelineRow => ({ kind: 'version', key: version.ref, version })),
  ]);
}

/** The index of the version before this one: what its changes are counted against. Null for the first. */
export function indexBefore(order: readonly number[], index: number): number | null {
  const place = order.indexOf(index);
  if (place >= 0) return order[place + 1] ?? (index > 0 ? index - 1 : null);
  return index > 0 ? index - 1 : null;
}

const originWords: Record<VersionView['origin'], string> = {
  baseline: 'Baseline',
  save: 'Save',
  manual: 'Manual',
  'before-restore': 'Before restore',
  restore: 'Restore',
  rescan: 'Rescan',
};

export function originWord(origin: VersionView['origin']): string {
  return originWords[origin];
}

/** Every alias of the loaded versions that can move, for "Move alias here": not `latest`, nor a protected one. */
export function movableAliases(shown: VersionsByIndex): { alias: string; index: number }[] {
  return Object.values(shown)
    .flatMap(({ aliases, protectedAliases, index }) =>
      aliases.filter((alias) => alias !== 'latest' && !protectedAliases.includes(alias)).map((alias) => ({ alias, index })),
    )
    .toSorted((one, other) => one.alias.localeCompare(other.alias));
}

/** What assistive technology says of a row: everything that is seen in it. */
export function versionLabel(version: VersionView, maker: string | null): string {
  const { added, modified, removed, renamed } = version.changes;
  const parts = [
    version.ref,
    originWord(version.origin),
    maker === null ? '' : `by ${maker}`,
    ...version.aliases.map((alias) => `${version.protectedAliases.includes(alias) ? 'protected alias' : 'alias'} ${alias}`),
    `${added} added, ${modified} modified, ${removed} removed, ${renamed} renamed`,
    version.identicalTo === null ? '' : `identical to v${version.identicalTo}`,
    version.problems.length === 0 ? '' : `${version.problems.length} problems`,
    version.description,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Versions that one can be compared with: `v3 · best`, newest first. */
export function comparisonChoices(
  order: readonly number[],
  shown: VersionsByIndex,
  without: number,
): { value: string; label: string }[] {
  return order
    .map((index) => shown[index])
    .filter((version) => version !== undefined && version.index !== without)
    .map((version) => ({
      value: version?.ref ?? '',
      label: [version?.ref, ...(version?.aliases ?? []), originWord(version?.origin ?? 'save')].join(' · '),
    }));
}

/** The ticked versions, newest first. */
export function tickedRefs({ ticks }: { readonly ticks: Ticks }): string[] {
  return ticks.indexes.toSorted((one, other) => other - one).map((index) => `v${index}`);
}

/**
 * What each maker of versions is called where several share an artifact: the user's name, or `user@host` when two have the same. Empty where
 * one person made them all, and it need not be said.
 */
export function makerWords(rows: readonly TimelineRow[]): ReadonlyMap<string, string> {
  const actors = [...new Set(rows.flatMap((row) => (row.kind === 'version' ? [row.version.actor] : [])))];
  if (actors.length < 2) return new Map();
  const userOf = (actor: string): string => actor.split('@')[0] ?? actor;
  const counts = Map.groupBy(actors, userOf);
  return new Map(actors.map((actor) => [actor, counts.get(userOf(actor))?.length === 1 ? userOf(actor) : actor]));
}
