import { hash } from 'node:crypto';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { Digester } from '../../electron/engine/ports/digester.ts';

/** SHA-256, for tests of the pure engine. */
export const digester: Digester = { digest: (bytes) => hash('sha256', bytes, 'hex') as Digest };

/** The digest of a text, for entries whose content does not matter. */
export function digestOf(text: string): Digest {
  return hash('sha256', text, 'hex') as Digest;
}
