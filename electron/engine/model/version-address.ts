import { checkArtifactName } from './artifact.ts';

/** How a person names a version: `name`, `name:latest`, `name:<alias>`, `name:v3`. */
export interface VersionAddress {
  readonly artifact: string;
  readonly reference: VersionReference;
}

export type VersionReference =
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'alias'; readonly alias: string };

/** Parses what stands behind the colon. `v3` is an index, anything else an alias. */
export function parseVersionReference(text: string): VersionReference {
  const index = /^v(\d+)$/.exec(text)?.[1];
  return index === undefined ? { kind: 'alias', alias: text } : { kind: 'index', index: Number(index) };
}

/** Parses a whole address. Throws Failure `artifact.name-invalid` for a name that cannot be one. */
export function parseVersionAddress(text: string): VersionAddress {
  const colon = text.indexOf(':');
  if (colon < 0) return { artifact: checkArtifactName(text), reference: { kind: 'alias', alias: 'latest' } };
  const behind = text.slice(colon + 1);
  return {
    artifact: checkArtifactName(text.slice(0, colon)),
    reference: parseVersionReference(behind === '' ? 'latest' : behind),
  };
}

export function formatIndex(index: number): string {
  return `v${index}`;
}
