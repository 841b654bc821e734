import { describe, expect, it } from 'vitest';
import { compareListings } from '../../electron/engine/scan/compare-listings.ts';
import { encodeListing, type Child } from '../../electron/engine/scan/listing.ts';

const stamp = { size: 10, modifiedMs: 1_700_000_000_000.25, changedMs: 1_700_000_000_001, inode: 42, mode: 0o644 };
const file = (name: string, more: Partial<typeof stamp> = {}): Child => ({ kind: 'file', name, stamp: { ...stamp, ...more } });
const link = (name: string): Child => ({ kind: 'link', name, stamp });
const folder = (name: string): Child => ({ kind: 'folder', name });

function compare(before: Child[], after: Child[]) {
  return compareListings(encodeListing(before), encodeListing(after));
}

describe('comparing two listings of a folder', () => {
  it('finds nothing between equal ones', () => {
    expect(compare([file('a'), folder('b')], [folder('b'), file('a')])).toBeNull();
    expect(compare([], [])).toBeNull();
  });

  it('takes everything in a folder that was empty for added', () => {
    expect(compare([], [file('a'), folder('b')])).toEqual({ added: [file('a'), folder('b')], changed: [], removed: [] });
  });

  it('tells added, changed and removed children', () => {
    const before = [file('a'), file('b'), file('c'), folder('d'), link('e')];
    const after = [file('a'), file('b', { changedMs: 5 }), folder('d'), link('e'), file('f')];
    expect(compare(before, after)).toEqual({
      added: [file('f')],
      changed: [{ before: file('b'), after: file('b', { changedMs: 5 }) }],
      removed: [file('c')],
    });
  });

  it.each(['size', 'modifiedMs', 'changedMs', 'inode', 'mode'] as const)('sees a file whose %s alone is another one', (field) => {
    expect(compare([file('a')], [file('a', { [field]: 7 })])?.changed).toHaveLength(1);
  });

  it('takes a child that became another kind of thing for removed and added', () => {
    expect(compare([file('a'), folder('b')], [folder('a'), link('b')])).toEqual({
      added: [folder('a'), link('b')],
      changed: [],
      removed: [file('a'), folder('b')],
    });
  });

  it('tells names apart that only look alike', () => {
    expect(compare([file('caf\u00e9')], [file('cafe\u0301')])).toMatchObject({ added: [{ name: 'cafe\u0301' }], removed: [{ name: 'caf\u00e9' }] });
  });
});
