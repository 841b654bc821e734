import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';

/** Enough for the catalog's own writes while it forgets a million chunks' worth of rows. */
const mostReserve = 32 * 1024 * 1024;

/**
 * Keeps a reserve that grows with the store and the `coming` bytes that are about to be stored: a small one needs little to be deleted from,
 * and clones are few rows for many bytes.
 */
export function keepReserve(core: Core, coming = 0): Promise<void> {
  const packs = core.catalog.containers().filter(({ id }) => !core.containers.isClone(id));
  const bytes = packs.reduce((sum, { size }) => sum + size, coming);
  return core.reserve.keep(Math.min(mostReserve, Math.floor(bytes / 8)));
}

/** Does work that frees space; on a full disk the reserve is given up for it. */
export async function withReserve<T>(core: Core, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.full' || !core.reserve.giveUp()) throw error;
    core.log.info('the disk is full: the reserve is given up to free space');
    return await work();
  }
}
