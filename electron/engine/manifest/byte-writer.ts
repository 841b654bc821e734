import { writeDigest, type Digest } from '../model/digest.ts';

const encoder = new TextEncoder();

/** Writes stored bytes from front to back into room that grows and is used again after `clear`. */
export class ByteWriter {
  private room = new Uint8Array(16_384);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** What was written. A view: good until the next write or `clear`. */
  written(): Uint8Array {
    return this.room.subarray(0, this.length);
  }

  byte(value: number): void {
    this.need(1);
    this.room[this.length++] = value;
  }

  /** Two bytes, little-endian. */
  short(value: number): void {
    this.byte(value & 0xff);
    this.byte(value >>> 8);
  }

  /** An unsigned integer up to 2^53 - 1 as LEB128. Throws a RangeError for anything else. */
  integer(value: number): void {
    if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError(`not a whole number that can be kept: ${value}`);
    this.need(8);
    const { room } = this;
    let rest = value;
    while (rest > 0x7fff_ffff) {
      room[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest > 0x7f) {
      room[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    room[this.length++] = rest;
  }

  digest(digest: Digest): void {
    this.need(32);
    writeDigest(digest, this.room, this.length);
    this.length += 32;
  }

  copy(bytes: Uint8Array): void {
    this.need(bytes.length);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** UTF-8 text behind its length in bytes. Throws a RangeError when it is not well-formed Unicode. */
  text(text: string): void {
    if (!text.isWellFormed()) throw new RangeError(`not valid Unicode: ${JSON.stringify(text.slice(0, 200))}`);
    const bytes = encoder.encode(text);
    this.integer(bytes.length);
    this.copy(bytes);
  }

  /** UTF-8 of well-formed text from an index on, without its length. Most paths are ASCII, which needs no encoder. */
  utf8(text: string, from: number): void {
    this.need(text.length - from);
    const { room } = this;
    for (let index = from; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return this.copy(encoder.encode(text.slice(index)));
      room[this.length++] = unit;
    }
    return undefined;
  }

  private need(more: number): void {
    if (this.length + more <= this.room.length) return;
    const larger = new Uint8Array(Math.max(2 * this.room.length, this.length + more));
    larger.set(this.room);
    this.room = larger;
  }
}
