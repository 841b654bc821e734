import type { ChunkKind } from '../model/chunk-kind.ts';
import type { Digest } from '../model/digest.ts';

/** What a chunk holds. The store keeps it with the chunk so that counts can be rebuilt from containers alone. */
export type { ChunkKind };

/** Name of a container: 32 hex characters, random, never reused. */
export type ContainerId = string & { readonly __containerId: unique symbol };

/** Where a chunk lies. Frames hold neighbouring chunks that were compressed together; in a clone each chunk is one, as it is. */
export interface ChunkLocation {
  readonly container: ContainerId;
  /** Offset of the frame in the container, bytes. */
  readonly frameOffset: number;
  /** Stored length of the frame, header included, bytes. */
  readonly frameLength: number;
  /** Offset of the chunk in the uncompressed frame, bytes. */
  readonly offset: number;
  /** Length of the chunk, bytes. */
  readonly length: number;
}

/** One chunk as a container's own index (its footer) lists it. */
export interface IndexedChunk extends ChunkLocation {
  readonly digest: Digest;
  readonly kind: ChunkKind;
}

/**
 * A container's own index: its chunks in their order. A hundred thousand of them come with a big first snapshot, so they are columns, not
 * objects; an object is made for whoever asks for one.
 */
export interface IndexedChunks extends Iterable<IndexedChunk> {
  readonly length: number;
  /** Throws a RangeError for a position that is none. */
  at(index: number): IndexedChunk;
  /** 32 bytes for each chunk. */
  readonly digests: Uint8Array;
  /** Codes of their kinds. */
  readonly kinds: Uint8Array;
  readonly frameOffsets: Float64Array;
  readonly frameLengths: Uint32Array;
  readonly offsets: Uint32Array;
  readonly lengths: Uint32Array;
}

/** A container that is complete and durable, but may not be named by the catalog yet. */
export interface SealedContainer {
  readonly id: ContainerId;
  /** Bytes on disk. */
  readonly size: number;
  readonly chunks: IndexedChunks;
}

/** A chunk as it lies in an unpacked frame. */
export interface FrameChunk {
  readonly digest: Digest;
  readonly kind: ChunkKind;
  /** Bytes, in the unpacked frame. */
  readonly offset: number;
  readonly length: number;
}

/** A pack that is being written. Used by one writer; `seal` or `abandon` ends it. */
export interface PackWriter {
  /**
   * Adds a chunk. The bytes are copied before this returns. Appending a digest that this pack already holds is a no-op.
   * Nothing is readable before `seal`.
   */
  append(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void;
  /**
   * Takes a frame over as another pack stores it, so that nothing is compressed again. Whoever calls it has unpacked it and proven each of these chunks by
   * its digest. False, with nothing taken, when the frame holds anything but exactly these chunks, one behind the other, is longer than
   * a writer would have made it, or when this pack has one of them already: they are appended one by one then.
   */
  takeFrame(stored: Uint8Array, chunks: readonly FrameChunk[]): boolean;
  /** Bytes appended so far, uncompressed. */
  readonly length: number;
  /**
   * Writes the last frame and the footer, makes all of it durable (fsync, rename, fsync of the folder) and only then
   * returns. Null when nothing was appended (no container is made).
   */
  seal(): SealedContainer | null;
  /** Forgets the pack and removes what was written. Harmless after `seal`. */
  abandon(): void;
}

/**
 * The containers of one home: files that hold chunks. Most are packs, which are written; a clone shares its blocks with a file of
 * the user, as long as that one stays as it is.
 *
 * Law, for both kinds:
 * - A container is immutable; a reader sees a container whole or not at all.
 * - `read` returns exactly the bytes whose digest was appended at that location, or throws Failure `store.damaged` with
 *   `{container, digest}` when the container is missing or its bytes do not digest to `digest`. It never returns other bytes.
 * - `list` names every sealed container and nothing else, in any order.
 * - `remove` of a container that is not there does nothing.
 * - A full disk surfaces as Failure `store.full`; whatever was sealed before stays readable.
 * All calls are synchronous: they run where blocking does no harm (the engine process and its workers).
 */
export interface ContainerStore {
  createPack(): PackWriter;
  read(digest: Digest, location: ChunkLocation): Uint8Array;
  list(): { readonly id: ContainerId; readonly size: number }[];
  /** Reads a container's own index. Throws Failure `store.damaged` when it is torn or not a container. */
  readIndex(id: ContainerId): SealedContainer;
  /**
   * The index of a container made again from what lies in it, for one whose own is damaged: every chunk of which the bytes can still be
   * told. Empty when there is no such container.
   */
  recoverIndex(id: ContainerId): SealedContainer;
  remove(id: ContainerId): void;
  /** Whether it is a clone. Rewriting one takes room for all that is alive in it. False when it is not there. */
  isClone(id: ContainerId): boolean;
  /**
   * Chunks that were stored elsewhere when a clone was made, and whose bytes lie in it all the same because the file has them; none for a
   * pack. Throws as `readIndex` does.
   */
  beside(id: ContainerId): readonly Digest[];
  /**
   * Writes what is still wanted of some containers into a new pack and seals it, without compressing again what lies only among
   * wanted chunks. A chunk that several of them hold is written once. The old containers stay until they are removed.
   *
   * Every step yields the stored bytes that were dealt with since the last one, so that the caller can tell, breathe and stop:
   * `return` leaves nothing of the new container. Returns null when nothing was wanted. Throws Failure `store.damaged` when
   * a container cannot be read, `store.full` when there is no room; both leave nothing.
   */
  rewrite(ids: readonly ContainerId[], wanted: (digest: Digest, from: ContainerId) => boolean): Generator<number, SealedContainer | null>;
  /** Removes what writers left behind that never was sealed. Only called while no writer lives. Returns how many. */
  removeUnsealed(): number;
}
