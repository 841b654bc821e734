/** Where an alias stands: the version that it names (null: it is no more), and whether it is protected. */
export interface AliasState {
  readonly index: number | null;
  readonly isProtected: boolean;
}

export const noAlias: AliasState = { index: null, isProtected: false };

/** What becomes of an alias of which this home and the bucket say something. */
export type AliasMerge = 'same' | 'take' | 'put' | 'conflict';

/** Three-way: who changed it since both agreed? When both did, to different ends, nobody is believed. */
export function mergeAlias(base: AliasState, ours: AliasState, theirs: AliasState): AliasMerge {
  if (sameAlias(ours, theirs)) return 'same';
  if (sameAlias(base, ours)) return 'take';
  if (sameAlias(base, theirs)) return 'put';
  return 'conflict';
}

export function sameAlias(a: AliasState, b: AliasState): boolean {
  return a.index === b.index && a.isProtected === b.isProtected;
}
