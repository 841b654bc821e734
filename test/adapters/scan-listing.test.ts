import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createListingWriter, decodeListing, encodeListing, type Child } from '../../electron/engine/scan/listing.ts';

const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((name) => name.isWellFormed());
const stamps = fc.record({
  size: fc.maxSafeNat(),
  modifiedMs: fc.double({ noNaN: true }),
  changedMs: fc.double({ noNaN: true }),
  inode: fc.maxSafeNat(),
  mode: fc.nat(0o777),
});
const children: fc.Arbitrary<Child[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('file' as const, 'link' as const), name: names, stamp: stamps }),
    fc.record({ kind: fc.constant('folder' as const), name: names }),
  ),
  { selector: (child) => child.name, maxLength: 40 },
);
const byName = (a: Child, b: Child): number => (a.name < b.name ? -1 : 1);

describe('a listing', () => {
  it('decodes to what was encoded, sorted by name', () => {
    fc.assert(
      fc.property(children, (given) => {
        expect(decodeListing(encodeListing(given))).toEqual(given.toSorted(byName));
      }),
    );
  });

  it('is the same bytes in whatever order the children come', () => {
    fc.assert(
      fc.property(children, fc.nat(), (given, turn) => {
        const turned = given.map((_, i) => given[(i + turn) % given.length] as Child);
        expect(encodeListing(turned)).toEqual(encodeListing(given));
      }),
    );
  });

  it('differs when any child differs', () => {
    fc.assert(
      fc.property(children, children, (one, other) => {
        fc.pre(JSON.stringify(one.toSorted(byName)) !== JSON.stringify(other.toSorted(byName)));
        expect(Buffer.from(encodeListing(one)).equals(encodeListing(other))).toBe(false);
      }),
    );
  });

  it('comes out of a writer that is used again and again', () => {
    const writer = createListingWriter();
    fc.assert(
      fc.property(children, (given) => {
        for (const child of given.toSorted(byName)) {
          if (child.kind === 'folder') writer.folder(child.name);
          else writer.entry(child.kind, child.name, child.stamp);
        }
        expect(writer.finish()).toEqual(encodeListing(given));
      }),
    );
  });

  it('grows with its folder', () => {
    const many = Array.from({ length: 5_000 }, (_, i): Child => ({ kind: 'folder', name: `${i}`.padStart(200, 'x') }));
    expect(decodeListing(encodeListing(many))).toHaveLength(5_000);
  });

  it('keeps a name that begins with a byte order mark', () => {
    expect(decodeListing(encodeListing([{ kind: 'folder', name: '\ufeffx' }]))).toEqual([{ kind: 'folder', name: '\ufeffx' }]);
  });

  it('that was cut is refused', () => {
    const whole = encodeListing([{ kind: 'file', name: 'cat.txt', stamp: { size: 1, modifiedMs: 2, changedMs: 3, inode: 4, mode: 0o644 } }]);
    for (let length = 1; length < whole.length; length++) expect(() => decodeListing(whole.slice(0, length))).toThrow(RangeError);
  });

  it('refuses a name that no file system holds', () => {
    expect(() => encodeListing([{ kind: 'folder', name: 'x'.repeat(70_000) }])).toThrow(RangeError);
    expect(() => encodeListing([{ kind: 'folder', name: 'ü'.repeat(3_000) }])).toThrow(RangeError);
  });
});
