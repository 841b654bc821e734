import { createManifestBuilder, type BuiltManifest } from '../manifest/build-manifest.ts';
import type { Digest } from '../model/digest.ts';
import type { Entry } from '../model/entry.ts';
import type { Digester } from '../ports/digester.ts';

/** A manifest that is made while the answers to its entries still come: when the last one is there, little is left to do. */
export interface GrowingManifest {
  /** Takes in at most so many entries, as far as they are known: an entry waits for all before it. */
  advance(most: number): void;
  /** To be called when every answer came. */
  finish(): BuiltManifest;
}

/** `entries`: in path order, null as often as the next one is not known yet. */
export function growManifest(entries: Iterator<Entry | null>, digester: Digester): GrowingManifest {
  const nodes = new Map<Digest, Uint8Array>();
  const builder = createManifestBuilder(digester, (digest, bytes) => nodes.set(digest, bytes));

  function advance(most: number): void {
    for (let taken = 0; taken < most; taken++) {
      const step = entries.next();
      if (step.done === true || step.value === null) return;
      builder.add(step.value);
    }
  }

  return {
    advance,
    finish: () => {
      advance(Number.POSITIVE_INFINITY);
      return { root: builder.finish(), nodes };
    },
  };
}
