import type { Digest } from '../model/digest.ts';
import type { NamingGraph } from './naming-graph.ts';
import { noVersions, VersionSets, type VersionSet } from './version-sets.ts';

/** Content bytes that exactly these versions hold. */
export interface Share {
  /** First and last number of each run of versions. */
  readonly runs: Int32Array;
  readonly bytes: number;
}

/** So many nodes or chunks are gone through between two steps once they are known. */
const [nodeStride, chunkStride] = [16, 8_192];

/**
 * Shares out all content among the versions with these roots, one for each version, by who holds it: the bytes of every distinct set
 * of holders. Each node is gone through once, after all that name it: then its holders are known. Yields between steps.
 */
export function* shareOut(roots: readonly Digest[], graph: NamingGraph): Generator<void, Share[]> {
  const tops = roots.map((digest) => graph.number({ digest, kind: 'manifest' }));
  for (const top of tops) yield* graph.read(top);
  const sets = new VersionSets();
  const holders = yield* findHolders(tops, graph, yield* countNamings(tops, graph), sets);
  const bytes = new Map<VersionSet, number>();
  for (let node = 0; node < holders.length; node++) {
    const set = holders[node] as VersionSet;
    const length = set === noVersions ? 0 : graph.length(node);
    if (length > 0) bytes.set(set, (bytes.get(set) ?? 0) + length);
    if (node % chunkStride === 0) yield;
  }
  return [...bytes].map(([set, sum]) => ({ runs: sets.runs(set), bytes: sum }));
}

/** How often each node and chunk is named by nodes that the roots reach. */
function* countNamings(tops: readonly number[], graph: NamingGraph): Generator<void, Int32Array> {
  const namings = new Int32Array(graph.size);
  const seen = new Uint8Array(graph.size);
  const open = [...tops];
  for (let node = open.pop(), passed = 0; node !== undefined; node = open.pop()) {
    if (seen[node] === 1) continue;
    seen[node] = 1;
    for (const child of graph.children(node)) {
      namings[child] = (namings[child] as number) + 1;
      if (seen[child] === 0 && graph.children(child).length > 0) open.push(child);
    }
    if (++passed % nodeStride === 0) yield;
  }
  return namings;
}

function* findHolders(tops: readonly number[], graph: NamingGraph, namings: Int32Array, sets: VersionSets): Generator<void, Int32Array> {
  const holders = new Int32Array(graph.size);
  for (const [version, top] of tops.entries()) holders[top] = sets.union(holders[top] as VersionSet, sets.only(version));
  const ready = [...new Set(tops)].filter((top) => namings[top] === 0);
  for (let next = 0; next < ready.length; next++) {
    const node = ready[next] as number;
    const own = holders[node] as VersionSet;
    for (const child of graph.children(node)) {
      holders[child] = sets.union(holders[child] as VersionSet, own);
      const left = (namings[child] as number) - 1;
      namings[child] = left;
      if (left === 0 && graph.children(child).length > 0) ready.push(child);
    }
    if (next % nodeStride === 0) yield;
  }
  return holders;
}
