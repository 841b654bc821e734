import { chunkKindCodes, type ChunkKind } from '../engine/model/chunk-kind.ts';
import { writeDigest, type Digest } from '../engine/model/digest.ts';

/** A row of a pack's footer: digest (32 bytes), kind (u8), position in the frame table, offset in the raw frame, length (u32 each). */
export const chunkRowLength = 45;

export interface ChunkRow {
  readonly digest: Digest;
  readonly kind: ChunkKind;
  /** Position in the frame table. */
  readonly frame: number;
  /** Offset in the unpacked frame, bytes. */
  readonly offset: number;
  readonly length: number;
}

/** The chunk rows of a footer while a pack is written: in their final form, since an object for each would wait there for the seal. */
export class ChunkRows {
  #bytes = Buffer.allocUnsafeSlow(256 * chunkRowLength);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add({ digest, kind, frame, offset, length }: ChunkRow): void {
    let at = this.#length * chunkRowLength;
    if (at === this.#bytes.length) this.#grow();
    writeDigest(digest, this.#bytes, at);
    at = this.#bytes.writeUInt8(chunkKindCodes[kind], at + 32);
    at = this.#bytes.writeUInt32LE(frame, at);
    at = this.#bytes.writeUInt32LE(offset, at);
    this.#bytes.writeUInt32LE(length, at);
    this.#length += 1;
  }

  /** All rows. A view: good until the next is added. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length * chunkRowLength);
  }

  #grow(): void {
    const larger = Buffer.allocUnsafeSlow(2 * this.#bytes.length);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
