import type { WorkerScript } from '../adapters/worker-pool.ts';

/** From source the worker is the file of that name; in a build it lies beside the programs, above their shared chunks. */
function besideThis(): string {
  if (import.meta.url.endsWith('.ts')) return '../adapters/worker.ts';
  return import.meta.url.includes('/chunks/') ? '../worker.js' : './worker.js';
}

export const workerScript: WorkerScript = { url: new URL(besideThis(), import.meta.url) };
