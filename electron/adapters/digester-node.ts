import { createHash, hash } from 'node:crypto';
import type { Digest } from '../engine/model/digest.ts';
import type { Digester, StreamingDigest } from '../engine/ports/digester.ts';

/** SHA-256 of bytes that lie in memory as a whole, in one call (FIPS 180-4). */
export function digestOf(bytes: Uint8Array): Digest {
  return hash('sha256', bytes, 'hex') as Digest;
}

export const digester: Digester = { digest: digestOf };

/** SHA-256 of bytes that come in pieces. */
export function startDigest(): StreamingDigest {
  const state = createHash('sha256');
  return {
    update: (bytes) => void state.update(bytes),
    finish: () => state.digest('hex') as Digest,
  };
}
