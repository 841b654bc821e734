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

const hexOfByte = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Reads the 32 bytes of a digest at an offset. */
export function digestFromBytes(bytes: Uint8Array, offset = 0): Digest {
  if (offset + 32 > bytes.length) throw new RangeError('a digest needs 32 bytes');
  let text = '';
  for (let i = offset; i < offset + 32; i++) text += hexOfByte[bytes[i] as number];
  return text as Digest;
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

export function digestToBytes(digest: Digest): Uint8Array {
  const bytes = new Uint8Array(32);
  writeDigest(digest, bytes);
  return bytes;
}
