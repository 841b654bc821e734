import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { proveCatalog } from '../database/prove-catalog.ts';
import { openStoredChunks } from '../database/stored-chunks.ts';
import { Failure } from '../engine/model/failure.ts';
import type { ContainerId } from '../engine/ports/container-store.ts';
import { createContainerStore, type FsContainerStore } from './container-store-fs.ts';
import type { StorePlace } from './worker-messages.ts';
import type { WorkerStart } from './worker-pool.ts';
import { serveRequests } from './worker-requests.ts';

/** The script of every worker thread: reading files into the store, writing them back, and proving what is stored. */

// Inside Electron, Node's file system would show a user's *.asar files as folders.
Object.assign(process, { noAsar: true });

const closing = new Int32Array((workerData as WorkerStart).closing);
const stores = new Map<string, FsContainerStore>();

/** Stores that only read are kept open; a session that writes has its own. */
function openStore(place: StorePlace, inBackground?: () => boolean): FsContainerStore {
  const known = inBackground === undefined ? stores.get(place.containers) : undefined;
  if (known !== undefined) return known;
  const newId = (): ContainerId => randomBytes(16).toString('hex') as ContainerId;
  const store = createContainerStore({ ...place, newId, inBackground });
  if (inBackground === undefined) stores.set(place.containers, store);
  return store;
}

function checkClosing(): void {
  if (Atomics.load(closing, 0) !== 0) throw new Failure('engine.closing', 'Strata is closing.');
}

if (parentPort === null) throw new Error('worker.ts runs in a worker thread only');
serveRequests(parentPort, { openStore, openStoredChunks, proveCatalog, now: () => Date.now(), checkClosing });
