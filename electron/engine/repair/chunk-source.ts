import type { ActivityHandle } from '../activities/activities.ts';
import type { Digest } from '../model/digest.ts';
import type { ChunkKind } from '../ports/container-store.ts';
import type { Touch } from '../verify/touched-by.ts';

/** A chunk that something names and that the store cannot give. */
export interface LostChunk {
  readonly kind: ChunkKind;
  readonly touches: readonly Touch[];
}

export interface FoundChunk {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/**
 * Somewhere that bytes of lost chunks may still be: other containers, a work tree; a remote can be one as well.
 *
 * Law: gives what it has of `lost`, in any order, also more than once; what is not there is passed over. It changes nothing that it looks at and
 * leaves nothing behind. Nobody believes it: every chunk is digested again.
 */
export interface ChunkSource {
  /** For the log. */
  readonly name: string;
  find(lost: ReadonlyMap<Digest, LostChunk>, activity: ActivityHandle): AsyncIterable<FoundChunk>;
}
