import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import { fatesOf } from './policy-of.ts';

/**
 * Pins those of the versions that just came back which the artifact's rule would take again at once: whoever takes a deletion
 * back wants to have them. With the rule taken back first, nothing needs a pin. Returns the pinned indexes.
 */
export function holdRevived(core: Core, writer: CatalogWriter, artifact: Artifact, revived: readonly number[]): number[] {
  const going = fatesOf(writer, artifact, core.clock.now()).filter(({ kept, version }) => kept === null && revived.includes(version.index));
  const indexes = going.map(({ version }) => version.index);
  for (const index of indexes) {
    writer.setPinned(artifact.id, index, true);
    writer.markRecordPending(artifact.id, index);
  }
  return indexes;
}
