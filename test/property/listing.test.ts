import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareListings } from '../../electron/engine/scan/compare-listings.ts';
import { decodeListing, encodeListing, type Child } from '../../electron/engine/scan/listing.ts';

const name = fc.oneof(fc.constantFrom('a', 'b', '-c', 'd\n', '\u{1f600}', 'e\u0301'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }));
const stamp = fc.record({
  size: fc.nat(),
  modifiedMs: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e13, max: 1e13 }).map((value) => value + 0),
  changedMs: fc.nat(3),
  inode: fc.nat(3),
  mode: fc.nat(0o777),
});
const child: fc.Arbitrary<Child> = fc.oneof<fc.Arbitrary<Child>[]>(
  fc.record({ kind: fc.constant('file' as const), name, stamp }),
  fc.record({ kind: fc.constant('link' as const), name, stamp }),
  fc.record({ kind: fc.constant('folder' as const), name }),
);
const children = fc
  .uniqueArray(child, { selector: (one) => one.name, maxLength: 15 })
  .map((all) => all.toSorted((a, b) => (a.name < b.name ? -1 : 1)));

describe('a listing', () => {
  it('gives back the children it was made of, whatever their names', () => {
    fc.assert(
      fc.property(children, (all) => {
        expect(decodeListing(encodeListing(all))).toEqual(all);
      }),
    );
  });

  it('is the same bytes whatever the order in which the children were met', () => {
    fc.assert(
      fc.property(children, (all) => {
        expect(encodeListing(all.toReversed())).toEqual(encodeListing(all));
      }),
    );
  });

  it('changed by its difference to another becomes the other', () => {
    fc.assert(
      fc.property(children, children, (before, after) => {
        const difference = compareListings(encodeListing(before), encodeListing(after));
        const result = new Map(before.map((one) => [one.name, one]));
        for (const one of difference?.removed ?? []) result.delete(one.name);
        for (const one of difference?.added ?? []) result.set(one.name, one);
        for (const one of difference?.changed ?? []) result.set(one.after.name, one.after);
        expect(encodeListing([...result.values()])).toEqual(encodeListing(after));
      }),
    );
  });
});
