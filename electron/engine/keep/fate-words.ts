import type { GoesWhy, KeptWhy } from './fate.ts';

/** Why a version is kept, as a sentence for people; times stand beside it. */
export function keptSentence(why: KeptWhy): string {
  switch (why.code) {
    case 'latest':
      return 'It is the newest version.';
    case 'pinned':
      return 'It is pinned.';
    case 'alias':
      return `It is named ${why.aliases.map((alias) => `"${alias}"`).join(', ')}.`;
    case 'restore':
      return 'A restore can be taken back to it.';
    case 'description':
      return 'It has a description.';
    case 'by-hand':
      return why.origin === 'baseline' ? 'It is what was there when tracking began.' : 'It was made by hand.';
    case 'all':
      return 'All versions are kept.';
    case 'last':
      return why.count === 1 ? 'The last version is kept.' : `It is one of the last ${why.count}.`;
    case 'recent':
      return 'Everything of the last day is kept.';
    case 'newest-of':
      return `It stands for its ${why.per}.`;
  }
}

/** Why a version goes, as a sentence for people; the time stands beside it. */
export function goesSentence(why: GoesWhy): string {
  switch (why.code) {
    case 'time-to-live':
      return why.isOwn ? 'Its own time to live ends.' : 'The time to live of versions ends.';
    case 'last':
      return why.count === 1 ? 'Only the last version is kept.' : `Only the last ${why.count} are kept.`;
    case 'thin':
      return `A newer one stands for its ${why.per}.`;
  }
}
