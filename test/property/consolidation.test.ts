import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import { isSmall, planConsolidation, type Pack } from '../../electron/engine/store/plan-consolidation.ts';

const kibi = 1024;
const mebi = 1024 * kibi;
/** What each pack has beside what it holds. */
const overhead = 100;

/** A pack with how much of it was rewritten how often: content bytes by the number of times. */
interface Counted extends Pack {
  readonly times: ReadonlyMap<number, number>;
}

let ids = 0;
const packOf = (times: ReadonlyMap<number, number>): Counted => ({
  id: String(++ids) as ContainerId,
  size: overhead + [...times.values()].reduce((sum, bytes) => sum + bytes, 0),
  times,
});

function gathered(packs: readonly Counted[]): Counted {
  const times = new Map<number, number>();
  for (const pack of packs) for (const [often, bytes] of pack.times) times.set(often + 1, (times.get(often + 1) ?? 0) + bytes);
  return packOf(times);
}

/** Gathers until nothing is left to gather. */
function consolidated(packs: readonly Counted[]): Counted[] {
  let now = [...packs];
  for (let batches = planConsolidation(now); batches.length > 0; batches = planConsolidation(now)) {
    const known = new Map(now.map((pack) => [pack.id, pack]));
    for (const batch of batches) {
      expect(batch.length).toBeGreaterThan(1);
      expect(batch.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(64 * mebi);
      const ids = new Set(batch.map(({ id }) => id));
      expect(ids.size).toBe(batch.length);
      now = [...now.filter(({ id }) => !ids.has(id)), gathered(batch.map(({ id }) => known.get(id) as Counted))];
      for (const id of ids) expect(known.delete(id)).toBe(true);
    }
  }
  return now;
}

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 300, max: 4 * kibi }) },
  { weight: 3, arbitrary: fc.integer({ min: 4 * kibi, max: mebi }) },
  { weight: 1, arbitrary: fc.integer({ min: mebi, max: 100 * mebi }) },
);

test('however packs come, few small ones stay, big ones are left alone, and no byte is rewritten often', () => {
  fc.assert(
    fc.property(fc.array(size, { maxLength: 1_500, size: 'max' }), fc.integer({ min: 1, max: 40 }), (sizes, between) => {
      let packs: Counted[] = [];
      for (let at = 0; at < sizes.length; at += between) {
        packs.push(...sizes.slice(at, at + between).map((bytes) => packOf(new Map([[0, bytes]]))));
        packs = consolidated(packs);
        expect(packs.filter((pack) => isSmall(pack.size)).length).toBeLessThan(16 * 5);
      }
      const total = (all: readonly Counted[]): number => all.reduce((sum, { times }) => sum + [...times.values()].reduce((a, b) => a + b, 0), 0);
      expect(total(packs)).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0));
      for (const { times } of packs) for (const often of times.keys()) expect(often).toBeLessThanOrEqual(8);
    }),
    { numRuns: 100 },
  );
});
