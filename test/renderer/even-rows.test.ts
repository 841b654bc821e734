import { describe, expect, it } from 'vitest';
import { itemsIn, scrolledTo, sightOf } from '../../renderer/lib/use-even-rows.ts';

describe('rows of one height', () => {
  it('in sight are those that show at least a part, always as many', () => {
    expect(sightOf(0, 320, 32)).toEqual({ first: 0, last: 10 });
    expect(sightOf(31, 320, 32)).toEqual({ first: 0, last: 10 });
    expect(sightOf(32 * 99_990, 320, 32)).toEqual({ first: 99_990, last: 100_000 });
  });

  it('are in the page with a few more around them, wherever the list is scrolled to', () => {
    const items = itemsIn({ first: 50_000, last: 50_010 }, 100_000, 32);
    expect(items[0]).toMatchObject({ index: 49_992, start: 49_992 * 32 });
    expect(items).toHaveLength(27);
    expect(itemsIn({ first: 0, last: -1 }, 0, 32)).toEqual([]);
  });

  it('take the place of those that went out of sight, and each has its own', () => {
    const keys = (first: number) => itemsIn({ first, last: first + 10 }, 1_000, 32).map(({ key }) => key);
    for (const first of [0, 3, 100, 101, 555, 989]) expect(new Set(keys(first)).size).toBe(keys(first).length);
    expect(new Set([...keys(100), ...keys(101), ...keys(700)]).size).toBe(27);
  });

  it('end with the list when it has become shorter than where it was scrolled to', () => {
    expect(itemsIn({ first: 900, last: 910 }, 5, 32).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });

  it('come into sight with the shortest way', () => {
    expect(scrolledTo(5, 320, 320, 32)).toBe(160);
    expect(scrolledTo(12, 320, 320, 32)).toBe(320);
    expect(scrolledTo(20, 320, 320, 32)).toBe(352);
  });
});
