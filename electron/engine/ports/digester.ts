import type { Digest } from '../model/digest.ts';

/** Digests bytes (SHA-256, FIPS 180-4). Law: pure; `sha256sum` prints the same. */
export interface Digester {
  digest(bytes: Uint8Array): Digest;
}

/** Digests bytes that come in pieces. Law: equal to `digest` of the pieces joined; unusable after `finish`. */
export interface StreamingDigest {
  update(bytes: Uint8Array): void;
  finish(): Digest;
}
