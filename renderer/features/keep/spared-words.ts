import type { FateView } from '../../../shared/values.ts';
import { formatCount } from '../../lib/format.ts';

/** Why a version is spared by every rule, by the code of its fate. */
const words: Readonly<Record<string, string>> = {
  pinned: 'pinned',
  alias: 'named',
  restore: 'needed to take a restore back',
  description: 'described',
  'by-hand': 'made by hand',
};

/** `2 made by hand, 1 named`: the versions that no rule takes, by what spares them; the newest, which always stays, not counted. */
export function sparedWords(fates: readonly FateView[]): string {
  return Object.entries(words)
    .map(([code, word]) => ({ word, count: fates.filter(({ kept }) => kept?.code === code).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${formatCount(count)} ${word}`)
    .join(', ');
}
