import type { DiffView } from '../../../shared/values.ts';

export type ChangeKind = 'added' | 'modified' | 'renamed' | 'removed';
export const changeKinds: readonly ChangeKind[] = ['added', 'modified', 'renamed', 'removed'];

export type DiffRow =
  | { readonly kind: 'heading'; readonly change: ChangeKind; readonly total: number; readonly listed: number }
  | {
      readonly kind: 'change';
      readonly change: ChangeKind;
      readonly path: string;
      /** Where it was before, of a renamed one. */
      readonly from: string | null;
      readonly size: number;
      readonly sizeBefore: number | null;
    };

type Change = Extract<DiffRow, { kind: 'change' }>;

function changesOf(diff: DiffView, change: ChangeKind): Change[] {
  switch (change) {
    case 'added':
    case 'removed':
      return diff[change].map(({ path, size }) => ({ kind: 'change', change, path, from: null, size, sizeBefore: null }));
    case 'modified':
      return diff.modified.map(({ path, size, sizeBefore }) => ({
        kind: 'change',
        change,
        path,
        from: null,
        size,
        sizeBefore,
      }));
    case 'renamed':
      return diff.renamed.map(({ from, to, size }) => ({ kind: 'change', change, path: to, from, size, sizeBefore: null }));
  }
}

/** The rows of a comparison: a heading for each kind that has changes, then its changes that have the filter's words. */
export function diffRows(diff: DiffView, filter: string, hidden: readonly ChangeKind[]): DiffRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (row: Change): boolean => {
    const text = `${row.path} ${row.from ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return changeKinds
    .filter((kind) => !hidden.includes(kind) && diff.totals[kind] > 0)
    .flatMap((kind): DiffRow[] => {
      const all = changesOf(diff, kind);
      const found = words.length === 0 ? all : all.filter(matches);
      if (found.length === 0) return [];
      const total = words.length === 0 ? diff.totals[kind] : found.length;
      return [{ kind: 'heading', change: kind, total, listed: found.length }, ...found];
    });
}

/** The bytes by which the newer side is bigger, as far as the lists go. */
export function sizeDifference(diff: DiffView): number {
  const sum = (sizes: readonly { size: number }[]): number => sizes.reduce((total, { size }) => total + size, 0);
  const modified = diff.modified.reduce((total, { size, sizeBefore }) => total + size - sizeBefore, 0);
  return sum(diff.added) - sum(diff.removed) + modified;
}

interface Compared {
  readonly artifact: string;
  readonly from: string | null;
  readonly to: string;
  readonly diff: DiffView | null;
}

/** How many changes of each kind, when exactly these two are compared; else null. */
export function comparedCounts(shown: Compared, artifact: string, from: string, to: string): DiffView['totals'] | null {
  return shown.artifact === artifact && shown.from === from && shown.to === to ? (shown.diff?.totals ?? null) : null;
}

export function totalChanges(diff: DiffView): number {
  return changeKinds.reduce((total, kind) => total + diff.totals[kind], 0);
}
