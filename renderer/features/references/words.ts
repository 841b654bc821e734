import type { AddedReferenceView, DriftView, ReferencesView } from '../../../shared/reference-values.ts';
import { formatNumberOf } from '../../lib/format.ts';

const hour = 3_600_000;

/** How often sources may be looked at; null as text. */
export const schedules = [
  { value: 'never', label: 'Only when asked' },
  { value: String(hour / 4), label: 'Every 15 minutes' },
  { value: String(hour), label: 'Every hour' },
  { value: String(24 * hour), label: 'Every day' },
  { value: String(7 * 24 * hour), label: 'Every week' },
] as const;

/** What can be chosen, with what is set at present among it. */
export function scheduleChoices(everyMs: number | null): { value: string; label: string }[] {
  const known = schedules.some(({ value }) => value === scheduleValue(everyMs));
  return known || everyMs === null ? [...schedules] : [...schedules, { value: String(everyMs), label: `Every ${formatNumberOf(Math.round(everyMs / 60_000), 'minute')}` }];
}

export function scheduleValue(everyMs: number | null): string {
  return everyMs === null ? 'never' : String(everyMs);
}

/** What an artifact refers to, in a line. */
export function referencesWords({ references }: ReferencesView): string {
  const [only] = references;
  if (only === undefined) return 'Its bytes stay where they are';
  return references.length === 1 ? only.uri : `${formatNumberOf(references.length, 'source')}: ${references.map(({ uri }) => uri).join(', ')}`;
}

/** What cannot be noticed of a reference whose URI alone is kept. */
export const uncheckedWords = 'The URI alone is its identity: nothing is asked, and a change or a loss there is not noticed.';

export const placeWords = ({ path }: AddedReferenceView): string => (path === '' ? 'at the top' : `in ${path}`);

export const driftKinds = ['changed', 'missing', 'recoverable', 'unreachable'] as const;
export type DriftKind = (typeof driftKinds)[number];

export const driftWords: Readonly<Record<keyof DriftView['counts'], string>> = {
  intact: 'as they were',
  changed: 'changed',
  missing: 'missing',
  recoverable: 'replaced, but still kept there',
  unchecked: 'cannot be told',
  unreachable: 'not reached',
};

/** What to make of a drift, in a sentence. */
export function driftSentence({ ref, counts }: DriftView): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (all === 0) return `${ref} refers to nothing.`;
  if (counts.changed + counts.missing + counts.recoverable > 0) {
    return counts.changed + counts.missing === 0
      ? `Sources moved on, but all that ${ref} names is still to be had.`
      : `Not all that ${ref} names is to be had any more.`;
  }
  if (counts.unreachable > 0) return 'Some sources gave no answer.';
  return counts.intact > 0 ? `All that can be told is as ${ref} names it.` : 'Nothing can be told: the URIs alone were kept.';
}
