import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { digestToBytes, type Digest } from '../../electron/engine/model/digest.ts';
import { DigestTable, nowhere } from '../../electron/engine/model/digest-table.ts';

const spread = (number: number): Digest => digestOf(new TextEncoder().encode(String(number)));

/** Digests that differ in a single byte somewhere and are alike in all others. */
const clustered = fc
  .tuple(fc.nat(31), fc.nat(3))
  .map(([at, value]) => Buffer.alloc(32).fill(value, at, at + 1).toString('hex') as Digest);
const anyDigest = fc.oneof(clustered, fc.nat(200).map(spread));

describe('a table of digests', () => {
  it('says what a map says, whatever comes in which order', () => {
    const steps = fc.array(fc.record({ digest: anyDigest, number: fc.option(fc.nat(0xffff_ffff)), hex: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (all) => {
        const table = new DigestTable();
        const map = new Map<Digest, number>();
        for (const { digest, number, hex } of all) {
          const bytes = Buffer.concat([Buffer.alloc(3), digestToBytes(digest)]);
          const place = hex ? table.find(digest) : table.findAt(bytes, 3);
          expect(place === nowhere ? undefined : table.number(place)).toBe(map.get(digest));
          if (number === null) continue;
          const added = hex ? table.add(digest) : table.addAt(bytes, 3);
          if (place !== nowhere) expect(added).toBe(place);
          table.setNumber(added, number);
          map.set(digest, number);
        }
        expect([...table]).toEqual([...map]);
        expect(table.size).toBe(map.size);
      }),
    );
  });

  it('keeps every digest and its place while it grows', () => {
    const table = new DigestTable();
    const digests = Array.from({ length: 20_000 }, (_, i) => spread(i));
    for (const [place, digest] of digests.entries()) {
      expect(table.add(digest)).toBe(place);
      table.setNumber(place, 3 * place);
    }
    for (const [place, digest] of digests.entries()) {
      if (table.find(digest) !== place || table.number(place) !== 3 * place) expect.unreachable(`lost ${digest}`);
    }
    for (let i = 20_000; i < 40_000; i++) if (table.find(spread(i)) !== nowhere) expect.unreachable(`invented ${i}`);
    expect(Buffer.from(table.allBytes()).toString('hex')).toBe(digests.join(''));
  });

  it('tells digests apart that differ in any one byte', () => {
    const zero = '0'.repeat(64) as Digest;
    for (let at = 0; at < 32; at++) {
      const other = `${'0'.repeat(2 * at)}01${'0'.repeat(62 - 2 * at)}` as Digest;
      const table = DigestTable.of([[zero, 7]]);
      expect(table.find(other)).toBe(nowhere);
      expect(table.add(other)).toBe(1);
      expect(table.find(zero)).toBe(0);
    }
  });

  it('holds as many as were expected and more', () => {
    const table = new DigestTable(100);
    for (let i = 0; i < 1_000; i++) table.add(spread(i));
    expect(table.size).toBe(1_000);
    expect(table.digest(999)).toBe(spread(999));
    expect(Buffer.from(table.bytes(5)).toString('hex')).toBe(spread(5));
  });

  it('refuses numbers that it cannot keep, places that it does not have, and cut digests', () => {
    const table = DigestTable.of([[spread(1), 0xffff_ffff]]);
    for (const number of [-1, 0.5, Number.NaN, 2 ** 32]) expect(() => table.setNumber(0, number)).toThrow(RangeError);
    for (const place of [-1, 1, Number.NaN]) {
      expect(() => table.number(place)).toThrow(RangeError);
      expect(() => table.digest(place)).toThrow(RangeError);
    }
    expect(() => table.addAt(new Uint8Array(40), 9)).toThrow(RangeError);
    expect(() => table.findAt(new Uint8Array(40), -1)).toThrow(RangeError);
    expect(table.number(0)).toBe(0xffff_ffff);
  });
});
