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

/** Only what was touched, each version and path once; findings that touch nothing are told themselves. For what is whole again. */
export function touchedRows(findings: readonly FindingView[]): FindingRow[] {
  const rows = new Map<string, FindingRow>();
  for (const [number, { message, touches }] of findings.entries()) {
    if (touches.length === 0) rows.set(String(number), { kind: 'finding', key: String(number), message: shortDigests(message) });
    for (const { version, path } of touches) {
      const key = `${version} ${path ?? ''}`;
      rows.set(key, { kind: 'touch', key, version, path });
    }
  }
  return [...rows.values()];
}

/** Digests cut to what tells them apart: `sha256:ab12…` of 64 digits says no more to people than 12. */
export function shortDigests(message: string): string {
  return message.replaceAll(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1…');
}
