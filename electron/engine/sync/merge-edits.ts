import type { MetadataValue } from '../model/metadata.ts';
import type { VersionEdits } from '../model/version-edits.ts';

/** A field that both sides changed to different ends. */
export interface EditConflict {
  /** `description`, `pinned`, `timeToLive`, `metadata.<key>`. */
  readonly field: string;
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

export interface MergedEdits {
  /** For this home: where both changed a field, it has ours. */
  readonly here: VersionEdits;
  /** For the bucket: where both changed a field, it has theirs. */
  readonly there: VersionEdits;
  readonly conflicts: readonly EditConflict[];
}

/**
 * Three-way, field by field, and key by key for metadata: what one side changed holds for both; what both changed to different ends stays on each
 * side as it is. Tags are a set, in which both sides' additions and removals hold.
 */
export function mergeEdits(base: VersionEdits, ours: VersionEdits, theirs: VersionEdits): MergedEdits {
  const conflicts: EditConflict[] = [];
  const field = <T>(name: string, b: T, o: T, t: T): Record<Side, T> => {
    if (same(o, t) || same(b, o)) return { here: t, there: t };
    if (same(b, t)) return { here: o, there: o };
    conflicts.push({ field: name, base: b, ours: o, theirs: t });
    return { here: o, there: t };
  };
  const tags = mergeTags(base.tags, ours.tags, theirs.tags);
  const description = field('description', base.description, ours.description, theirs.description);
  const pinned = field('pinned', base.pinned, ours.pinned, theirs.pinned);
  const timeToLive = field('timeToLive', base.timeToLive, ours.timeToLive, theirs.timeToLive);
  const keys = [...new Set([...Object.keys(base.metadata), ...Object.keys(ours.metadata), ...Object.keys(theirs.metadata)])].toSorted();
  const metadata = keys.map((key) => [key, field(`${metadataField}${key}`, own(base.metadata, key), own(ours.metadata, key), own(theirs.metadata, key))] as const);
  const sideOf = (side: Side): VersionEdits => ({
    description: description[side],
    metadata: Object.fromEntries(metadata.flatMap(([key, value]) => (value[side] === undefined ? [] : [[key, value[side]]]))),
    tags,
    pinned: pinned[side],
    timeToLive: timeToLive[side],
  });
  return { here: sideOf('here'), there: sideOf('there'), conflicts };
}

type Side = 'here' | 'there';

/** What both sides agree about once the bucket has `there`: all of that, but what both changed to different ends stays as it was. */
export function agreedEdits(base: VersionEdits, there: VersionEdits, conflicts: readonly EditConflict[]): VersionEdits {
  const isOpen = (field: string): boolean => conflicts.some((conflict) => conflict.field === field);
  const metadata = new Map(Object.entries(there.metadata));
  for (const { field } of conflicts) {
    if (!field.startsWith(metadataField)) continue;
    const key = field.slice(metadataField.length);
    const value = own(base.metadata, key);
    if (value === undefined) metadata.delete(key);
    else metadata.set(key, value);
  }
  return {
    description: isOpen('description') ? base.description : there.description,
    metadata: Object.fromEntries(metadata),
    tags: there.tags,
    pinned: isOpen('pinned') ? base.pinned : there.pinned,
    timeToLive: isOpen('timeToLive') ? base.timeToLive : there.timeToLive,
  };
}

const metadataField = 'metadata.';

function own(metadata: VersionEdits['metadata'], key: string): MetadataValue | undefined {
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined;
}

function mergeTags(base: readonly string[], ours: readonly string[], theirs: readonly string[]): readonly string[] {
  const stays = (tag: string): boolean => (base.includes(tag) ? ours.includes(tag) && theirs.includes(tag) : true);
  const merged = [...new Set([...ours, ...theirs])].filter(stays).toSorted();
  return same(merged, ours.toSorted()) ? ours : same(merged, theirs.toSorted()) ? theirs : merged;
}

export function sameEdits(a: VersionEdits, b: VersionEdits): boolean {
  return same(a, b);
}

/** What a field that a conflict names holds; `undefined` for a key that metadata does not have. */
export function fieldOf(edits: VersionEdits, field: string): unknown {
  if (field.startsWith(metadataField)) return own(edits.metadata, field.slice(metadataField.length));
  return edits[field as keyof VersionEdits];
}

export function sameValue(a: unknown, b: unknown): boolean {
  return same(a, b);
}

/** JSON with keys in one order: what was read and what was written may have them in another. */
function same(a: unknown, b: unknown): boolean {
  return a === b || stable(a) === stable(b);
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
  ) ?? 'undefined';
}

/** The same with another value in the field that a conflict named; `undefined` takes a key of metadata away. */
export function withField(edits: VersionEdits, field: string, value: unknown): VersionEdits {
  if (!field.startsWith(metadataField)) return { ...edits, [field]: value };
  const { [field.slice(metadataField.length)]: _, ...others } = edits.metadata;
  return { ...edits, metadata: value === undefined ? others : { ...others, [field.slice(metadataField.length)]: value as MetadataValue } };
}
