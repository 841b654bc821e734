import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { ContainerId } from '../ports/container-store.ts';
import type { Found } from './finding.ts';
import { takeInBreaths } from '../breaths.ts';
import { proveContainer, type ProofWay } from './prove-container.ts';

/** So many containers are read at the same time: one for each worker. */
const lanes = 2;

/** Proves containers, side by side. Returns the bytes of chunks that were read. */
export async function proveAll(core: Core, ids: readonly ContainerId[], found: Found, activity: ActivityHandle): Promise<number> {
  const sizes = new Map(core.catalog.containers().map(({ id, size }) => [id, size]));
  const totalBytes = await takeInBreaths(core.clock, rawBytes(core, new Set(ids)), activity.signal);
  let bytes = 0;
  let files = 0;
  activity.advance({ phase: 'Reading every byte', files, totalFiles: ids.length, bytes, totalBytes });
  const way: ProofWay = {
    signal: activity.signal,
    onBytes: (done) => activity.advance({ bytes: (bytes += done) }),
    rest: () => 0,
  };
  const queue = ids.filter((id) => sizes.has(id)).values();
  async function work(): Promise<void> {
    for (const id of queue) {
      activity.signal.throwIfAborted();
      await proveContainer(core, id, way, found);
      activity.advance({ files: (files += 1) });
    }
  }
  // Whatever ends one lane, the other comes to rest too before anybody hears of it.
  const ends = await Promise.allSettled(Array.from({ length: lanes }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return bytes;
}

/** Bytes of all chunks that are alive in containers: about what will be read. */
function* rawBytes(core: Core, ids: ReadonlySet<ContainerId>): Generator<void, number> {
  let bytes = 0;
  for (const { location } of core.catalog.chunks()) {
    if (location !== null && ids.has(location.container)) bytes += location.length;
    yield;
  }
  return bytes;
}
