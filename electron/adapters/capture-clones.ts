import type { OpenClone, SealedClone } from './clone-file.ts';
import type { ClonedChunk } from './clone-format.ts';
import type { FsContainerStore } from './container-store-fs.ts';

/** The clones that one thread makes during a session. */
export interface SessionClones {
  /** Makes a clone of a file of `size` bytes; null where that cannot be. It ends with the session at the latest. */
  open(source: string, size: number): OpenClone | null;
  /** Remembers what lies in a clone that is to become a container. */
  keep(clone: OpenClone, chunks: readonly ClonedChunk[]): void;
  /** Seals what is to be kept. That comes at the end: until then another thread may be reading them where they are. */
  seal(): Promise<SealedClone[]>;
  /** Removes all of them, sealed or not. */
  abandon(): void;
}

export function createSessionClones(store: FsContainerStore): SessionClones {
  const made = new Set<OpenClone>();
  const kept = new Map<OpenClone, readonly ClonedChunk[]>();
  return {
    open: (source, size) => {
      const clone = store.createClone(source, size);
      if (clone !== null) made.add(clone);
      return clone;
    },
    keep: (clone, chunks) => void kept.set(clone, chunks),
    seal: async () => {
      for (const clone of made) if (!kept.has(clone)) clone.discard();
      const sealed: SealedClone[] = [];
      for (const [clone, chunks] of kept) sealed.push(await clone.seal(chunks));
      return sealed;
    },
    abandon: () => {
      for (const clone of made) {
        clone.discard();
        store.remove(clone.id);
      }
    },
  };
}
