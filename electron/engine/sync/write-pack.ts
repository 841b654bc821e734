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
export function writePack(core: SyncCore, { digests }: PlannedPack, signal: AbortSignal): Promise<WrittenPack> {
  return core.stored.use(async () => {
    const chunks = digests.flatMap((digest) => stored(core, digest));
    const steps = core.outgoing.write(chunks);
    const sealed = await takeInBreaths(core.clock, steps, signal);
    return { sealed, isComplete: chunks.length === digests.length };
  });
}

function stored(core: SyncCore, digest: StoredChunk['digest']): StoredChunk[] {
  const known = core.catalog.chunk(digest);
  if (known === null) return [];
  const { kind, location } = known;
  if (location !== null) return [{ digest, kind, location }];
  throw new Failure('content.elsewhere', 'Contents of these versions lie in another bucket alone: fetch them first, then push.', { digest });
}
