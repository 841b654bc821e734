import type { Digest } from '../engine/model/digest.ts';
import type { ChunkKind } from '../engine/ports/container-store.ts';
import type { CapturedList } from '../engine/ports/capture.ts';
import type { ChunkClaims } from './capture-claims.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import type { FootedPackWriter, SealedPack } from './pack-writer.ts';

/** A pack takes this many raw bytes and is then sealed: big enough for few files, small enough to rewrite when parts of it die. */
const usualCapacity = 96 * 1024 * 1024;

/** What one thread brought into the store during a session. */
export interface SunkChunks {
  readonly packs: readonly SealedPack[];
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
  /** Keeps a node of a chunk list as a chunk and remembers it for the session's answer. */
  keepList(digest: Digest, bytes: Uint8Array): void;
  /** It needs the event loop to turn before it takes much more: `await relieved()`. */
  readonly crowded: boolean;
  relieved(): Promise<void>;
  /** Seals what is left. After `settled` in a sink that works in the background. */
  seal(): SunkChunks;
  settled(): Promise<void>;
  /** Removes all that was written, sealed or not. */
  abandon(): void;
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
  const sealed: SealedPack[] = [];
  const lists = new Map<Digest, Uint8Array>();
  const lent = new Set<Digest>();

  function sealPack(): void {
    const footed = pack?.sealFooted() ?? null;
    pack = null;
    if (footed !== null) sealed.push(footed);
  }

  function keep(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void {
    try {
      store(kind, digest, bytes);
    } catch (error) {
      throw new SinkError(error);
    }
  }

  function store(kind: ChunkKind, digest: Digest, bytes: Uint8Array): void {
    // The claim comes before the catalog is asked because it is cheaper.
    if (!options.claims.claim(digest)) {
      if (pack?.has(digest) !== true) lent.add(digest);
      return;
    }
    if (options.isStored(digest)) return;
    pack ??= options.store.createPack();
    pack.append(kind, digest, bytes);
    // A busy pack is sealed when the driver relieves; it may grow a little over until then.
    if (pack.length >= packCapacity && !pack.busy) sealPack();
  }

  /** Seals the pack when it is full. */
  async function relieved(): Promise<void> {
    await pack?.relieved();
    if (pack === null || pack.length < packCapacity) return;
    await pack.settled();
    sealPack();
  }

  function keepList(digest: Digest, bytes: Uint8Array): void {
    if (!lists.has(digest)) lists.set(digest, bytes.slice());
    keep('list', digest, bytes);
  }

  function seal(): SunkChunks {
    sealPack();
    return { packs: [...sealed], lists: [...lists].map(([digest, bytes]) => ({ digest, bytes })), lent: [...lent] };
  }

  function abandon(): void {
    pack?.abandon();
    pack = null;
    for (const { id } of sealed.splice(0)) options.store.remove(id);
  }

  return {
    keepsNothing: false,
    keep,
    keepList,
    get crowded() {
      return pack !== null && (pack.crowded || pack.length >= packCapacity);
    },
    relieved,
    seal,
    settled: async () => pack?.settled(),
    abandon,
  };
}

/** A sink that keeps nothing: for tracking by reference. */
export const emptySink: ChunkSink = {
  keepsNothing: true,
  keep: () => undefined,
  keepList: () => undefined,
  crowded: false,
  relieved: async () => undefined,
  settled: async () => undefined,
  seal: () => ({ packs: [], lists: [], lent: [] }),
  abandon: () => undefined,
};

