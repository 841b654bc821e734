import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { Found } from './finding.ts';
import type { Walk } from './walk-trees.ts';

/** A chunk whose count of references is not the number of its namings. */
export interface WrongCount {
  readonly digest: Digest;
  readonly counted: number;
  readonly references: number;
}

/**
 * Compares every count with the namings that were seen. Counts are only judged when all nodes could be read; a chunk that is named and not
 * in the catalog is missing. Yields after each chunk.
 */
export function* compareCounts(core: Core, walk: Walk, found: Found): Generator<void, WrongCount[]> {
  const wrong: WrongCount[] = [];
  let seen = 0;
  for (const { digest, references } of core.catalog.chunks()) {
    const counted = walk.counts.get(digest) ?? 0;
    if (counted > 0) seen += 1;
    if (counted !== references && walk.broken.size === 0) wrong.push({ digest, counted, references });
    yield;
  }
  for (const { digest, counted, references } of wrong) {
    const message = `The chunk ${digest} is named ${counted} times, but the catalog counts ${references}.`;
    found.findings.push({ code: 'count.wrong', message, touches: [] });
  }
  if (seen < walk.counts.size) markMissing(core, walk, found);
  return wrong;
}

function markMissing(core: Core, walk: Walk, found: Found): void {
  for (const digest of walk.counts.keys()) {
    if (core.catalog.chunk(digest) === null) found.broken.set(digest, { code: 'chunk.missing', message: `The chunk ${digest} is not in the store` });
  }
}
