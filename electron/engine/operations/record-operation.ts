import type { Core } from '../core.ts';
import type { Operation } from '../model/operation.ts';
import type { CatalogWriter } from '../ports/catalog.ts';

/** Adds a line to the auditable history, inside the transaction of what it tells about. */
export function recordOperation(
  core: Pick<Core, 'clock' | 'actor'>,
  writer: CatalogWriter,
  operation: Pick<Operation, 'kind' | 'artifact' | 'arguments' | 'undo'>,
): Operation {
  return writer.addOperation({ ...operation, at: core.clock.now(), actor: core.actor });
}
