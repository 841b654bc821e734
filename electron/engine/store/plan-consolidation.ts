import type { ContainerId } from '../ports/container-store.ts';
import { rewrittenAtOnce } from './rewrite-containers.ts';

/** So many packs of one size class become one: a pack of a higher class. */
export const packsTogether = 16;
/** Packs from this size on, bytes, stay as they are. */
const bigEnough = 16 * 1024 * 1024;

export const isSmall = (size: number): boolean => size < bigEnough;

/** More are not removed while everyone waits. */
const mostPacks = 256;

export interface Pack {
  readonly id: ContainerId;
  /** Bytes on disk. */
  readonly size: number;
}

/**
 * Plans which packs become one, oldest first in each batch and the smallest first of all. A size class reaches from a size to 16 times that, and 16
 * packs of a class become one of a higher class: so a byte is rewritten once or twice for each class, and of each class fewer than 16 packs
 * stay. `packs` come in the order of their age.
 */
export function planConsolidation(packs: readonly Pack[]): Pack[][] {
  const classes = Map.groupBy(packs.filter(({ size }) => isSmall(size)), ({ size }) => sizeClass(size));
  return [...classes].toSorted(([a], [b]) => a - b).flatMap(([, ofClass]) => batchesOf(ofClass));
}

function sizeClass(size: number): number {
  let place = 0;
  for (let rest = size; rest >= packsTogether; rest /= packsTogether) place += 1;
  return place;
}

/** As many as are rewritten at once; what is left over waits for more. */
function batchesOf(packs: readonly Pack[]): Pack[][] {
  const batches: Pack[][] = [];
  let batch: Pack[] = [];
  let bytes = 0;
  for (const pack of packs) {
    if (bytes + pack.size > rewrittenAtOnce || batch.length === mostPacks) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(pack);
    bytes += pack.size;
  }
  return batch.length < packsTogether ? batches : [...batches, batch];
}
