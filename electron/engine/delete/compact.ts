import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { KnownContainer } from '../ports/catalog.ts';
import type { ContainerId, SealedContainer } from '../ports/container-store.ts';

/** So many stored bytes are rewritten into one container: as much as a container holds by itself. */
const batchBytes = 64 * 1024 * 1024;
/** The engine's thread works so long before it lets others go first, ms. */
const breath = 8;

/** The turn that everyone takes who moves or removes what lies in containers. No artifact can have this name. */
export const containersTurn = 'store:containers';

/**
 * Rewrites the containers that hold dead bytes, so that the store is smaller by them. Each batch is whole by itself: whatever ends it
 * half way, the next one goes on with what is left. A container that cannot be read stays as it is, for "verify" to tell of.
 */
export async function compact(core: Core): Promise<void> {
  await core.turns.take(containersTurn, async () => {
    const batches = batchesOf(core.catalog.containers().filter(({ deadBytes }) => deadBytes > 0));
    if (batches.length === 0) return;
    const beginning = { kind: 'compact' as const, artifact: null, phase: 'Freeing space', quiet: true };
    await core.activities.run(beginning, (activity) => compactAll(core, batches, activity));
  });
}

type Batch = readonly KnownContainer[];

function batchesOf(containers: readonly KnownContainer[]): Batch[] {
  const batches: KnownContainer[][] = [];
  let room = 0;
  for (const container of containers) {
    if (container.size > room) {
      batches.push([]);
      room = batchBytes;
    }
    batches.at(-1)?.push(container);
    room -= container.size;
  }
  return batches;
}

async function compactAll(core: Core, batches: readonly Batch[], activity: ActivityHandle): Promise<void> {
  const totalBytes = batches.flat().reduce((sum, { size }) => sum + size, 0);
  let bytes = 0;
  activity.advance({ bytes, totalBytes });
  const onBytes = (done: number): void => activity.advance({ bytes: (bytes += done) });
  for (const batch of batches) {
    const ids = batch.map(({ id }) => id);
    try {
      await compactBatch(core, ids, activity.signal, onBytes);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
      core.log.error('containers with dead bytes could not be rewritten', { containers: ids, error: error.message });
    }
  }
}

async function compactBatch(core: Core, ids: readonly ContainerId[], signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void> {
  const made = await rewrite(core, ids, signal, onBytes);
  try {
    core.catalog.transact((writer) => writer.replaceContainers(ids, made));
  } catch (error) {
    if (made !== null) core.containers.remove(made.id);
    throw error;
  }
  // A restore may be reading where the chunks were.
  await core.stored.takeAway(async () => {
    for (const id of ids) core.containers.remove(id);
  });
}

async function rewrite(
  core: Core,
  ids: readonly ContainerId[],
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<SealedContainer | null> {
  const steps = core.containers.rewrite(ids, (digest, from) => core.catalog.chunk(digest)?.location.container === from);
  for (let since = core.clock.now(); ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onBytes(step.value);
    if (core.clock.now() - since < breath) continue;
    await new Promise<void>((resolve) => void core.clock.after(0, resolve));
    since = core.clock.now();
    if (!signal.aborted) continue;
    steps.return(null);
    signal.throwIfAborted();
  }
}
