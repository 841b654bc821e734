import type { Digest } from '../model/digest.ts';
import type { NamedChild } from '../manifest/children.ts';

export interface NamingSources {
  /** What a node names. */
  readonly children: (node: NamedChild) => readonly NamedChild[];
  /** Content bytes of a data chunk. */
  readonly length: (digest: Digest) => number;
}

const nothing = new Int32Array(0);

/**
 * What nodes name, with a number for each node and chunk. Content has its name from its digest, so what was read once stays true
 * whatever is stored or deleted later: only nodes that are new are ever read. After a failure it must not be used again.
 */
export class NamingGraph {
  readonly #sources: NamingSources;
  readonly #numbers = new Map<Digest, number>();
  /** Of nodes that were read, and of chunks. */
  readonly #children: (Int32Array | null)[] = [];
  /** Nodes that are not read yet. */
  readonly #unread = new Map<number, NamedChild>();
  readonly #lengths: number[] = [];

  constructor(sources: NamingSources) {
    this.#sources = sources;
  }

  /** So many nodes and chunks are known. */
  get size(): number {
    return this.#lengths.length;
  }

  number(named: NamedChild): number {
    const known = this.#numbers.get(named.digest);
    if (known !== undefined) return known;
    const made = this.#lengths.length;
    this.#numbers.set(named.digest, made);
    const isData = named.kind === 'data';
    if (!isData) this.#unread.set(made, named);
    this.#children.push(isData ? nothing : null);
    this.#lengths.push(isData ? this.#sources.length(named.digest) : 0);
    return made;
  }

  /** Reads the node and all below it that was not read before. Yields after each. */
  *read(top: number): Generator<void> {
    const open = [top];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const named = this.#unread.get(node);
      if (named === undefined) continue;
      this.#unread.delete(node);
      const children = Int32Array.from(this.#sources.children(named), (child) => this.number(child));
      this.#children[node] = children;
      for (const child of children) if (this.#unread.has(child)) open.push(child);
      yield;
    }
  }

  /** What the node names, as often as it does. A data chunk names nothing. */
  children(node: number): Int32Array {
    return this.#children[node] ?? nothing;
  }

  /** Content bytes; 0 for a node. */
  length(node: number): number {
    return this.#lengths[node] ?? 0;
  }
}
