import type { EngineEvent } from '../../../shared/contract.ts';
import type { ArtifactView, VersionView } from '../../../shared/values.ts';
import type { Edit } from './edits.ts';

export type VersionsByIndex = Readonly<Record<number, VersionView>>;

/** The versions of the opened artifact, as the engine told them. */
export interface Timeline {
  readonly artifact: string;
  /** Every version that is known, also one outside the loaded pages. */
  readonly told: VersionsByIndex;
  /** Indexes of the loaded pages, newest first. */
  readonly order: readonly number[];
  readonly total: number;
  readonly hasMore: boolean;
}

export function emptyTimeline(artifact: string): Timeline {
  return { artifact, told: {}, order: [], total: 0, hasMore: false };
}

/** An alias names one version: what another version had of these goes away. */
function withoutAliases(told: VersionsByIndex, taken: VersionView): VersionsByIndex {
  if (taken.aliases.length === 0) return told;
  const losers = Object.values(told).filter(
    (version) => version.index !== taken.index && version.aliases.some((alias) => taken.aliases.includes(alias)),
  );
  if (losers.length === 0) return told;
  const changed = losers.map((version) => [
    version.index,
    { ...version, aliases: version.aliases.filter((alias) => !taken.aliases.includes(alias)) },
  ]);
  return { ...told, ...(Object.fromEntries(changed) as VersionsByIndex) };
}

/** The versions after one of them was told. */
export function withVersion(told: VersionsByIndex, version: VersionView): VersionsByIndex {
  return { ...withoutAliases(told, version), [version.index]: version };
}

/** The newest page replaces what was loaded. */
export function withFirstPage(timeline: Timeline, versions: readonly VersionView[], total: number): Timeline {
  return {
    ...timeline,
    told: Object.fromEntries(versions.map((version) => [version.index, version])),
    order: versions.map(({ index }) => index),
    total,
    hasMore: versions.length > 0 && versions.length < total,
  };
}

/** An older page comes behind what is loaded; rows that are there already are not repeated. */
export function withOlderPage(timeline: Timeline, versions: readonly VersionView[], total: number): Timeline {
  const known = new Set(timeline.order);
  const order = [...timeline.order, ...versions.map(({ index }) => index).filter((index) => !known.has(index))];
  return {
    ...timeline,
    told: { ...Object.fromEntries(versions.map((version) => [version.index, version])), ...timeline.told },
    order,
    total,
    hasMore: versions.length > 0 && order.length < total,
  };
}

/** The timeline after a fact; the same object when the fact is about something else. */
export function foldTimeline(timeline: Timeline, event: EngineEvent): Timeline {
  if (event.kind === 'versions.deleted') return withoutVersions(timeline, event.artifact, event.refs);
  if (event.kind === 'artifact.removed') return event.artifact === timeline.artifact ? emptyTimeline('') : timeline;
  if (event.kind !== 'version.created' && event.kind !== 'version.edited') return timeline;
  if (event.artifact !== timeline.artifact) return timeline;
  const { version } = event;
  const told = withVersion(timeline.told, version);
  if (event.kind === 'version.edited' || timeline.order.includes(version.index)) return { ...timeline, told };
  const order = [...timeline.order, version.index].toSorted((one, other) => other - one);
  return { ...timeline, told, order, total: timeline.total + 1 };
}

/** `latest` is on another version when the newest one went. */
function withoutVersions(timeline: Timeline, { name, latest }: ArtifactView, refs: readonly string[]): Timeline {
  if (name !== timeline.artifact) return timeline;
  const gone = new Set(refs);
  const rest = Object.fromEntries(Object.entries(timeline.told).filter(([, version]) => !gone.has(version.ref)));
  const told = latest !== null && latest.index in rest ? withVersion(rest, latest) : rest;
  const order = timeline.order.filter((index) => told[index] !== undefined);
  return { ...timeline, told, order, total: Math.max(order.length, timeline.total - refs.length) };
}

/** The version itself if it is still there, or the one that took its place: the next older one, or else the oldest. */
export function nearest(before: readonly number[], { told, order }: Timeline, index: number | null): number | null {
  if (index === null || told[index] !== undefined) return index;
  const place = before.indexOf(index);
  return before.slice(place + 1).find((older) => told[older] !== undefined) ?? order.at(-1) ?? null;
}

/** What is shown: the told versions with the unanswered edits over them. Untouched versions keep their identity. */
export function shownVersions(timeline: Timeline, pending: readonly Edit[]): VersionsByIndex {
  const edits = pending.filter(({ artifact }) => artifact === timeline.artifact);
  if (edits.length === 0) return timeline.told;
  return Object.fromEntries(
    Object.values(timeline.told).map((version) => [
      version.index,
      edits.reduce((shown, edit) => edit.apply(shown), version),
    ]),
  );
}

/** A change of what the engine told or of what lies over it, with what is shown then. */
export function restated(
  timeline: Timeline,
  pending: readonly Edit[],
): { timeline: Timeline; pending: readonly Edit[]; shown: VersionsByIndex } {
  return { timeline, pending, shown: shownVersions(timeline, pending) };
}
