/** A set of versions by their numbers, as a number of its own: equal sets have the same one. */
export type VersionSet = number;

/** The set without any version. */
export const noVersions: VersionSet = 0;

/**
 * Sets of versions, each kept once as the runs of numbers in it. What many versions in a row hold is one run, however many they
 * are, so that sets stay small and a union that was made before is found again.
 */
export class VersionSets {
  /** First and last number of each run, by set. */
  readonly #runs: Int32Array[] = [new Int32Array(0)];
  readonly #known = new Map<string, VersionSet>([['', noVersions]]);
  /** By the smaller of the two, then by the other. */
  readonly #unions: Map<VersionSet, VersionSet>[] = [];

  runs(set: VersionSet): Int32Array {
    return this.#runs[set] ?? new Int32Array(0);
  }

  only(version: number): VersionSet {
    return this.#intern([version, version]);
  }

  union(one: VersionSet, other: VersionSet): VersionSet {
    if (one === other || other === noVersions) return one;
    if (one === noVersions) return other;
    const [smaller, greater] = one < other ? [one, other] : [other, one];
    const unions = (this.#unions[smaller] ??= new Map<VersionSet, VersionSet>());
    const known = unions.get(greater);
    if (known !== undefined) return known;
    const made = this.#intern(mergedRuns(this.runs(one), this.runs(other)));
    unions.set(greater, made);
    return made;
  }

  #intern(runs: readonly number[]): VersionSet {
    const key = runs.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#runs.push(Int32Array.from(runs)) - 1;
    this.#known.set(key, made);
    return made;
  }
}

/** Both lists of runs in one, in order; runs that touch are one. */
function mergedRuns(one: Int32Array, other: Int32Array): number[] {
  const merged: number[] = [];
  for (let at = 0, to = 0; at < one.length || to < other.length; ) {
    const fromOne = to >= other.length || (at < one.length && (one[at] as number) <= (other[to] as number));
    const first = (fromOne ? one[at] : other[to]) as number;
    const last = (fromOne ? one[at + 1] : other[to + 1]) as number;
    if (fromOne) at += 2;
    else to += 2;
    const end = merged.at(-1);
    if (end !== undefined && first <= end + 1) merged[merged.length - 1] = Math.max(end, last);
    else merged.push(first, last);
  }
  return merged;
}
