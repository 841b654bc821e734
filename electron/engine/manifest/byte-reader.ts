import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';

/** What a reader of a stored form throws for anything that no writer of it could have written. */
export function damaged(what: string): Failure {
  return new Failure('store.damaged', `The store holds a damaged node: ${what}.`, { what });
}

/** What a reader found wrong, without the sentence around it. */
export function whatIsDamaged({ data, message }: Failure): string {
  const { what } = data;
  return typeof what === 'string' ? what : message;
}

/** Reads stored bytes from front to back. Every read past the end is a Failure `store.damaged`. */
export class ByteReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw damaged('it ends too early');
    this.at += 1;
    return value;
  }

  /** Two bytes, little-endian. */
  short(): number {
    return this.byte() + this.byte() * 0x100;
  }

  /** An unsigned integer up to 2^53 - 1 in LEB128, in its shortest form. */
  integer(): number {
    let value = this.byte();
    if (value < 0x80) return value;
    value -= 0x80;
    for (let scale = 0x80; scale <= 0x80 ** 7; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER || byte === 0) throw damaged('a number is out of bounds');
      if (byte < 0x80) return value;
    }
    throw damaged('a number is out of bounds');
  }

  /** Passes over `length` bytes and tells where they begin. */
  skip(length: number): number {
    const start = this.at;
    if (length > this.bytes.length - start) throw damaged('it ends too early');
    this.at = start + length;
    return start;
  }

  /** UTF-8 text behind its length in bytes. */
  text(): string {
    const length = this.integer();
    const start = this.skip(length);
    return decodeText(this.bytes.subarray(start, start + length));
  }

  /** A row of digests. */
  digests(count: number): Digest[] {
    const start = this.skip(32 * count);
    return digestsAt(this.bytes, start, count);
  }

  expectEnd(): void {
    if (this.at !== this.bytes.length) throw damaged('it has bytes that belong to nothing');
  }
}

const hexDigits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Makes the hex of a whole row in one go and cuts it: several times as fast as one by one. */
function digestsAt(bytes: Uint8Array, start: number, count: number): Digest[] {
  const length = 32 * count;
  const hex = new Uint8Array(2 * length);
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i] as number;
    hex[2 * i] = hexDigits[byte >>> 4] as number;
    hex[2 * i + 1] = hexDigits[byte & 15] as number;
  }
  const all = decoder.decode(hex);
  const digests: Digest[] = [];
  for (let i = 0; i < count; i++) digests.push(all.slice(64 * i, 64 * i + 64) as Digest);
  return digests;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw damaged('a text is not UTF-8');
  }
}
