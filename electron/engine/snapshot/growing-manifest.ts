import { createManifestBuilder, type BuiltManifest } from '../manifest/build-manifest.ts';
import { visitNodeChildren } from '../manifest/visit-children.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable } from '../model/digest-table.ts';
import type { Entry } from '../model/entry.ts';
import type { Digester } from '../ports/digester.ts';
import { countingChild, type NamingChunk } from './count-references.ts';

export interface GrownManifest extends BuiltManifest {
  readonly named: NamedByNodes;
}

/** A manifest that is made while the answers to its entries still come: when the last one is there, little is left to do. */
export interface GrowingManifest {
  /** Takes in at most so many entries, as far as they are known: an entry waits for all before it. */
  advance(most: number): void;
  /** To be called when every answer came. */
  finish(): GrownManifest;
}

/** What the nodes of a manifest name, all of them taken for new. */
export interface NamedByNodes {
  /** Beside each digest how often it is named. The root, which no node names, is missing. */
  readonly counts: DigestTable;
  /** Nodes of chunk lists that leaves name; each once. What these name themselves is not counted. */
  readonly lists: readonly NamingChunk[];
}

/**
 * `entries`: in path order, null as often as the next one is not known yet. `expected`: about how many there are. What the nodes name is counted
 * along the way.
 */
export function growManifest(entries: Iterator<Entry | null>, expected: number, digester: Digester): GrowingManifest {
  const nodes = new Map<Digest, Uint8Array>();
  const counts = new DigestTable(expected);
  const lists: NamingChunk[] = [];
  const count = countingChild(counts, (naming) => naming.kind === 'list' && lists.push(naming));
  const builder = createManifestBuilder(digester, (digest, bytes) => {
    if (nodes.has(digest)) return;
    nodes.set(digest, bytes);
    visitNodeChildren(bytes, count);
  });

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
      return { root: builder.finish(), nodes, named: { counts, lists } };
    },
  };
}
