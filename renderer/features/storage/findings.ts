import type { FindingView } from '../../../shared/values.ts';

/** One line of what was found: a finding, or below it a version and path that it touches. */
export type FindingRow =
  | { readonly kind: 'finding'; readonly key: string; readonly message: string }
  | { readonly kind: 'touch'; readonly key: string; readonly version: string; readonly path: string | null };

/** The engine tells at most so many touches of one finding. */
const mostTouches = 1_000;

/** Everything that was found as lines from top to bottom. */
export function findingRows(findings: readonly FindingView[]): FindingRow[] {
  return findings.flatMap(({ message, touches }, number): FindingRow[] => [
    { kind: 'finding', key: String(number), message: shortDigests(message) },
    ...touches.map(({ version, path }, place) => ({ kind: 'touch' as const, key: `${number}.${place}`, version, path })),
    ...(touches.length < mostTouches ? [] : [{ kind: 'finding' as const, key: `${number}.more`, message: 'And more than these.' }]),
  ]);
}

/** Digests cut to what tells them apart: `sha256:ab12…` of 64 digits says no more to people than 12. */
export function shortDigests(message: string): string {
  return message.replaceAll(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1…');
}
