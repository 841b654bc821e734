import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import { takeInBreaths } from '../breaths.ts';
import type { SealedContainer } from '../ports/container-store.ts';
import type { StoredChunk } from '../ports/outgoing-packs.ts';
import type { PlannedPack } from './plan-packs.ts';
import type { SyncCore } from './sync-core.ts';

export interface WrittenPack {
  /** Null when nothing of it was left. */
  readonly sealed: SealedContainer | null;
  /** Nothing had to be left out. */
  readonly isComplete: boolean;
}

/**
 * Writes a pack for a bucket beside the store. What is stored is in use meanwhile and no longer: sending it takes its time, and deletions need
 * not wait for that. Chunks of versions that were deleted since the plan are left out. Throws Failure `content.elsewhere` when a bucket alone
 * has one of them.
 */
export function writePack(core: SyncCore, pack: PlannedPack, signal: AbortSignal): Promise<WrittenPack> {
  return core.stored.use(async () => {
    const locations = core.catalog.locations(pack.chunks.map(({ digest }) => digest));
    const chunks = pack.chunks.flatMap(({ digest, kind }, i): StoredChunk[] => {
      const location = locations[i] ?? null;
      if (location === null) checkGone(core, digest);
      return location === null ? [] : [{ digest, kind, location }];
    });
    const steps = core.outgoing.write(chunks);
    const sealed = await takeInBreaths(core.clock, steps, signal);
    return { sealed, isComplete: chunks.length === pack.chunks.length };
  });
}

/** A chunk that is named and lies nowhere here is not left out: the push could not be whole. */
function checkGone(core: SyncCore, digest: Digest): void {
  if (core.catalog.chunk(digest) === null) return;
  throw new Failure('content.elsewhere', 'Contents of these versions lie in another bucket alone: fetch them first, then push.', { digest });
}
