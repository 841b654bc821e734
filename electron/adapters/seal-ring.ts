import { randomBytes } from 'node:crypto';
import { mostGenerations, type MasterKey, type SealedId } from '../engine/model/bucket-seal.ts';
import { derivedKey, seal, unseal } from './seal-box.ts';

const keyLength = 32;

/** The keys of a bucket. */
export interface SealRing {
  /** Stays for good: a name that was sealed by another key could not be found. */
  readonly names: Buffer;
  /** By their number, from 1 on. */
  readonly contents: ReadonlyMap<number, Buffer>;
  readonly newest: number;
}

export function newRing(): SealRing {
  return { names: randomBytes(keyLength), contents: new Map([[1, randomBytes(keyLength)]]), newest: 1 };
}

/** With one more key, for whatever is sealed from now on. Throws a RangeError when it is full. */
export function grownRing({ names, contents, newest }: SealRing): SealRing {
  if (newest >= mostGenerations) throw new RangeError(`a ring holds at most ${mostGenerations} keys`);
  return { names, contents: new Map([...contents, [newest + 1, randomBytes(keyLength)]]), newest: newest + 1 };
}

/** The ring's bytes: the key of names, then those of contents. Bound to the bucket and to how many there are. */
export function sealRing(id: string, { names, contents, newest }: SealRing, master: Buffer): string {
  const keys = Array.from({ length: newest }, (_, i) => contents.get(i + 1) ?? Buffer.alloc(0));
  return seal(ringKey(master), Buffer.concat([names, ...keys]), contextOf(id, newest)).toString('base64');
}

/** Null when the master key is not the one of this bucket, or something was changed. */
export function openRing({ id, seal: { ring, generation } }: SealedId, master: MasterKey): SealRing | null {
  const bytes = unseal(ringKey(Buffer.from(master, 'base64')), Buffer.from(ring, 'base64'), contextOf(id, generation));
  if (bytes?.length !== keyLength * (generation + 1)) return null;
  const keyAt = (at: number): Buffer => bytes.subarray(at * keyLength, (at + 1) * keyLength);
  return { names: keyAt(0), contents: new Map(Array.from({ length: generation }, (_, i) => [i + 1, keyAt(i + 1)])), newest: generation };
}

function ringKey(master: Uint8Array): Buffer {
  return derivedKey(master, new Uint8Array(), 'strata ring');
}

function contextOf(id: string, generation: number): string {
  return `strata ring ${id} ${generation}`;
}
