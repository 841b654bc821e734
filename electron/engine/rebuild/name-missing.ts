import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Digest } from '../model/digest.ts';
import type { Catalog } from '../ports/catalog.ts';
import { isDamage } from '../verify/finding.ts';
import type { Walk } from '../verify/walk-trees.ts';

/**
 * Names contents that manifests have and no container here: what the old catalog knew to lie in a bucket lies there still; everything else is noted as
 * damaged, and is mended when its bytes come, from a bucket or a work tree. Returns the latter. Costs a walk when anything is missing. Yields after each entry.
 */
export function* nameMissing(core: Pick<Core, 'nodes'>, catalog: Catalog, roots: readonly Digest[], walk: Walk, away: ReadonlySet<Digest>): Generator<void, Digest[]> {
  const missing = new Set([...walk.counts.keys()].filter((digest) => !walk.kinds.has(digest)));
  for (const { digest } of catalog.chunks()) missing.delete(digest);
  if (missing.size === 0) return [];
  const lengths = new Map<Digest, number>();
  for (const root of roots) {
    for (const { digest, length } of contentsBelow(core, root)) {
      if (missing.has(digest)) lengths.set(digest, length);
      yield;
    }
  }
  const lost = [...lengths.keys()].filter((digest) => !away.has(digest));
  catalog.transact((writer) => {
    writer.addElsewhere([...lengths].map(([digest, length]) => ({ digest, kind: 'data', length })));
    writer.noteDamaged(lost);
  });
  return lost;
}

/** Below a node that is damaged itself nothing can be told. */
function* contentsBelow({ nodes }: Pick<Core, 'nodes'>, root: Digest): Generator<{ readonly digest: Digest; readonly length: number }> {
  try {
    for (const entry of entriesWithin(root, '', nodes)) {
      if (entry.kind !== 'file' || entry.size === 0) continue;
      if (entry.list === null) yield { digest: entry.blob, length: entry.size };
      else yield* readChunkList(entry.list, nodes, entry.size);
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}
