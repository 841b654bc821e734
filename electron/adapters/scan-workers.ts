import type { ScanBatch } from './scan-folders.ts';
import type { ScanInWorkers } from './scan-work-tree.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Hands scan jobs to the pool's threads in turn. A job lasts some 20 ms, so an abort waits for it and is then noticed. */
export function scanInWorkers(pool: WorkerPool): ScanInWorkers {
  let next = 0;
  return async (job, signal) => {
    signal.throwIfAborted();
    const threads = pool.threads();
    const thread = threads[next++ % threads.length];
    if (thread === undefined) throw new Error('a pool without threads cannot scan');
    const batch = (await thread.call({ kind: 'scan', job } as { kind: string })) as ScanBatch;
    signal.throwIfAborted();
    return batch;
  };
}
