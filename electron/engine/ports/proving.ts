import type { Digest } from '../model/digest.ts';
import type { ContainerId } from './container-store.ts';

/** The next piece of a container that is to be proven. */
export interface ProofPart {
  readonly id: ContainerId;
  /** Where it begins: 0, or the `next` of the part before. */
  readonly from: number;
  /** CRC-32 of everything before it; 0 at the beginning. */
  readonly crc: number;
}

/** What a look at every byte of a part found. */
export interface ProvenPart {
  /** Where the next part begins; null when the container is at its end. */
  readonly next: number | null;
  /** CRC-32 of everything up to there. */
  readonly crc: number;
  /** Bytes of the chunks that were digested. */
  readonly bytes: number;
  /** Chunks whose bytes are not what the container's own index says, dead ones too: only the catalog knows which are alive. */
  readonly damaged: readonly Digest[];
}

/**
 * Reads the store byte by byte, beside everything else: in other threads where there is much to read.
 *
 * Law:
 * - `prove` reads each byte from `from` to `next` and digests every chunk that begins there; a frame is unpacked once. Parts are bounded, so that
 *   whoever asks can tell, pause and stop between two of them.
 * - Begin, index and end of a container are proven with its first part: Failure `store.damaged` with `{container}` when one of them is not
 *   whole, or when there is no such container. Damage anywhere else is told in `damaged` and never thrown.
 * - `proveCatalog` answers with what the catalog's own file has to say against its form, in words; nothing when it is in order.
 */
export interface Proving {
  prove(part: ProofPart): Promise<ProvenPart>;
  proveCatalog(): Promise<readonly string[]>;
}
