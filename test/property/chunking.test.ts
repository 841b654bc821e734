import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildChunkList, listChildren, listedLength, readChunkList, visitListChildren, type ListedChunk } from '../../electron/engine/chunking/chunk-list.ts';
import { createChunker, maximumChunk, minimumChunk } from '../../electron/engine/chunking/chunker.ts';
import { digestFromBytes, type Digest } from '../../electron/engine/model/digest.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import { digester, digestOf } from '../fakes/digester-node.ts';

/** Bytes that look random, the same for the same seed. */
function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

function ends(bytes: Uint8Array): number[] {
  const chunker = createChunker();
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at = found.at(-1) as number) found.push(chunker.nextBoundary(bytes, at, bytes.length, true));
  return found;
}

/** The same through a buffer that is filled by reads of given sizes, what is left over moved to its beginning. */
function endsByReads(bytes: Uint8Array, reads: readonly number[]): number[] {
  const chunker = createChunker();
  const buffer = new Uint8Array(maximumChunk + Math.max(...reads));
  const found: number[] = [];
  let [filled, read, base] = [0, 0, 0];
  for (let turn = 0; ; turn++) {
    const more = bytes.subarray(read, read + (reads[turn % reads.length] as number));
    buffer.set(more, filled);
    filled += more.length;
    read += more.length;
    const isLast = read === bytes.length;
    let start = 0;
    while (start < filled) {
      const end = chunker.nextBoundary(buffer, start, filled, isLast);
      if (end < 0) break;
      found.push(base + end);
      start = end;
    }
    base += start;
    buffer.copyWithin(0, start, filled);
    filled -= start;
    if (isLast) return found;
  }
}

function chunksOf(bytes: Uint8Array): ListedChunk[] {
  let start = 0;
  return ends(bytes).map((end) => {
    const chunk = { digest: digester.digest(bytes.subarray(start, end)), length: end - start };
    start = end;
    return chunk;
  });
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const megabyte = 1024 * 1024;
const large = noise(6 * megabyte, 7);
const largeEnds = ends(large);

function visited(bytes: Uint8Array): ReturnType<typeof listChildren> {
  const named: ReturnType<typeof listChildren> = [];
  visitListChildren(bytes, (from, offset, kind) => named.push({ digest: digestFromBytes(from, offset), kind: kind as 'list' | 'data' }));
  return named;
}

describe('the ends of chunks', () => {
  it('keep the bounds of the format and reach the end of the blob', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 * megabyte }), fc.nat(), fc.boolean(), (length, seed, empty) => {
        const found = ends(empty ? new Uint8Array(length) : noise(length, seed));
        expect(found.at(-1)).toBe(length);
        const sizes = found.map((end, i) => end - (found[i - 1] ?? 0));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(maximumChunk);
        expect(Math.min(...sizes.slice(0, -1), maximumChunk)).toBeGreaterThan(minimumChunk);
      }),
      { numRuns: 20 },
    );
  });

  it('are the same whatever the sizes of the reads', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1_000, max: megabyte }), { minLength: 1, maxLength: 5 }), (reads) => {
        expect(endsByReads(large, reads)).toEqual(largeEnds);
      }),
      { numRuns: 20 },
    );
  });

  it('away from an insert or a cut stay where the content has them', () => {
    const at = fc.nat(large.length - 1);
    fc.assert(
      fc.property(at, fc.nat(50_000), fc.nat(50_000), fc.nat(), (where, cut, inserted, seed) => {
        const edited = join(large.subarray(0, where), noise(inserted, seed), large.subarray(where + cut));
        const before = new Set(chunksOf(large).map(({ digest }) => digest));
        const shared = chunksOf(edited).filter(({ digest }) => before.has(digest));
        const lost = large.length - shared.reduce((sum, { length }) => sum + length, 0);
        expect(lost).toBeLessThan(cut + 12 * maximumChunk);
        expect(shared.length).toBeGreaterThan(0);
      }),
      { numRuns: 12 },
    );
  });
});

const listed = (count: number, seed: number): ListedChunk[] =>
  Array.from({ length: count }, (_, i) => ({ digest: digestOf(`${seed} ${i}`), length: 1 + ((i * 7_919 + seed) % maximumChunk) }));

const source = (...maps: readonly ReadonlyMap<Digest, Uint8Array>[]) => ({
  read(digest: Digest): Uint8Array {
    for (const map of maps) {
      const bytes = map.get(digest);
      if (bytes !== undefined) return bytes;
    }
    throw new Error(`a node that nobody built: ${digest}`);
  },
});

describe('a chunk list', () => {
  it('gives back its chunks in order, with their lengths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.nat(1_000), fc.nat(5), (count, seed, repeats) => {
        const chunks = listed(count, seed).map((chunk, i, all) => (repeats === 0 ? (all[0] as ListedChunk) : i % 7 < repeats ? chunk : (all[0] as ListedChunk)));
        const built = buildChunkList(chunks, digester);
        const nodes = source(built.nodes);
        expect([...readChunkList(built.root, nodes)]).toEqual(chunks);
        expect(listedLength(built.root, nodes)).toBe(chunks.reduce((sum, { length }) => sum + length, 0));
        for (const [digest, bytes] of built.nodes) expect(digester.digest(bytes)).toBe(digest);
      }),
      { numRuns: 30 },
    );
  });

  it('shares most of its nodes with that of the blob before an edit, wherever the edit is', () => {
    const chunks = listed(8_000, 1);
    const before = buildChunkList(chunks, digester);
    fc.assert(
      fc.property(fc.nat(8_000), fc.nat(20), fc.nat(20), (where, cut, inserted) => {
        const edited = chunks.toSpliced(where, cut, ...listed(inserted, 2));
        const after = buildChunkList(edited, digester);
        expect([...after.nodes.keys()].filter((digest) => !before.nodes.has(digest)).length).toBeLessThan(12);
      }),
      { numRuns: 15 },
    );
  });

  it('is told in the same way without being decoded, and refused in the same way', () => {
    const built = buildChunkList(listed(3_000, 5), digester);
    for (const bytes of built.nodes.values()) {
      expect(visited(bytes)).toEqual(listChildren(bytes));
      expect(() => visited(bytes.slice(0, -1))).toThrow(expect.objectContaining({ code: 'store.damaged' }));
    }
  });

  it('of hostile bytes is refused and nothing else', () => {
    const built = buildChunkList(listed(1_000, 3), digester);
    const real = [...built.nodes.values()];
    const random = fc.uint8Array({ maxLength: 150 }).map((bytes) => new Uint8Array([0x53, 0x4c, 1, ...bytes]));
    const spoiled = fc
      .record({ node: fc.constantFrom(...real), at: fc.double({ min: 0, max: 0.999, noNaN: true }), byte: fc.nat(255) })
      .map(({ node, at, byte }) => node.with(Math.floor(at * node.length), byte));
    fc.assert(
      fc.property(fc.oneof(random, spoiled, fc.uint8Array({ maxLength: 20 })), (bytes) => {
        try {
          expect(visited(bytes)).toEqual(listChildren(bytes));
          const digest = digester.digest(bytes);
          for (const _ of readChunkList(digest, source(new Map([[digest, bytes]]), built.nodes)));
        } catch (error) {
          if (error instanceof Failure ? error.code !== 'store.damaged' : !String(error).includes('nobody built')) throw error;
        }
      }),
      { numRuns: 400 },
    );
  });
});
