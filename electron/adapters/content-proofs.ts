import { createHash } from 'node:crypto';
import type { Digest } from '../engine/model/digest.ts';
import type { ContentProof } from '../engine/ports/delivery.ts';
import { startCrc32c } from './crc32c.ts';

/** Digests content that comes in pieces in every way that its proofs ask for. */
export interface Proving {
  update(bytes: Uint8Array): void;
  /** Bytes so far. */
  readonly length: number;
  finish(): { readonly bytes: number; readonly digest: Digest; readonly holds: boolean };
}

export function startProving(proofs: readonly ContentProof[]): Proving {
  const sha256 = createHash('sha256');
  const others = proofs.filter(({ algorithm }) => algorithm !== 'sha256').map((proof) => ({ proof, state: stateOf(proof) }));
  let length = 0;
  return {
    update(bytes) {
      length += bytes.length;
      sha256.update(bytes);
      for (const { state } of others) state.update(bytes);
    },
    get length() {
      return length;
    },
    finish() {
      const digest = sha256.digest('hex') as Digest;
      const isOurs = proofs.every(({ algorithm, hex }) => algorithm !== 'sha256' || hex === digest);
      return { bytes: length, digest, holds: isOurs && others.every(({ proof, state }) => state.finish() === proof.hex) };
    },
  };
}

function stateOf({ algorithm }: ContentProof): { update(bytes: Uint8Array): void; finish(): string } {
  if (algorithm === 'crc32c') return startCrc32c();
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), finish: () => hash.digest('hex') };
}
