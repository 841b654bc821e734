import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { planRelease, planReleasePart, type ReleaseSources } from '../../electron/engine/delete/plan-release.ts';
import type { ChunkKind } from '../../electron/engine/model/chunk-kind.ts';
import { writeDigest, type Digest } from '../../electron/engine/model/digest.ts';

/** Who names whom: node i names those chunks, all of them later ones; the last half are data. */
interface Naming {
  readonly children: readonly (readonly number[])[];
  /** Roots that stay, and roots that go; the same node may be the root of several versions. */
  readonly stay: readonly number[];
  readonly go: readonly number[];
}

const size = 24;
const nodes = size / 2;
const naming: fc.Arbitrary<Naming> = fc.record({
  children: fc.tuple(...Array.from({ length: nodes }, (_, i) => fc.array(fc.integer({ min: i + 1, max: size - 1 }), { maxLength: 5 }))),
  stay: fc.array(fc.nat(nodes - 1), { maxLength: 4 }),
  go: fc.array(fc.nat(nodes - 1), { minLength: 1, maxLength: 6 }),
});

const digests = Array.from({ length: size }, (_, i) => digestOf(Uint8Array.of(i)));
const numbers = new Map(digests.map((digest, i) => [digest, i]));
const numberOf = (digest: Digest): number => numbers.get(digest) as number;
const kindOf = (number: number): ChunkKind => (number >= nodes ? 'data' : number % 3 === 2 ? 'list' : 'manifest');

/** How often living parents name each, counted from these roots. */
function countsFrom(roots: readonly number[], children: Naming['children']): Map<number, number> {
  const counts = new Map<number, number>();
  const open = [...roots];
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const before = counts.get(number) ?? 0;
    counts.set(number, before + 1);
    if (before === 0) open.push(...(children[number] ?? []));
  }
  return counts;
}

function sourcesOf(counts: ReadonlyMap<number, number>, children: Naming['children']): ReleaseSources {
  return {
    chunk: (digest) => {
      const references = counts.get(numberOf(digest));
      return references === undefined ? null : { references, length: 10 + numberOf(digest), kind: kindOf(numberOf(digest)) };
    },
    visitChildren: ({ digest }, visit) => {
      const bytes = new Uint8Array(32);
      for (const child of children[numberOf(digest)] ?? []) {
        writeDigest(digests[child] as Digest, bytes);
        visit(bytes, 0, kindOf(child));
      }
    },
  };
}

function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const named = (roots: readonly number[]): Digest[] => roots.map((root) => digests[root] as Digest);

test('what is planned to go is what nobody else names, and in parts of any size the same goes, with right counts after each', () => {
  fc.assert(
    fc.property(naming, fc.integer({ min: 1, max: 9 }), ({ children, stay, go }, namings) => {
      const counts = countsFrom([...stay, ...go], children);
      const { counts: planned, bytes } = atOnce(planRelease(named(go), sourcesOf(counts, children)));
      const after = countsFrom(stay, children);
      for (const [number, before] of counts) {
        const place = planned.find(digests[number] as Digest);
        expect(before - (place < 0 ? 0 : planned.number(place))).toBe(after.get(number) ?? 0);
      }
      const dead = [...counts.keys()].filter((number) => number >= nodes && !after.has(number));
      expect(bytes).toBe(dead.reduce((sum, number) => sum + 10 + number, 0));

      let left: readonly Digest[] = named(go);
      for (let parts = 0; left.length > 0; parts++) {
        expect(parts).toBeLessThan(1_000);
        const part = planReleasePart(left, sourcesOf(counts, children), namings);
        for (const [digest, lost] of part.counts) {
          const rest = (counts.get(numberOf(digest)) ?? 0) - lost;
          if (rest === 0) counts.delete(numberOf(digest));
          else counts.set(numberOf(digest), rest);
        }
        left = part.left;
        expect(counts).toEqual(countsFrom([...stay, ...left.map(numberOf)], children));
      }
      expect(counts).toEqual(after);
    }),
    { numRuns: 500 },
  );
});
