import { Failure } from '../../electron/engine/model/failure.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type {
  ChunkKind,
  ChunkLocation,
  ContainerId,
  ContainerStore,
  FrameChunk,
  IndexedChunk,
  PackWriter,
  SealedContainer,
} from '../../electron/engine/ports/container-store.ts';
import { ChunkColumns } from '../../electron/engine/store/chunk-columns.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';

/** Begins each frame of the packs on their way in memory. */
export const frameMark = 0x46;

/** Containers in memory, with the accidents that happen to real ones. */
export interface MemoryContainerStore extends ContainerStore {
  /** Changes one byte of a chunk of the container (the first chunk when none is named). */
  flip(id: ContainerId, digest?: Digest): void;
  /** Cuts the container's end off. */
  tear(id: ContainerId): void;
  /** From now on only this many more bytes fit (null: any). */
  leaveRoom(bytes: number | null): void;
  /** A clone of a file of these chunks, one after the other, that is data all of it. */
  clone(...chunks: readonly Uint8Array[]): SealedContainer;
  /** Containers read, sealed and removed since the start. */
  readonly calls: { reads: number; seals: number; removes: number };
}

interface Container {
  readonly sealed: SealedContainer;
  readonly bytes: Uint8Array;
  torn: boolean;
}

/** Names containers 000…001, 000…002, … unless told otherwise. */
export function createMemoryContainerStore(newId: () => ContainerId = countingIds()): MemoryContainerStore {
  const containers = new Map<ContainerId, Container>();
  const calls = { reads: 0, seals: 0, removes: 0 };
  const clones = new Set<ContainerId>();
  let unsealed = 0;
  let room = Infinity;

  const damaged = (container: ContainerId, digest?: Digest): Failure =>
    new Failure('store.damaged', `The container ${container} in the store is damaged.`, digest === undefined ? { container } : { container, digest });

  function createPack(): PackWriter {
    const id = newId();
    const parts: Uint8Array[] = [];
    const chunks: IndexedChunk[] = [];
    const known = new Set<Digest>();
    let length = 0;
    let ended = false;

    function append(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void {
      if (ended) throw new Error('this pack has ended');
      if (known.has(digest)) return;
      if (length === 0) unsealed++;
      known.add(digest);
      parts.push(bytes.slice());
      chunks.push({ digest, kind, container: id, frameOffset: 0, frameLength: 0, offset: length, length: bytes.length });
      length += bytes.length;
    }

    /** Frames have the form of the packs on their way in memory: a mark and the chunks as they are. */
    function takeFrame(stored: Uint8Array, framed: readonly FrameChunk[]): boolean {
      let end = 0;
      const isWhole = framed.every(({ digest, offset, length: bytes }) => {
        const follows = offset === end && !known.has(digest);
        end += bytes;
        return follows;
      });
      if (!isWhole || stored[0] !== frameMark || end !== stored.length - 1) return false;
      for (const { kind, digest, offset, length: bytes } of framed) append(kind, digest, stored.subarray(1 + offset, 1 + offset + bytes));
      return true;
    }

    function seal(): SealedContainer | null {
      if (ended) throw new Error('this pack has ended');
      ended = true;
      if (chunks.length === 0) return null;
      unsealed--;
      if (length > room) throw new Failure('store.full', 'The disk that holds the store is full; free some space and try again.');
      room -= length;
      calls.seals++;
      const bytes = new Uint8Array(Buffer.concat(parts));
      const sealed = { id, size: length, chunks: ChunkColumns.of(id, chunks.map((chunk) => ({ ...chunk, frameLength: length }))) };
      containers.set(id, { sealed, bytes, torn: false });
      return sealed;
    }

    function abandon(): void {
      if (ended) return;
      ended = true;
      if (length > 0) unsealed--;
    }

    return {
      append,
      takeFrame,
      seal,
      abandon,
      get length() {
        return length;
      },
    };
  }

  function read(digest: Digest, location: ChunkLocation): Uint8Array {
    calls.reads++;
    const container = containers.get(location.container);
    const bytes = container?.bytes.slice(location.offset, location.offset + location.length);
    if (container === undefined || bytes === undefined || digestOf(bytes) !== digest) throw damaged(location.container, digest);
    return bytes;
  }

  function* rewrite(ids: readonly ContainerId[], wanted: (digest: Digest, from: ContainerId) => boolean): Generator<number, SealedContainer | null> {
    const pack = createPack();
    let whole = false;
    try {
      for (const id of ids) {
        const container = containers.get(id);
        if (container === undefined || container.torn) throw damaged(id);
        for (const chunk of container.sealed.chunks) {
          if (wanted(chunk.digest, id)) pack.append(chunk.kind, chunk.digest, read(chunk.digest, chunk));
          yield chunk.length;
        }
      }
      const sealed = pack.seal();
      whole = true;
      return sealed;
    } finally {
      if (!whole) pack.abandon();
    }
  }

  function clone(...chunks: readonly Uint8Array[]): SealedContainer {
    const id = newId();
    let offset = 0;
    const indexed = chunks.map((bytes): IndexedChunk => {
      offset += bytes.length;
      return { digest: digestOf(bytes), kind: 'data', container: id, frameOffset: 0, frameLength: 0, offset: offset - bytes.length, length: bytes.length };
    });
    const sealed = { id, size: offset, chunks: ChunkColumns.of(id, indexed) };
    containers.set(id, { sealed, bytes: new Uint8Array(Buffer.concat(chunks)), torn: false });
    clones.add(id);
    return sealed;
  }

  return {
    createPack,
    clone,
    read,
    rewrite,
    isClone: (id) => clones.has(id),
    beside: () => [],
    list: () => [...containers.values()].map(({ sealed }) => ({ id: sealed.id, size: sealed.size })),
    readIndex: (id) => {
      const container = containers.get(id);
      if (container === undefined || container.torn) throw damaged(id);
      return container.sealed;
    },
    recoverIndex: (id) => containers.get(id)?.sealed ?? { id, size: 0, chunks: ChunkColumns.of(id, []) },
    remove: (id) => {
      calls.removes++;
      containers.delete(id);
      clones.delete(id);
    },
    removeUnsealed: () => {
      const left = unsealed;
      unsealed = 0;
      return left;
    },
    flip: (id, digest) => {
      const container = containers.get(id);
      const chunk = [...(container?.sealed.chunks ?? [])].find((one) => digest === undefined || one.digest === digest);
      if (container === undefined || chunk === undefined) throw new Error(`no such chunk in ${id}`);
      container.bytes[chunk.offset] = (container.bytes[chunk.offset] as number) ^ 1;
    },
    tear: (id) => {
      const container = containers.get(id);
      if (container === undefined) throw new Error(`no container ${id}`);
      container.torn = true;
    },
    leaveRoom: (bytes) => {
      room = bytes ?? Infinity;
    },
    calls,
  };
}

/** Ids that count up: 000…001, 000…002, … */
export function countingIds(): () => ContainerId {
  let last = 0;
  return () => (++last).toString(16).padStart(32, '0') as ContainerId;
}
