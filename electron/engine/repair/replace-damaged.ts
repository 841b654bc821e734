import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { ContainerId, PackWriter, SealedContainer } from '../ports/container-store.ts';
import { containersTurn } from '../store/rewrite-containers.ts';
import { isDamage } from '../verify/finding.ts';
import { pause } from '../breaths.ts';

/**
 * Writes all that is alive in damaged containers into new ones, and removes the damaged. One that holds something alive that cannot be
 * read stays: its other chunks are read from it, and its lost ones may be found another day. Returns how many were replaced.
 */
export async function replaceDamaged(core: Core, ids: Iterable<ContainerId>, activity: ActivityHandle): Promise<number> {
  let replaced = 0;
  for (const id of ids) {
    activity.signal.throwIfAborted();
    activity.advance({ phase: 'Writing damaged containers again', files: replaced });
    if (await core.turns.take(containersTurn, () => replaceOne(core, id))) replaced += 1;
  }
  return replaced;
}

async function replaceOne(core: Core, id: ContainerId): Promise<boolean> {
  if (!core.catalog.containers().some((container) => container.id === id)) return false;
  const pack = core.containers.createPack();
  let made: SealedContainer | null = null;
  try {
    if (!(await copyAlive(core, id, pack))) return false;
    made = pack.seal();
    await core.stored.takeAway(async () => core.catalog.transact((writer) => writer.replaceContainers([id], made)));
  } catch (error) {
    if (made !== null) core.containers.remove(made.id);
    throw error;
  } finally {
    pack.abandon();
  }
  core.containers.remove(id);
  return true;
}

/** False when something alive cannot be read. */
async function copyAlive(core: Core, id: ContainerId, pack: PackWriter): Promise<boolean> {
  for (const digest of aliveIn(core, id)) {
    const known = core.catalog.chunk(digest);
    if (known === null || known.location === null) continue;
    try {
      pack.append(known.kind, digest, core.containers.read(digest, known.location));
    } catch (error) {
      if (isDamage(error)) return false;
      throw error;
    }
    await pause(core.clock);
  }
  return true;
}

function aliveIn(core: Core, id: ContainerId): Digest[] {
  const alive: Digest[] = [];
  for (const { digest, location } of core.catalog.chunks()) if (location?.container === id) alive.push(digest);
  return alive;
}
