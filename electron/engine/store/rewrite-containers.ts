import type { Core } from '../core.ts';
import { takeInBreaths } from '../breaths.ts';
import type { ContainerId, SealedContainer } from '../ports/container-store.ts';

/** So many stored bytes are rewritten into one container: as much as a container holds by itself. */
export const rewrittenAtOnce = 64 * 1024 * 1024;
/** The turn that everyone takes who moves or removes what lies in containers. No artifact can have this name. */
export const containersTurn = 'store:containers';

/** Who watches a rewriting, and may stop it. */
export interface Rewriting {
  readonly signal: AbortSignal;
  /** Told of stored bytes that were dealt with. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Writes what is alive in some containers into a new one, lets the chunks lie there in one transaction, and then removes the old ones. Whatever ends
 * it half way, either the old ones or the new one is named, and the next start removes the other. Nothing may go meanwhile, or what was
 * just written might be nobody's. The turn of containers must be held.
 */
export async function rewriteContainers(core: Core, ids: readonly ContainerId[], how: Rewriting): Promise<void> {
  await core.stored.use(async () => replace(core, ids, await rewrite(core, ids, how)));
  await removeContainers(core, ids);
}

/** Forgets containers in which nothing is alive. The turn of containers must be held. */
export async function dropContainers(core: Core, ids: readonly ContainerId[]): Promise<void> {
  replace(core, ids, null);
  await removeContainers(core, ids);
}

function replace(core: Core, ids: readonly ContainerId[], made: SealedContainer | null): void {
  try {
    core.catalog.transact((writer) => writer.replaceContainers(ids, made));
  } catch (error) {
    if (made !== null) core.containers.remove(made.id);
    throw error;
  }
}

/** A restore may be reading where the chunks were. */
function removeContainers(core: Core, ids: readonly ContainerId[]): Promise<void> {
  return core.stored.takeAway(async () => {
    for (const id of ids) core.containers.remove(id);
  });
}

function rewrite(core: Core, ids: readonly ContainerId[], { signal, onBytes }: Rewriting): Promise<SealedContainer | null> {
  const steps = core.containers.rewrite(ids, (digest, from) => core.catalog.chunk(digest)?.location?.container === from);
  return takeInBreaths(core.clock, steps, signal, onBytes);
}
