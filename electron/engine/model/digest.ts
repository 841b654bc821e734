/** The identity of bytes: SHA-256 as 64 lower-case hex characters, so that `sha256sum` agrees with us. */
export type Digest = string & { readonly __digest: unique symbol };

const pattern = /^[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return pattern.test(text);
}

/** Parses a digest that comes from outside. Throws a RangeError when it is not one. */
export function parseDigest(text: string): Digest {
  if (!isDigest(text)) throw new RangeError(`not a digest: ${JSON.stringify(text.slice(0, 80))}`);
  return text;
}

const hexDigits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const hex = new Uint8Array(64);
const decoder = new TextDecoder();

/** Reads the 32 bytes of a digest at an offset. Decoding all digits at once takes half the time of putting 32 pieces together. */
export function digestFromBytes(bytes: Uint8Array, offset = 0): Digest {
  if (!(offset >= 0 && offset + 32 <= bytes.length)) throw new RangeError('a digest needs 32 bytes');
  for (let i = 0; i < 32; i++) {
    const byte = bytes[offset + i] as number;
    hex[2 * i] = hexDigits[byte >>> 4] as number;
    hex[2 * i + 1] = hexDigits[byte & 15] as number;
  }
  return decoder.decode(hex) as Digest;
}

function nibble(code: number): number {
  return code <= 57 ? code - 48 : code - 87;
}

/** Writes a digest's 32 bytes at an offset. */
export function writeDigest(digest: Digest, target: Uint8Array, offset = 0): void {
  for (let i = 0; i < 32; i++) {
    target[offset + i] = (nibble(digest.charCodeAt(2 * i)) << 4) | nibble(digest.charCodeAt(2 * i + 1));
  }
}

/** One of the eight 32-bit words of a digest, as a signed number. */
export function digestWord(digest: Digest, index: number): number {
  let word = 0;
  for (let at = 8 * index; at < 8 * index + 8; at++) word = (word << 4) | nibble(digest.charCodeAt(at));
  return word;
}

export function digestToBytes(digest: Digest): Uint8Array {
  const bytes = new Uint8Array(32);
  writeDigest(digest, bytes);
  return bytes;
}
