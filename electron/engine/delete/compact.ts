import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { keepReserve, withReserve } from './with-reserve.ts';
import type { KnownContainer } from '../ports/catalog.ts';
import type { ContainerId } from '../ports/container-store.ts';
import { containersTurn, dropContainers, rewriteContainers, rewrittenAtOnce } from '../store/rewrite-containers.ts';

/** Whether nothing in a container is alive: it only has to be removed. */
const isDead = ({ rawBytes, deadBytes }: KnownContainer): boolean => deadBytes === rawBytes;

/** More than this is rewritten beside everything else, where somebody sees it and may stop it. */
const foregroundBytes = 256 * 1024 * 1024;

/**
 * Compacts before the caller is answered, or in the background when much must be rewritten and the engine goes on anyway. Whoever stops it
 * has it paused: what was deleted is deleted, and it goes on from where it was when it is next looked for what is due, or at the next start.
 */
export async function compactSoon(core: Core, live: LiveArtifacts): Promise<void> {
  const rewritten = core.catalog.containers().filter((container) => isDue(core, container, 'space') && !isDead(container));
  const bytes = rewritten.reduce((sum, { size }) => sum + size, 0);
  if (!live.watching || bytes <= foregroundBytes) return compact(core).catch(unlessStopped);
  compact(core).then(
    () => core.facts.tell({ kind: 'store.changed' }),
    (error: unknown) => core.log.warn('compacting stopped; it goes on later', { error: String(error) }),
  );
  return undefined;
}

function unlessStopped(error: unknown): void {
  if (!(error instanceof Failure) || error.code !== 'operation.cancelled') throw error;
}

/**
 * A clone is rewritten when this share of it is dead: what is alive in it shares its blocks with the user's file, perhaps, and takes
 * new room in a pack. A small deletion must not make the disk fuller.
 */
const deadShareOfClone = 0.25;

/** Whether it is done for room on the disk, or so that no byte stays of what is dead, whatever room that takes. */
export type CompactGoal = 'space' | 'purge';

/**
 * Rewrites the containers that hold dead bytes, so that the store is smaller by them. Each batch is whole by itself: whatever ends it
 * half way, the next one goes on with what is left. A container that cannot be read stays as it is, for "verify" to tell of.
 */
export async function compact(core: Core, goal: CompactGoal = 'space'): Promise<void> {
  try {
    await withReserve(core, () => compactInTurn(core, goal));
    await keepReserve(core);
  } catch (error) {
    // What was deleted is deleted: the space comes free when there is room to rewrite what lies between.
    if (!(error instanceof Failure) || error.code !== 'store.full') throw error;
    core.log.warn('there is no room to rewrite containers with dead bytes; it is tried again', { error: error.message });
  }
}

async function compactInTurn(core: Core, goal: CompactGoal): Promise<void> {
  await core.turns.take(containersTurn, async () => {
    const batches = batchesOf(core.catalog.containers().filter((container) => isDue(core, container, goal)));
    if (batches.length === 0) return;
    const beginning = { kind: 'compact' as const, artifact: null, phase: 'Freeing space', quiet: true };
    await core.activities.run(beginning, (activity) => {
      // What is purged is not left lying there because somebody has no patience.
      if (goal === 'purge') activity.advance({ cancellable: false });
      return compactAll(core, batches, activity);
    });
  });
}

/** Whether nothing is left to do for a goal. */
export function isCompact(core: Core, goal: CompactGoal): boolean {
  return !core.catalog.containers().some((container) => isDue(core, container, goal));
}

function isDue(core: Core, { id, rawBytes, deadBytes }: KnownContainer, goal: CompactGoal): boolean {
  if (!core.containers.isClone(id)) return deadBytes > 0;
  if (goal === 'space') return deadBytes >= rawBytes * deadShareOfClone;
  return deadBytes > 0 || holdsForgotten(core, id);
}

/** Whether a clone holds bytes of a chunk that was stored elsewhere and is no more. */
function holdsForgotten(core: Core, id: ContainerId): boolean {
  try {
    return core.containers.beside(id).some((digest) => core.catalog.chunk(digest) === null);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    return true; // whoever rewrites it tells of the damage
  }
}

type Batch = readonly KnownContainer[];

/** Those of which nothing is alive go first: they make room for what is written anew of the others. */
function batchesOf(containers: readonly KnownContainer[]): Batch[] {
  const dead = containers.filter(isDead);
  const batches: KnownContainer[][] = dead.length === 0 ? [] : [dead];
  let room = 0;
  for (const container of containers.filter((one) => !isDead(one))) {
    if (container.size > room) {
      batches.push([]);
      room = rewrittenAtOnce;
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
    try {
      const ids = batch.map(({ id }) => id);
      if (batch.every(isDead)) await dropContainers(core, ids);
      else await rewriteContainers(core, ids, { signal: activity.signal, onBytes });
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
      core.log.error('containers with dead bytes could not be rewritten', { error: error.message, ...error.data });
    }
  }
}
