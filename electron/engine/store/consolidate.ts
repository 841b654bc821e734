import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { ContainerId } from '../ports/container-store.ts';
import { isSmall, packsTogether, planConsolidation, type Pack } from './plan-consolidation.ts';
import { containersTurn, rewriteContainers } from './rewrite-containers.ts';

/** An engine that stays lets so much time pass after a new version, or after its start, ms. */
const quiet = 10_000;
/** An engine of a single command rewrites no more than this, bytes: nobody should wait for it. */
const mostOfCommand = 8 * 1024 * 1024;

/**
 * Gathers small packs into bigger ones after new versions, since each save makes some: beside everything else and when nothing goes on in an
 * engine that stays, a little at once in one of a single command. Returns the way to stop, which waits for what is under way.
 */
export function consolidateWhenQuiet(core: Core, stays: boolean): () => Promise<void> {
  const unreadable = new Set<ContainerId>();
  let going: Promise<void> = Promise.resolve();
  let stopped = false;
  let stopTimer: (() => void) | null = null;

  function gather(most: number): void {
    going = going.then(() => consolidate(core, { most, unreadable })).catch((error: unknown) => {
      core.log.warn('small containers could not be gathered; it is tried again later', { error: String(error) });
    });
  }

  function look(): void {
    stopTimer = null;
    if (core.activities.list().length > 0) lookSoon();
    else gather(Infinity);
  }

  function lookSoon(): void {
    if (!stopped) stopTimer ??= core.clock.after(quiet, look);
  }

  const stopListening = core.facts.listen(({ kind }) => {
    if (kind !== 'version.created') return;
    if (stays) lookSoon();
    else gather(mostOfCommand);
  });
  if (stays) lookSoon();
  return async () => {
    stopped = true;
    stopTimer?.();
    stopListening();
    await going;
  };
}

export interface Consolidation {
  /** Stored bytes that may be rewritten. */
  readonly most: number;
  /** Packs that are left alone; those that turn out to be damaged are added. "verify" tells of them. */
  readonly unreadable: Set<ContainerId>;
}

/** Gathers small packs into bigger ones, as many as there are to gather. Content, and what names it, stays as it is. */
export async function consolidate(core: Core, { most, unreadable }: Consolidation): Promise<void> {
  if (core.catalog.containers().length < packsTogether) return;
  await core.turns.take(containersTurn, async () => {
    const batches = within(most, planConsolidation(packsOf(core, unreadable)));
    if (batches.length === 0) return;
    const beginning = { kind: 'compact' as const, artifact: null, phase: 'Gathering small containers', quiet: true };
    await core.activities.run(beginning, async ({ signal, advance }) => {
      const totalBytes = batches.flat().reduce((sum, { size }) => sum + size, 0);
      let bytes = 0;
      advance({ bytes, totalBytes });
      const onBytes = (done: number): void => advance({ bytes: (bytes += done) });
      for (const batch of batches) {
        signal.throwIfAborted();
        await gatherBatch(core, batch, { signal, onBytes }, unreadable);
      }
    });
    core.log.info('gathered small containers', { from: batches.flat().length, to: batches.length });
  });
}

async function gatherBatch(core: Core, batch: readonly Pack[], how: Parameters<typeof rewriteContainers>[2], unreadable: Set<ContainerId>): Promise<void> {
  try {
    await rewriteContainers(core, batch.map(({ id }) => id), how);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    const { container } = error.data;
    for (const { id } of batch) if (id === container || container === undefined) unreadable.add(id);
  }
}

function packsOf(core: Core, unreadable: ReadonlySet<ContainerId>): Pack[] {
  return core.catalog.containers().filter(({ id, size }) => isSmall(size) && !unreadable.has(id) && !core.containers.isClone(id));
}

function within(most: number, batches: readonly Pack[][]): Pack[][] {
  let bytes = 0;
  return batches.filter((batch) => (bytes += batch.reduce((sum, { size }) => sum + size, 0)) <= most);
}
