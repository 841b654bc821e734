import { contentOf } from '../../electron/adapters/bucket-bytes.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { ContainerId, ContainerStore, IndexedChunk, SealedContainer } from '../../electron/engine/ports/container-store.ts';
import type { OutgoingPacks, StoredChunk } from '../../electron/engine/ports/outgoing-packs.ts';
import { ChunkColumns } from '../../electron/engine/store/chunk-columns.ts';
import { frameMark } from './container-store-memory.ts';

const chunksOfFrame = 3;

/** Packs in memory: frames of up to three chunks behind a mark, behind each other. They outlive an engine as files do. */
export function createMemoryOutgoingPacks(containers: Pick<ContainerStore, 'read'>, newId: () => ContainerId): OutgoingPacks {
  const packs = new Map<ContainerId, { readonly sealed: SealedContainer; readonly bytes: Uint8Array }>();
  const find = (id: ContainerId) => {
    const pack = packs.get(id);
    if (pack === undefined) throw new Failure('store.damaged', `The container ${id} in the store is damaged: it is missing.`, { container: id });
    return pack;
  };

  function* write(chunks: readonly StoredChunk[]): Generator<number, SealedContainer | null> {
    const id = newId();
    const parts: Uint8Array[] = [];
    const rows: IndexedChunk[] = [];
    let size = 0;
    for (let at = 0; at < chunks.length; at += chunksOfFrame) {
      const held = chunks.slice(at, at + chunksOfFrame);
      const contents = held.map(({ digest, location }) => containers.read(digest, location));
      const frame = Uint8Array.from([frameMark, ...contents.flatMap((bytes) => [...bytes])]);
      let offset = 0;
      for (const [i, { digest, kind }] of held.entries()) {
        const { length } = contents[i] as Uint8Array;
        rows.push({ digest, kind, container: id, frameOffset: size, frameLength: frame.length, offset, length });
        offset += length;
      }
      parts.push(frame);
      size += frame.length;
      yield frame.length;
    }
    if (rows.length === 0) return null;
    const sealed = { id, size, chunks: ChunkColumns.of(id, rows) };
    packs.set(id, { sealed, bytes: new Uint8Array(Buffer.concat(parts)) });
    return sealed;
  }

  return {
    write,
    list: () => [...packs.keys()],
    readIndex: (id) => find(id).sealed,
    open: (id) => contentOf(find(id).bytes),
    remove: (id) => void packs.delete(id),
    unpack: (frame) => (frame[0] === frameMark ? frame.subarray(1) : null),
  };
}
