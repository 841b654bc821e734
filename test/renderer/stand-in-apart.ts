import type { MethodName, ParsedParams, Result } from '../../shared/contract.ts';
import type { ApartView, SidesRow } from '../../shared/apart-values.ts';
import { ContractError } from '../../shared/errors.ts';

type ApartMethod = Extract<MethodName, 'artifact.apart' | 'artifact.settle' | 'artifact.sawRenumbered' | 'artifact.keepMine' | 'artifact.sides'>;
type ApartHandlers = { [M in ApartMethod]: (params: ParsedParams<M>) => Result<M> };

const file = (size: number) => ({ kind: 'file' as const, size });

export const sidesRows: SidesRow[] = [
  { path: 'labels/cats.csv', changed: 'both', base: file(900), here: file(1_100), there: file(1_300) },
  { path: 'labels/dogs.csv', changed: 'there', base: file(900), here: file(900), there: null },
  { path: 'notes.md', changed: 'here', base: null, here: file(80), there: null },
  { path: 'readme.md', changed: 'alike', base: file(20), here: file(30), there: file(30) },
  { path: 'scenes/17.png', changed: 'there', base: null, here: null, there: file(240_000) },
];

/** Nobody else did anything, until a test says so. */
export function standInApart(): { handlers: ApartHandlers; set(apart: ApartView): void } {
  let apart: ApartView = { undecided: [], renumbered: [], folder: null };
  const handlers: ApartHandlers = {
    'artifact.apart': () => apart,
    'artifact.settle': ({ what }) => {
      const isMeant = (one: ApartView['undecided'][number]): boolean =>
        what.kind === 'alias' ? one.kind === 'alias' && one.alias === what.alias : one.kind === 'edit' && one.ref === what.ref && one.field === what.field;
      if (!apart.undecided.some(isMeant)) throw new ContractError({ code: 'undecided.changed', message: 'That is decided already; look at it again.' });
      apart = { ...apart, undecided: apart.undecided.filter((one) => !isMeant(one)) };
      return { undecided: apart.undecided };
    },
    'artifact.sawRenumbered': () => {
      apart = { ...apart, renumbered: [] };
      return {};
    },
    'artifact.keepMine': () => {
      apart = { ...apart, folder: null };
      return {};
    },
    'artifact.sides': () => ({ rows: sidesRows, totals: { here: 1, there: 2, both: 1, alike: 1 } }),
  };
  return { handlers, set: (next) => void (apart = next) };
}
