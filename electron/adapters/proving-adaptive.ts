import { statSync } from 'node:fs';
import type { ContainerId } from '../engine/ports/container-store.ts';
import type { Proving, ProofPart, ProvenPart } from '../engine/ports/proving.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import type { StorePlace } from './worker-messages.ts';
import type { WorkerPool, WorkerThread } from './worker-pool.ts';
import type { ProveCatalogRequest, ProvePartRequest } from './worker-prove.ts';

export interface ProvingOptions {
  readonly pool: WorkerPool;
  readonly place: StorePlace;
  readonly store: FsContainerStore;
  readonly catalogPath: string;
  /** Walks through the catalog's file in this thread. */
  readonly proveCatalog: (catalogPath: string) => readonly string[];
}

/** Bytes below which this thread is done before a worker would have begun. */
const inlineBytes = 1024 * 1024;

/** Proves small things in this thread and everything else in the workers, in turn. */
export function createAdaptiveProving(options: ProvingOptions): Proving {
  const { pool, place, store, catalogPath } = options;
  /** The thread that a container is being proven in: it knows the index already. */
  const threads = new Map<ContainerId, WorkerThread>();
  let turn = 0;

  function nextThread(): WorkerThread {
    const all = pool.threads();
    return all[turn++ % all.length] as WorkerThread;
  }

  async function proveElsewhere(part: ProofPart): Promise<ProvenPart> {
    const thread = threads.get(part.id) ?? nextThread();
    threads.set(part.id, thread);
    let isOver = true;
    try {
      const proven = (await thread.call<ProvePartRequest>({ kind: 'prove', store: place, part })) as ProvenPart;
      isOver = proven.next === null;
      return proven;
    } finally {
      if (isOver) threads.delete(part.id);
    }
  }

  return {
    prove: async (part) => (store.sizeOf(part.id) < inlineBytes ? store.prove(part) : proveElsewhere(part)),
    proveCatalog: async () => {
      if (statSync(catalogPath).size < inlineBytes) return options.proveCatalog(catalogPath);
      return (await nextThread().call<ProveCatalogRequest>({ kind: 'prove.catalog', catalogPath })) as readonly string[];
    },
  };
}
