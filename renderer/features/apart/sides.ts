import type { SidesRow } from '../../../shared/apart-values.ts';
import { formatBytes } from '../../lib/format.ts';

export const changedKinds: readonly SidesRow['changed'][] = ['both', 'there', 'here', 'alike'];

export const changedWords: Readonly<Record<SidesRow['changed'], string>> = {
  both: 'Changed by both',
  there: 'Changed only by them',
  here: 'Changed only by me',
  alike: 'Changed alike',
};

/** Their side has something that can be brought into the folder. */
export function canBeTaken({ changed, there }: SidesRow): boolean {
  return (changed === 'there' || changed === 'both') && there !== null;
}

/** What a side did with the path: its new size, that it went, or that it is as it was. */
export function sideWords({ changed, base, ...sides }: SidesRow, side: 'here' | 'there'): string {
  const is = sides[side];
  const other = side === 'here' ? 'there' : 'here';
  if (changed === other) return is === null ? 'not there' : 'as before';
  if (is === null) return base === null ? 'not there' : 'deleted';
  const size = is.kind === 'file' ? formatBytes(is.size) : is.kind;
  return base === null ? `new, ${size}` : `changed, ${size}`;
}
