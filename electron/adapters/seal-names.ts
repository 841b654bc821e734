import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { longestKey, longestSegment } from '../engine/model/bucket-key.ts';
import { derivedKey } from './seal-box.ts';
import { bytesOfLetters, lettersOf, packedName, unpackedName } from './seal-letters.ts';

const tagLength = 12;
const timed = /^([0-9a-f]{12}-)(.+)$/;
/** `s`: a sealed name. `l`: what stands for a key that is too long to be sealed as names. Both come after digits. */
const sealedName = /^([0-9a-f]{12}-)?s([a-z2-7]+)$/;
const longName = /^l[a-z2-7]{32}$/;
/** Letters of the name of a long key, with its slash. */
const longRoom = 34;

/** A key, as far as its segments can be sealed as names. */
export interface SealedPath {
  /** Sealed segments, joined by slashes. */
  readonly path: string;
  /** How many of the plain segments it stands for. */
  readonly segments: number;
}

/** Seals the names of a bucket: the same name gets the same letters, so that whoever has the key finds it. */
export interface NameSeal {
  /** The longest beginning of these plain segments whose names can be sealed; what comes after any of them does not change it. */
  path(segments: readonly string[]): SealedPath;
  /** The name that stands for a key that is too long. */
  long(key: string): string;
  /** The segment that a name stands for below a plain path; null when it is none of ours. */
  open(parent: string, name: string): string | null;
}

export function isLongName(name: string): boolean {
  return longName.test(name);
}

/**
 * Each segment is sealed by a synthetic nonce (as in RFC 5297): the first 12 bytes of HMAC-SHA-256 over the plain path, from which AES-256-CTR goes on.
 * Ids that begin with a time keep it in front, so that their order stays and a list can begin at a time; not those below `artifacts/`, which people chose.
 */
export function createNameSeal(key: Uint8Array): NameSeal {
  const none = new Uint8Array();
  const [tagKey, cipherKey] = [derivedKey(key, none, 'strata names: tag'), derivedKey(key, none, 'strata names: cipher')];
  const tagOf = (text: string): Buffer => createHmac('sha256', tagKey).update(text).digest();

  function sealed(parent: string, segment: string): string | null {
    const [, time = '', rest = segment] = (parent === 'artifacts' ? null : timed.exec(segment)) ?? [];
    const packed = packedName(rest);
    if (packed === null) return null;
    const tag = tagOf(`${parent}/${segment}`).subarray(0, tagLength);
    const cipher = createCipheriv('aes-256-ctr', cipherKey, Buffer.concat([tag, Buffer.alloc(4)]));
    return `${time}s${lettersOf(Buffer.concat([tag, cipher.update(packed)]))}`;
  }

  return {
    path(segments) {
      let path = '';
      let parent = '';
      for (const [i, segment] of segments.entries()) {
        const name = sealed(parent, segment);
        const longer = name === null ? null : joined(path, name);
        // The last place is kept for the name of a long key.
        if (name === null || longer === null || name.length > longestSegment || longer.length > longestKey - longRoom) return { path, segments: i };
        path = longer;
        parent = joined(parent, segment);
      }
      return { path, segments: segments.length };
    },
    long: (text) => `l${lettersOf(tagOf(`//${text}`).subarray(0, 20))}`,
    open(parent, name) {
      const [, time = '', letters] = sealedName.exec(name) ?? [];
      const bytes = letters === undefined ? null : bytesOfLetters(letters);
      if (bytes === null || bytes.length <= tagLength) return null;
      const tag = bytes.subarray(0, tagLength);
      const cipher = createDecipheriv('aes-256-ctr', cipherKey, Buffer.concat([tag, Buffer.alloc(4)]));
      const rest = unpackedName(cipher.update(bytes.subarray(tagLength)));
      if (rest === null) return null;
      const segment = `${time}${rest}`;
      return timingSafeEqual(tagOf(`${parent}/${segment}`).subarray(0, tagLength), tag) && sealed(parent, segment) === name ? segment : null;
    },
  };
}

export function joined(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
