import type { Digest } from '../engine/model/digest.ts';
import type { KnownChunk } from '../engine/ports/catalog.ts';
import type { IndexedChunk, SealedContainer } from '../engine/ports/container-store.ts';
import { digestToBlob } from './digest-blob.ts';
import { kindToNumber, rowsAtOnce, valuesOfChunk, type ChunksTable } from './tables/chunks.ts';

interface UnwrittenChunk {
  readonly chunk: IndexedChunk;
  readonly container: number;
  references: number;
}

/**
 * The chunks that the running transaction has named and not yet written. A snapshot names its chunks and counts their
 * references a moment later: held back until the end, each becomes one row written once, in the order of digests, instead of a row
 * and its update. A digest may be here and in the table too: then the table's place stays and the references are added.
 */
export interface UnwrittenChunks {
  add(container: SealedContainer, number: number): void;
  get(digest: Digest): KnownChunk | null;
  addReferences(counts: ReadonlyMap<Digest, number>): void;
  write(): void;
  forget(): void;
}

/** So many wait at most (a million files' worth); more are written in between. */
const limit = 2 ** 20;

export function holdUnwrittenChunks(table: ChunksTable): UnwrittenChunks {
  const waiting = new Map<Digest, UnwrittenChunk>();

  function write(): void {
    writeChunks(table, [...waiting.values()]);
    waiting.clear();
  }

  function add(container: SealedContainer, number: number): void {
    for (const chunk of container.chunks) {
      if (waiting.has(chunk.digest)) continue;
      if (waiting.size >= limit) write();
      waiting.set(chunk.digest, { chunk, container: number, references: 0 });
    }
  }

  function addReferences(counts: ReadonlyMap<Digest, number>): void {
    const written: Digest[] = [];
    for (const [digest, count] of counts) {
      if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`not a count of references: ${count}`);
      const chunk = waiting.get(digest);
      if (chunk === undefined) written.push(digest);
      else chunk.references += count;
    }
    for (const digest of inOrder(written, (each) => each)) {
      const { changes } = table.addReferences.run(counts.get(digest) ?? 0, digestToBlob(digest));
      if (changes === 0) throw new Error(`no container names the chunk ${digest}`);
    }
  }

  return {
    add,
    addReferences,
    write,
    get: (digest) => {
      const found = waiting.get(digest);
      return found === undefined ? null : known(found);
    },
    forget: () => waiting.clear(),
  };
}

function known({ chunk, references }: UnwrittenChunk): KnownChunk {
  const { kind, container, frameOffset, frameLength, offset, length } = chunk;
  return { kind, references, location: { container, frameOffset, frameLength, offset, length } };
}

function writeChunks(table: ChunksTable, chunks: readonly UnwrittenChunk[]): void {
  const sorted = inOrder(chunks, (each) => each.chunk.digest);
  const single = sorted.length % rowsAtOnce;
  for (let at = 0; at < single; at++) table.insert.run(...bind([], 0, sorted[at] as UnwrittenChunk));
  const values: unknown[] = Array.from({ length: rowsAtOnce * valuesOfChunk });
  for (let at = single; at < sorted.length; at += rowsAtOnce) {
    for (let row = 0; row < rowsAtOnce; row++) {
      bind(values, row * valuesOfChunk, sorted[at + row] as UnwrittenChunk);
    }
    table.insertMany.run(...values);
  }
}

/** Fills in one row's values. The array is used again for each statement: making one anew took half of the time. */
function bind(values: unknown[], at: number, { chunk, container, references }: UnwrittenChunk): unknown[] {
  values[at] = digestToBlob(chunk.digest);
  values[at + 1] = references;
  values[at + 2] = kindToNumber(chunk.kind);
  values[at + 3] = container;
  values[at + 4] = chunk.frameOffset;
  values[at + 5] = chunk.frameLength;
  values[at + 6] = chunk.offset;
  values[at + 7] = chunk.length;
  return values;
}

/**
 * Nearly sorted by digest, so that neighbouring rows touch the same page. Only the first 32 bits count (they and the position
 * fit one double, and doubles sort ten times faster than text); at most 2^20 at once are sorted together.
 */
function inOrder<T>(all: readonly T[], digestOf: (each: T) => Digest): T[] {
  const sorted: T[] = [];
  for (let start = 0; start < all.length; start += limit) {
    const keys = new Float64Array(Math.min(limit, all.length - start));
    for (let i = 0; i < keys.length; i++) {
      keys[i] = Number.parseInt(digestOf(all[start + i] as T).slice(0, 8), 16) * limit + i;
    }
    for (const key of keys.sort()) sorted.push(all[start + (key % limit)] as T);
  }
  return sorted;
}
