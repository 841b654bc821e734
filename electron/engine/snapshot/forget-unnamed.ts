import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import type { SealedContainer } from '../ports/container-store.ts';

/**
 * Lets go of what new containers brought along and nobody names: chunks of a file that changed while it was read. `counts` holds what the new
 * version names of them. Chunks that lie elsewhere are somebody else's. Where all is named, as nearly always, it only looks.
 */
export function forgetUnnamed(writer: CatalogWriter, containers: readonly SealedContainer[], counts: DigestTable): void {
  const unnamed = new DigestTable();
  for (const { id, chunks } of containers) {
    for (let i = 0; i < chunks.length; i++) {
      if (counts.findAt(chunks.digests, 32 * i) !== nowhere) continue;
      const { digest } = chunks.at(i);
      if (writer.chunk(digest)?.location.container === id) unnamed.add(digest);
    }
  }
  if (unnamed.size > 0) writer.removeReferences(unnamed);
}
