import type { Handlers } from '../../../shared/dispatcher.ts';
import type { Engine } from '../../engine/engine.ts';
import { findArtifact, findVersion } from '../../engine/find-version.ts';
import type { Artifact } from '../../engine/model/artifact.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { bytesOfDeletions, compositions, reclaimOf, type Shares } from '../../engine/store/shares.ts';
import { cloneBytes, storeBytes, usage } from '../../engine/store/usage.ts';

type UsageMethods = 'store.usage' | 'store.reclaim' | 'store.composition';

/** Who holds what in the store, and what it would free. */
export function usageHandlers(engine: Engine): Pick<Handlers, UsageMethods> {
  const { core, shares } = engine;
  return {
    'store.usage': async ({ artifact }) => {
      const only = artifact === undefined ? null : findArtifact(core.catalog, artifact);
      const table = await shares.read();
      const versions = usage(core, table, only);
      return {
        versions: versions.map(({ index, ...same }) => ({ ...same, ref: formatIndex(index) })),
        totals: { size: versions.reduce((sum, { size }) => sum + size, 0), cost: versions.reduce((sum, { cost }) => sum + cost, 0) },
        storeBytes: storeBytes(core),
        cloneBytes: cloneBytes(core),
        undoBytes: [...bytesOfDeletions(table).values()].reduce((sum, bytes) => sum + bytes, 0),
      };
    },
    'store.reclaim': async ({ artifact, refs }) => {
      const of = findArtifact(core.catalog, artifact);
      const table = await shares.read();
      return { bytes: reclaimOf(table, numbersOf(engine, table, of, refs)) };
    },
    'store.composition': async () => {
      const byArtifact = compositions(await shares.read());
      const nothing = { shared: 0, unique: 0, elsewhere: 0, waiting: 0 };
      return {
        artifacts: core.catalog.artifacts().map(({ id, name }) => ({ artifact: name, ...(byArtifact.get(id) ?? nothing) })),
        deadBytes: core.catalog.containers().reduce((sum, { deadBytes }) => sum + deadBytes, 0),
      };
    },
  };
}

/** The numbers of these versions in the table. Throws Failure `version.not-found` for one that is not there. */
function numbersOf({ core }: Engine, { holders }: Shares, artifact: Artifact, refs: readonly string[]): Set<number> {
  const byRef = new Map<string, number>();
  for (const [number, { artifact: of, index, deletion }] of holders.entries()) {
    if (of === artifact.id && deletion === null) byRef.set(formatIndex(index), number);
  }
  const numbers = refs.map((ref) => byRef.get(ref) ?? byRef.get(formatIndex(findVersion(core.catalog, artifact, ref).index)));
  return new Set(numbers.filter((number) => number !== undefined));
}
