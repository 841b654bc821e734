import type { Digest } from '../model/digest.ts';
import type { LargeContent } from './bucket.ts';
import type { ChunkKind, ChunkLocation, ContainerId, SealedContainer } from './container-store.ts';

/** A chunk of the store and where it lies. */
export interface StoredChunk {
  readonly digest: Digest;
  readonly kind: ChunkKind;
  readonly location: ChunkLocation;
}

/**
 * Packs that are on their way to a bucket: beside the store, and no part of it. They have the form of the store's own packs.
 *
 * Law:
 * - A pack holds the chunks it was asked for and no byte of any other; what of the store's frames is wanted as a whole is taken over as it is stored.
 * - It is durable once `write` returned it, and stays, the same byte for byte, until it is removed; also after a restart. What was not finished leaves nothing.
 * - Every step of `write` yields the stored bytes that were dealt with since the last one, so that the caller can tell, breathe and stop:
 *   `return` leaves nothing. Null when there was nothing to write. Throws Failure `store.damaged` when a chunk cannot be read, `store.full`
 *   when there is no room; both leave nothing.
 * - `remove` of one that is not there does nothing.
 */
export interface OutgoingPacks {
  write(chunks: readonly StoredChunk[]): Generator<number, SealedContainer | null>;
  list(): ContainerId[];
  /** Throws Failure `store.damaged` when it is torn or not there. */
  readIndex(id: ContainerId): SealedContainer;
  open(id: ContainerId): LargeContent;
  remove(id: ContainerId): void;
  /** The raw bytes of one frame of such a pack; null when these bytes are none. Never more than a frame may hold, whatever it claims. */
  unpack(frame: Uint8Array): Uint8Array | null;
}
