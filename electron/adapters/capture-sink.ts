import type { Digest } from '../engine/model/digest.ts';
import type { ChunkKind } from '../engine/ports/container-store.ts';
import type { CapturedList } from '../engine/ports/capture.ts';
import type { ChunkClaims } from './capture-claims.ts';
import { createSessionClones } from './capture-clones.ts';
import type { OpenClone, SealedClone } from './clone-file.ts';
import type { ClonedChunk } from './clone-format.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import type { FootedPackWriter, SealedPack } from './pack-writer.ts';

/** A pack takes this many raw bytes and is then sealed: big enough for few files, small enough to rewrite when parts of it die. */
const usualCapacity = 96 * 1024 * 1024;

/** What one thread brought into the store during a session. */
export interface SunkChunks {
  readonly packs: readonly SealedPack[];
  readonly clones: readonly SealedClone[];
  readonly lists: readonly CapturedList[];
  /** Chunks that were left to another thread; the session checks that they are there. */
  readonly lent: readonly Digest[];
}

/** Where the chunks go that one thread meets during a session. */
export interface ChunkSink {
  /** Nothing is stored: files are only digested. */
  readonly keepsNothing: boolean;
  /** Stores a chunk unless the store has it already or another thread stores it. */
  keep(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void;
  /** Whether the caller must store that chunk: neither the store nor another thread has it. */
  claim(digest: Digest): boolean;
  /** Stores a chunk that was claimed. */
  store(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void;
  /** Makes a clone of a file of `size` bytes; null where that cannot be. It ends with the session at the latest. */
  openClone(source: string, size: number): OpenClone | null;
  /** Makes a clone a container of claimed chunks; those beside are not. */
  keepClone(clone: OpenClone, chunks: readonly ClonedChunk[]): void;
  /** Keeps a node of a chunk list as a chunk and remembers it for the session's answer. */
  keepList(digest: Digest, bytes: Uint8Array): void;
  /** It needs the event loop to turn before it takes much more: `await relieved()`. */
  readonly crowded: boolean;
  relieved(): Promise<void>;
  /** Seals what is left and waits until all is durable. */
  seal(): Promise<SunkChunks>;
  /** Removes all that was written, sealed or not. */
  abandon(): Promise<void>;
}

export interface SinkOptions {
  readonly store: FsContainerStore;
  readonly claims: ChunkClaims;
  /** Whether the catalog names a chunk. */
  readonly isStored: (digest: Digest) => boolean;
  /** Raw bytes of a pack, if not as usual. */
  readonly packCapacity?: number;
}

/** Carries an error of the store past those who handle errors of users' files; the cause is what went wrong. */
export class SinkError extends Error {
  constructor(cause: unknown) {
    super('a chunk could not be stored', { cause });
    this.name = 'SinkError';
  }
}

export function createSink(options: SinkOptions): ChunkSink {
  const packCapacity = options.packCapacity ?? usualCapacity;
  let pack: FootedPackWriter | null = null;
  /** Full packs become durable in the background, while the next one is being filled: a thread that waits for the disk reads nothing. */
  const sealing: Promise<SealedPack | null>[] = [];
  const lists = new Map<Digest, Uint8Array>();
  const lent = new Set<Digest>();
  const clones = createSessionClones(options.store);

  function sealPack(): void {
    if (pack === null) return;
    const sealed = pack.sealLater();
    sealed.catch(() => undefined); // told by `seal`
    sealing.push(sealed);
    pack = null;
  }

  function keep(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void {
    if (claim(digest)) store(kind, digest, bytes);
  }

  function claim(digest: Digest): boolean {
    return guarded(() => {
      // The claim comes before the catalog is asked because it is cheaper.
      if (options.claims.claim(digest)) return !options.isStored(digest);
      if (pack?.has(digest) !== true) lent.add(digest);
      return false;
    });
  }

  function store(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void {
    guarded(() => {
      pack ??= options.store.createPack();
      pack.append(kind, digest, bytes);
      if (pack.length >= packCapacity) sealPack();
    });
  }

  function keepList(digest: Digest, bytes: Uint8Array): void {
    if (!lists.has(digest)) lists.set(digest, bytes.slice());
    keep('list', digest, bytes);
  }

  async function seal(): Promise<SunkChunks> {
    sealPack();
    const packs = (await Promise.all(sealing)).filter((one) => one !== null);
    return { packs, clones: await clones.seal(), lists: [...lists].map(([digest, bytes]) => ({ digest, bytes })), lent: [...lent] };
  }

  async function abandon(): Promise<void> {
    pack?.abandon();
    pack = null;
    clones.abandon();
    for (const sealed of await Promise.allSettled(sealing.splice(0))) {
      if (sealed.status === 'fulfilled' && sealed.value !== null) options.store.remove(sealed.value.id);
    }
  }

  return {
    keepsNothing: false,
    keep,
    claim,
    store,
    openClone: clones.open,
    keepClone: clones.keep,
    keepList,
    get crowded() {
      return pack?.crowded === true;
    },
    relieved: async () => pack?.relieved(),
    seal,
    abandon,
  };
}

function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new SinkError(error);
  }
}

/** A sink that keeps nothing: for tracking by reference. */
export const emptySink: ChunkSink = {
  keepsNothing: true,
  keep: () => undefined,
  claim: () => false,
  store: () => undefined,
  openClone: () => null,
  keepClone: () => undefined,
  keepList: () => undefined,
  crowded: false,
  relieved: async () => undefined,
  seal: async () => ({ packs: [], clones: [], lists: [], lent: [] }),
  abandon: async () => undefined,
};

