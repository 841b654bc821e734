import { describe, expect, it } from 'vitest';
import { buildChunkList, listChildren, listedLength, readChunkList, type ListedChunk } from '../../electron/engine/chunking/chunk-list.ts';
import { createChunker, maximumChunk, minimumChunk } from '../../electron/engine/chunking/chunker.ts';
import { gearTable } from '../../electron/engine/chunking/gear-table.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { digester, digestOf } from '../fakes/digester-node.ts';

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);

describe('the chunker', () => {
  it('cuts as format 1 says, for ever', () => {
    expect([...gearTable.slice(0, 3)]).toEqual([1660502347, 1560501449, -154972760]);
    expect(digester.digest(new Uint8Array(gearTable.buffer))).toBe('a72eb48c6c0c406cd8614bcdbee9fb4bdb22d3529456d2fb301623fdf5fd7e39');
    const bytes = bytesOf(700_000).map((byte, i) => byte ^ (i >>> 9));
    const chunker = createChunker();
    const ends: number[] = [];
    for (let at = 0; at < bytes.length; at = ends.at(-1) as number) ends.push(chunker.nextBoundary(bytes, at, bytes.length, true));
    expect(ends).toEqual([66685, 86586, 163372, 231084, 283309, 360095, 427807, 480032, 556818, 624530, 676755, 700000]);
  });

  it('asks for more bytes while the chunk may go on, and not when the blob ends', () => {
    const bytes = new Uint8Array(maximumChunk + 1);
    expect(createChunker().nextBoundary(bytes, 0, 10, false)).toBe(-1);
    expect(createChunker().nextBoundary(bytes, 0, 10, true)).toBe(10);
    expect(createChunker().nextBoundary(bytes, 5, minimumChunk, true)).toBe(minimumChunk);
  });

  it('cuts bytes without any variety at the largest size', () => {
    const bytes = new Uint8Array(maximumChunk + 1);
    expect(createChunker().nextBoundary(bytes, 0, bytes.length, true)).toBe(maximumChunk);
    expect(createChunker().nextBoundary(bytes, 0, maximumChunk, false)).toBe(maximumChunk);
  });
});

describe('a chunk list', () => {
  it('of one run of equal chunks has a handful of nodes, also when each could end one', () => {
    const texts = Array.from({ length: 200 }, (_, i) => `run ${i}`);
    const ending = texts.find((text) => /[048c]0$/.test(digestOf(text))) as string;
    for (const digest of [digestOf(ending), digestOf('run 0')]) {
      const { root, nodes } = buildChunkList(Array.from({ length: 20_000 }, () => ({ digest, length: 9 })), digester);
      expect(nodes.size).toBeLessThan(16);
      expect(listedLength(root, { read: (node) => nodes.get(node) as Uint8Array })).toBe(180_000);
    }
  });

  it('names its chunks, and above them its nodes, as often as they occur', () => {
    const chunks: ListedChunk[] = Array.from({ length: 200 }, (_, i) => ({ digest: digestOf(String(i % 150)), length: 5 }));
    const { root, nodes } = buildChunkList(chunks, digester);
    const named: Digest[] = [];
    const open = [root];
    for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
      for (const child of listChildren(nodes.get(digest) as Uint8Array)) (child.kind === 'list' ? open : named).push(child.digest);
    }
    expect(named.sort()).toEqual(chunks.map(({ digest }) => digest).sort());
  });

  it('of nothing does not exist', () => {
    expect(() => buildChunkList([], digester)).toThrow(RangeError);
  });

  it('of another size than its file is refused before its first chunk', () => {
    const { root, nodes } = buildChunkList([{ digest: digestOf('a'), length: 5 }], digester);
    const source = { read: (digest: Digest): Uint8Array => nodes.get(digest) as Uint8Array };
    expect([...readChunkList(root, source, 5)]).toHaveLength(1);
    expect(() => readChunkList(root, source, 6).next()).toThrow('another size');
  });

  it('whose node tells another length than its parent is refused', () => {
    const chunks = Array.from({ length: 300 }, (_, i) => ({ digest: digestOf(String(i)), length: 100 }));
    const { root, nodes } = buildChunkList(chunks, digester);
    const shorter = buildChunkList(chunks.slice(0, 3), digester);
    const first = listChildren(nodes.get(root) as Uint8Array)[0]?.digest;
    const read = (digest: Digest): Uint8Array => (digest === first ? shorter.nodes.get(shorter.root) : nodes.get(digest)) as Uint8Array;
    expect(() => [...readChunkList(root, { read })]).toThrow('not what its parent says');
  });
});
