import type { Digest } from '../model/digest.ts';
import type { NamingGraph } from './naming-graph.ts';
import { noVersions, VersionSets, type VersionSet } from './version-sets.ts';

/** Content bytes that exactly these versions hold. */
export interface Share {
  /** First and last number of each run of versions. */
  readonly runs: Int32Array;
  readonly bytes: number;
}

/** So many nodes are gone through between two steps once they are known. */
const stride = 512;

/**
 * Shares out all content among the versions with these roots, one for each version, by who holds it: the bytes of every distinct set
 * of holders. Each node is gone through once, after all that name it: then its holders are known. Yields between steps.
 */
export function* shareOut(roots: readonly Digest[], graph: NamingGraph): Generator<void, Share[]> {
  const tops = roots.map((digest) => graph.number({ digest, kind: 'manifest' }));
  const namings = yield* countNamings(tops, graph);
  const sets = new VersionSets();
  const holders = yield* findHolders(tops, graph, namings, sets);
  const bytes = new Map<VersionSet, number>();
  for (let node = 0; node < holders.length; node++) {
    const set = holders[node] as VersionSet;
    const length = set === noVersions ? 0 : graph.length(node);
    if (length > 0) bytes.set(set, (bytes.get(set) ?? 0) + length);
  }
  return [...bytes].map(([set, sum]) => ({ runs: sets.runs(set), bytes: sum }));
}

/** How often each node is named by nodes that the roots reach. Reads what is not known yet, oldest root first. */
function* countNamings(tops: readonly number[], graph: NamingGraph): Generator<void, number[]> {
  const namings: number[] = [];
  const seen: boolean[] = [];
  for (const top of tops) {
    const open = [top];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen[node] === true) continue;
      seen[node] = true;
      const children = graph.children(node);
      for (const child of children) {
        namings[child] = (namings[child] ?? 0) + 1;
        open.push(child);
      }
      if (children.length > 0) yield;
    }
  }
  return namings;
}

function* findHolders(
  tops: readonly number[],
  graph: NamingGraph,
  namings: number[],
  sets: VersionSets,
): Generator<void, Int32Array> {
  const holders = new Int32Array(graph.size);
  for (const [version, top] of tops.entries()) holders[top] = sets.union(holders[top] as VersionSet, sets.only(version));
  const ready = [...new Set(tops)].filter((top) => (namings[top] ?? 0) === 0);
  for (let next = 0; next < ready.length; next++) {
    const node = ready[next] as number;
    const own = holders[node] as VersionSet;
    for (const child of graph.children(node)) {
      holders[child] = sets.union(holders[child] as VersionSet, own);
      const left = (namings[child] ?? 0) - 1;
      namings[child] = left;
      if (left === 0) ready.push(child);
    }
    if (next % stride === 0) yield;
  }
  return holders;
}
