import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cloneTrailerLength, decodeCloneFooter, decodeCloneRows, decodeCloneTrailer, encodeCloneFooter, encodeCloneTrailer, type ClonedChunk } from '../../electron/adapters/clone-format.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { PackRefusal } from '../../electron/adapters/pack-format.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';

const id = '0123456789abcdef0123456789abcdef' as ContainerId;
const digest = digestOf(new Uint8Array(3));
const row = { digest, isBeside: false };

/** Chunks in order, with gaps between some: those lie elsewhere in the store. */
const chunkRows = fc
  .array(fc.record({ gap: fc.nat(100_000), length: fc.integer({ min: 1, max: 256 * 1024 }), isBeside: fc.boolean() }), { maxLength: 40 })
  .map((parts) => {
    let at = 0;
    const chunks = parts.map(({ gap, length, isBeside }): ClonedChunk => {
      at += gap + length;
      return { digest, offset: at - length, length, isBeside };
    });
    return { chunks, contentLength: at };
  });
const sizeOf = (contentLength: number, footer: Uint8Array): number => contentLength + footer.length + cloneTrailerLength;

describe('the index of a clone', () => {
  it('tells where each chunk lies in the content, also beyond 4 GiB', () => {
    fc.assert(
      fc.property(chunkRows, fc.constantFrom(0, 2 ** 40), ({ chunks, contentLength }, start) => {
        const moved = chunks.map((chunk) => ({ ...chunk, offset: chunk.offset + start }));
        const footer = encodeCloneFooter(contentLength + start, moved);
        const size = sizeOf(contentLength + start, footer);
        const { chunks: found, ...rest } = decodeCloneFooter(footer, id, size);
        expect(rest).toEqual({ id, size });
        const stored = moved.filter(({ isBeside }) => !isBeside);
        expect([...found]).toEqual(
          stored.map(({ offset, length }) => ({ digest, kind: 'data', container: id, frameOffset: offset, frameLength: length, offset: 0, length })),
        );
        expect(decodeCloneRows(footer, size)).toEqual(moved);
      }),
    );
  });

  it.each<[string, number, ClonedChunk[]]>([
    ['reaches beyond the content', 100, [{ ...row, offset: 90, length: 11 }]],
    ['overlaps the one before', 100, [{ ...row, offset: 0, length: 50 }, { ...row, offset: 49, length: 10 }]],
    ['is out of order', 100, [{ ...row, offset: 50, length: 10 }, { ...row, offset: 0, length: 10 }]],
    ['is bigger than any can be', 2 ** 30, [{ ...row, offset: 0, length: 2 ** 25 }]],
  ])('is refused when a chunk %s', (_, contentLength, chunks) => {
    const footer = encodeCloneFooter(contentLength, chunks);
    expect(() => decodeCloneFooter(footer, id, sizeOf(contentLength, footer))).toThrow(PackRefusal);
  });

  it('is refused when it does not fit the size of the clone, or counts what it does not hold', () => {
    const footer = Buffer.from(encodeCloneFooter(100, [{ ...row, offset: 0, length: 100 }]));
    const size = sizeOf(100, footer);
    expect(() => decodeCloneFooter(footer, id, size + 1)).toThrow(PackRefusal);
    footer.writeUInt32LE(2, 8);
    expect(() => decodeCloneFooter(footer, id, size)).toThrow(PackRefusal);
  });

  it('is found by the trailer, which must be one of this format', () => {
    const trailer = Buffer.from(encodeCloneTrailer(57, digest));
    expect(decodeCloneTrailer(trailer, 500)).toEqual({ footerLength: 57, footerDigest: digest });
    expect(() => decodeCloneTrailer(trailer, 112)).toThrow('impossible length');
    const newer = Buffer.from(trailer);
    newer.writeUInt32LE(2, 40);
    expect(() => decodeCloneTrailer(newer, 500)).toThrow(expect.objectContaining({ newer: true }));
    trailer[48] = 0;
    expect(() => decodeCloneTrailer(trailer, 500)).toThrow('its end is missing');
  });
});
