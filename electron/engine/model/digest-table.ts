import { digestFromBytes, writeDigest, type Digest } from './digest.ts';

/** What a search gives for a digest that is not there. */
export const nowhere = -1;

const digestBytes = 32;
const digestWords = 8;
const fewestPlaces = 16;
const mostNumber = 0xffff_ffff;

/** The digest that is looked for, in the words of a table: one look-up at a time, and nothing in between keeps it. */
const wanted = new Uint32Array(digestWords);
const wantedBytes = new Uint8Array(wanted.buffer);

/**
 * Digests, each with a number beside it, in flat memory: a million of them take 45 MB and not one object, where a map of strings
 * takes more than twice that and a garbage collector's attention. Digests keep the order in which they came; the place in that order
 * (0, 1, 2, …) stands for the digest. Nothing is ever taken out.
 *
 * Open addressing with linear probing over places, at most half full. Two digests are the same only when all 32 bytes are.
 */
export class DigestTable implements Iterable<[Digest, number]> {
  #size = 0;
  #words: Uint32Array<ArrayBuffer>;
  #bytes: Uint8Array<ArrayBuffer>;
  #numbers: Uint32Array<ArrayBuffer>;
  /** Place + 1 of a digest, or 0 where there is none; their number is a power of two. */
  #slots: Int32Array<ArrayBuffer>;

  /** `expected`: how many digests will come, if that is known; more may come. */
  constructor(expected = fewestPlaces) {
    let places = fewestPlaces;
    while (places < expected) places *= 2;
    this.#words = new Uint32Array(places * digestWords);
    this.#bytes = new Uint8Array(this.#words.buffer);
    this.#numbers = new Uint32Array(places);
    this.#slots = new Int32Array(2 * places);
  }

  static of(entries: Iterable<readonly [Digest, number]>): DigestTable {
    const table = new DigestTable();
    for (const [digest, number] of entries) table.setNumber(table.add(digest), number);
    return table;
  }

  get size(): number {
    return this.#size;
  }

  /** The place of a digest, or `nowhere`. */
  find(digest: Digest): number {
    writeDigest(digest, wantedBytes);
    return (this.#slots[this.#slotOfWanted()] as number) - 1;
  }

  /** As `find`, for the digest whose 32 bytes stand at an offset. */
  findAt(bytes: Uint8Array, offset: number): number {
    readWanted(bytes, offset);
    return (this.#slots[this.#slotOfWanted()] as number) - 1;
  }

  /** The place of a digest, which comes in with the number 0 if it is not there yet. */
  add(digest: Digest): number {
    writeDigest(digest, wantedBytes);
    return this.#addWanted();
  }

  /** As `add`, for the digest whose 32 bytes stand at an offset. */
  addAt(bytes: Uint8Array, offset: number): number {
    readWanted(bytes, offset);
    return this.#addWanted();
  }

  number(place: number): number {
    return this.#numbers[this.#checked(place)] as number;
  }

  /** Throws a RangeError for what is no whole number of 32 bits. */
  setNumber(place: number, number: number): void {
    if (!(Number.isInteger(number) && number >= 0 && number <= mostNumber)) throw new RangeError(`not a number to keep: ${number}`);
    this.#numbers[this.#checked(place)] = number;
  }

  digest(place: number): Digest {
    return digestFromBytes(this.#bytes, digestBytes * this.#checked(place));
  }

  /** The 32 bytes of a digest: a view, good until more digests come. */
  bytes(place: number): Uint8Array {
    const start = digestBytes * this.#checked(place);
    return this.#bytes.subarray(start, start + digestBytes);
  }

  /** Writes the 32 bytes of a digest at an offset. */
  copy(place: number, target: Uint8Array, offset: number): void {
    const start = digestBytes * this.#checked(place);
    for (let i = 0; i < digestBytes; i++) target[offset + i] = this.#bytes[start + i] as number;
  }

  /** The bytes of all digests, 32 for each in the order of places: a view, good until more digests come. */
  allBytes(): Uint8Array {
    return this.#bytes.subarray(0, digestBytes * this.#size);
  }

  *[Symbol.iterator](): Generator<[Digest, number]> {
    for (let place = 0; place < this.#size; place++) yield [this.digest(place), this.number(place)];
  }

  #checked(place: number): number {
    if (!(place >= 0 && place < this.#size)) throw new RangeError(`no digest has the place ${place}`);
    return place;
  }

  #addWanted(): number {
    const slot = this.#slotOfWanted();
    const known = (this.#slots[slot] as number) - 1;
    if (known !== nowhere) return known;
    const place = this.#size;
    this.#size = place + 1;
    this.#slots[slot] = place + 1;
    this.#words.set(wanted, place * digestWords);
    if (2 * this.#size >= this.#slots.length) this.#grow();
    return place;
  }

  /** The slot that holds the wanted digest, or the free one where it belongs. */
  #slotOfWanted(): number {
    const slots = this.#slots;
    const words = this.#words;
    const last = slots.length - 1;
    const first = wanted[0] as number;
    for (let slot = firstSlot(first, wanted[7] as number, last); ; slot = (slot + 1) & last) {
      const at = ((slots[slot] as number) - 1) * digestWords;
      if (at < 0 || (words[at] === first && isWanted(words, at))) return slot;
    }
  }

  #grow(): void {
    const places = this.#slots.length;
    const words = new Uint32Array(places * digestWords);
    words.set(this.#words);
    const numbers = new Uint32Array(places);
    numbers.set(this.#numbers);
    this.#words = words;
    this.#bytes = new Uint8Array(words.buffer);
    this.#numbers = numbers;
    this.#slots = slotsOf(words, this.#size, 2 * places);
  }
}

/** Slots for digests that are all different. */
function slotsOf(words: Uint32Array, size: number, count: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(count);
  for (let place = 0; place < size; place++) {
    const at = place * digestWords;
    let slot = firstSlot(words[at] as number, words[at + 7] as number, count - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (count - 1);
    slots[slot] = place + 1;
  }
  return slots;
}

/** Mixes two ends of a digest: those of a test or of an adversary need not be spread as SHA-256 spreads them. */
function firstSlot(first: number, last: number, mask: number): number {
  const mixed = Math.imul(first ^ Math.imul(last, 0x85eb_ca6b), 0x9e37_79b1);
  return (mixed ^ (mixed >>> 15)) & mask;
}

function isWanted(words: Uint32Array, at: number): boolean {
  for (let i = 1; i < digestWords; i++) if (words[at + i] !== wanted[i]) return false;
  return true;
}

function readWanted(bytes: Uint8Array, offset: number): void {
  if (!(offset >= 0 && offset + digestBytes <= bytes.length)) throw new RangeError('a digest needs 32 bytes');
  for (let i = 0; i < digestBytes; i++) wantedBytes[i] = bytes[offset + i] as number;
}
