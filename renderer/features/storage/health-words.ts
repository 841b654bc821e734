import type { HealthView, RepairReportView, VerifyReportView } from '../../../shared/values.ts';
import { relativeTime } from '../../lib/dates.ts';
import { formatBytes, formatCount, formatNumberOf } from '../../lib/format.ts';
import { isDamaged } from './soundness.ts';

export type HealthState = 'unknown' | 'sound' | 'damaged';

/** What is known of the store, in a word: nothing before the first look. */
export function healthState(health: HealthView | null): HealthState {
  if (isDamaged(health)) return 'damaged';
  return health === null || health.last === null ? 'unknown' : 'sound';
}

/** What is known, in sentences: how the last look ended and when, how many chunks are damaged, how far the round through every byte is. */
export function healthSentences(health: HealthView, now: number): string[] {
  const { last, lastDeep, damagedChunks } = health;
  return [
    ...(last === null ? ['Strata looks after it by itself, a little every day when nothing else goes on. Verify looks now.'] : [`Last look ${relativeTime(last.at, now)}${last.deep ? ', every byte read' : ''}${foundWords(last.findings)}.`]),
    ...(damagedChunks === 0 ? [] : [`${formatNumberOf(damagedChunks, 'chunk')} ${damagedChunks === 1 ? 'is' : 'are'} damaged.`]),
    ...(last === null || last.deep || lastDeep === null ? [] : [`Every byte was read ${relativeTime(lastDeep.at, now)}.`]),
    ...roundSentence(health),
  ];
}

const foundWords = (findings: number): string => (findings === 0 ? '' : `: ${formatNumberOf(findings, 'thing')} found`);

/** Nothing while there is no round, or when it is over. */
function roundSentence({ round }: HealthView): string[] {
  if (round === null || round.finishedAt !== null) return [];
  const { proven, containers } = round;
  return [`This round through every byte: ${formatCount(proven)} of ${formatNumberOf(containers, 'container')} read, it goes on when nothing else does.`];
}

/** What a look went through. */
export function checkedSentence({ versions, chunks, bytes, deep, containers, provenBefore }: VerifyReportView): string {
  const what = `${formatNumberOf(versions, 'version')}, ${formatNumberOf(chunks, 'chunk')}, ${formatBytes(bytes)}`;
  const before = provenBefore === 0 ? '' : ` (${formatCount(provenBefore)} of ${formatNumberOf(containers, 'container')} before, in the look that was cut short)`;
  return `Checked ${what}${deep ? `, every byte read${before}` : ''}.`;
}

/** What a repair mended, in a sentence. */
export function mendedSentence({ repaired }: RepairReportView): string {
  const { chunks, bytes, containers, records, counts } = repaired;
  const parts = [
    ...(chunks === 0 ? [] : [`${formatNumberOf(chunks, 'chunk')} (${formatBytes(bytes)}) found again and stored anew`]),
    ...(containers === 0 ? [] : [`${formatNumberOf(containers, 'container')} written again`]),
    ...(records === 0 ? [] : [`${formatNumberOf(records, 'record')} written again`]),
    ...(counts === 0 ? [] : [`${formatNumberOf(counts, 'count')} set right`]),
  ];
  if (parts.length === 0) return 'What it needs is in no other container, and in no tracked folder.';
  return `${parts.join(', ')}.`;
}
