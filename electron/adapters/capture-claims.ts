import { digestWord, type Digest } from '../engine/model/digest.ts';

/**
 * Which thread stores which chunk. Threads that capture side by side meet the same content; the first to claim a digest
 * stores it, the others only refer to it.
 *
 * Shared memory: a chain of tables, each four times the one before, of slots of four 32-bit words that hold the digest's first
 * 128 bits; linear probing, nothing is ever taken out. The memory grows as tables are needed (pages that nobody touched cost nothing).
 * 128 bits of SHA-256 do not collide by accident; a session checks at its end all the same that whatever was left to
 * another thread is really there, so that the worst outcome is a refusal and never a hole in a version.
 */
export interface ChunkClaims {
  /** Whether the caller is the first to claim this digest and must store it. */
  claim(digest: Digest): boolean;
}

const firstSlots = 1 << 14;
const growth = 4;
const tables = 6; // 2^14 … 2^24 slots: half full at 11 million chunks, 700 GB of big files
const wordsPerSlot = 4;
/** The last word of a slot is 0 while its claimer still writes; a digest whose own is 0 stands there as 1. */
const words = new Int32Array(wordsPerSlot);

/** One count of used slots for each table. */
const headerBytes = 64;
/** Slots of each table, and bytes before it; behind the last one, bytes of all. */
const slotsOf: readonly number[] = Array.from({ length: tables }, (_, table) => firstSlots * growth ** table);
const bytesBefore: readonly number[] = Array.from({ length: tables + 1 }, (_, table) =>
  slotsOf.slice(0, table).reduce((bytes, slots) => bytes + slots * wordsPerSlot * 4, headerBytes),
);

export function createClaimsMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(bytesBefore[1] as number, { maxByteLength: bytesBefore[tables] as number });
}

/** The claims in a memory made by `createClaimsMemory`, as one thread uses them. */
export function openClaims(memory: SharedArrayBuffer): ChunkClaims {
  const counts = new Int32Array(memory, 0, headerBytes / 4);
  const opened: Int32Array[] = [];

  function tableAt(index: number): Int32Array {
    const known = opened[index];
    if (known !== undefined) return known;
    const end = bytesBefore[index + 1] as number;
    if (memory.byteLength < end) growTo(memory, end);
    const table = new Int32Array(memory, bytesBefore[index], (slotsOf[index] as number) * wordsPerSlot);
    opened[index] = table;
    return table;
  }

  function claim(digest: Digest): boolean {
    readWords(digest);
    for (let index = 0; index < tables; index++) {
      const slots = slotsOf[index] as number;
      const full = Atomics.load(counts, index) >= slots / 2;
      const answer = probe(tableAt(index), slots, full);
      if (answer === 'taken') return false;
      if (answer === 'claimed') {
        Atomics.add(counts, index, 1);
        return true;
      }
    }
    return true; // beyond all tables: content met twice is then stored twice, which costs space and nothing else
  }

  return { claim };
}

/** Another thread may grow the memory at the same time, further than asked here; memory never shrinks. */
function growTo(memory: SharedArrayBuffer, bytes: number): void {
  try {
    memory.grow(bytes);
  } catch (error) {
    if (memory.byteLength < bytes) throw error;
  }
}

function readWords(digest: Digest): void {
  for (let i = 0; i < wordsPerSlot; i++) words[i] = digestWord(digest, i);
  words[0] = (words[0] as number) || 1;
  words[3] = (words[3] as number) || 1;
}

/** Looks for the digest in `words`; claims a free slot unless the table takes no more. */
function probe(table: Int32Array, slots: number, full: boolean): 'taken' | 'claimed' | 'absent' {
  for (let slot = (words[1] as number) & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const at = slot * wordsPerSlot;
    // A plain look is enough: a word that is there stays, and one that is missed is asked for again when it is claimed.
    let found = table[at];
    if (found === 0) {
      if (full) return 'absent';
      found = Atomics.compareExchange(table, at, 0, words[0] as number);
      if (found === 0) {
        publish(table, at);
        return 'claimed';
      }
    }
    if (found === words[0] && sameSlot(table, at)) return 'taken';
  }
}

function publish(table: Int32Array, at: number): void {
  Atomics.store(table, at + 1, words[1] as number);
  Atomics.store(table, at + 2, words[2] as number);
  Atomics.store(table, at + 3, words[3] as number);
}

function sameSlot(table: Int32Array, at: number): boolean {
  // Its claimer is between two instructions: the last word comes at once.
  while (Atomics.load(table, at + 3) === 0);
  return table[at + 1] === words[1] && table[at + 2] === words[2] && table[at + 3] === words[3];
}
