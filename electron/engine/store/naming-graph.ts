import type { Digest } from '../model/digest.ts';
import type { NamedChunk } from '../snapshot/count-references.ts';

export interface NamingSources {
  /** What a node names. */
  readonly children: (node: NamedChunk) => readonly NamedChunk[];
  /** Content bytes of a data chunk. */
  readonly length: (digest: Digest) => number;
}

const nothing = new Int32Array(0);

/**
 * What nodes name, with a number for each node and chunk. Content has its name from its digest, so what was read once stays true
 * whatever is stored or deleted later: only nodes that are new are ever read.
 */
export class NamingGraph {
  readonly #sources: NamingSources;
  readonly #numbers = new Map<Digest, number>();
  readonly #children: (Int32Array | null)[] = [];
  readonly #named: (NamedChunk | null)[] = [];
  readonly #lengths: number[] = [];

  constructor(sources: NamingSources) {
    this.#sources = sources;
  }

  /** So many nodes and chunks are known. */
  get size(): number {
    return this.#lengths.length;
  }

  number(named: NamedChunk): number {
    const known = this.#numbers.get(named.digest);
    if (known !== undefined) return known;
    const made = this.#lengths.length;
    this.#numbers.set(named.digest, made);
    const isData = named.kind === 'data';
    this.#children.push(isData ? nothing : null);
    this.#named.push(isData ? null : named);
    this.#lengths.push(isData ? this.#sources.length(named.digest) : 0);
    return made;
  }

  /** What the node names, as often as it does; reads it the first time. A data chunk names nothing. */
  children(node: number): Int32Array {
    const known = this.#children[node] ?? null;
    if (known !== null) return known;
    const named = this.#named[node];
    if (named === null || named === undefined) return nothing;
    const children = this.#sources.children(named);
    const numbers = new Int32Array(children.length);
    for (const [at, child] of children.entries()) numbers[at] = this.number(child);
    this.#children[node] = numbers;
    this.#named[node] = null;
    return numbers;
  }

  /** Content bytes; 0 for a node. */
  length(node: number): number {
    return this.#lengths[node] ?? 0;
  }
}
