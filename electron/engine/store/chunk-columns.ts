import { chunkKindCodes, chunkKinds, type ChunkKind } from '../model/chunk-kind.ts';
import { digestFromBytes, writeDigest } from '../model/digest.ts';
import type { ContainerId, IndexedChunk, IndexedChunks } from '../ports/container-store.ts';

/**
 * The index of one container in columns: 53 bytes a chunk, and objects only for those who ask for one. Whoever makes it fills the
 * columns in and hands it on; from then on nobody writes to it.
 */
export class ChunkColumns implements IndexedChunks {
  readonly length: number;
  readonly digests: Uint8Array<ArrayBuffer>;
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly frameOffsets: Float64Array<ArrayBuffer>;
  readonly frameLengths: Uint32Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
  readonly #container: ContainerId;

  constructor(container: ContainerId, length: number) {
    this.#container = container;
    this.length = length;
    this.digests = new Uint8Array(32 * length);
    this.kinds = new Uint8Array(length);
    this.frameOffsets = new Float64Array(length);
    this.frameLengths = new Uint32Array(length);
    this.offsets = new Uint32Array(length);
    this.lengths = new Uint32Array(length);
  }

  static of(container: ContainerId, chunks: readonly Omit<IndexedChunk, 'container'>[]): ChunkColumns {
    const columns = new ChunkColumns(container, chunks.length);
    for (const [i, chunk] of chunks.entries()) {
      writeDigest(chunk.digest, columns.digests, 32 * i);
      columns.kinds[i] = chunkKindCodes[chunk.kind];
      columns.frameOffsets[i] = chunk.frameOffset;
      columns.frameLengths[i] = chunk.frameLength;
      columns.offsets[i] = chunk.offset;
      columns.lengths[i] = chunk.length;
    }
    return columns;
  }

  at(index: number): IndexedChunk {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`no chunk has the position ${index}`);
    return {
      digest: digestFromBytes(this.digests, 32 * index),
      kind: chunkKinds[this.kinds[index] as number] as ChunkKind,
      container: this.#container,
      frameOffset: this.frameOffsets[index] as number,
      frameLength: this.frameLengths[index] as number,
      offset: this.offsets[index] as number,
      length: this.lengths[index] as number,
    };
  }

  *[Symbol.iterator](): Generator<IndexedChunk> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}
