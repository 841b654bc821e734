import type { Clock } from '../engine/ports/clock.ts';
import type { Materialize, MaterializeProblem } from '../engine/ports/materialize.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import { createMaterialize, type LaneOpening, type MaterializeLane } from './materialize-run.ts';
import type { CommitBatch, EndMaterialize, OpenMaterialize, WriteRun } from './worker-materialize.ts';
import type { StorePlace } from './worker-messages.ts';
import type { WorkerPool, WorkerThread } from './worker-pool.ts';
import { encodeRecipes } from './worker-recipes.ts';

export interface WorkersMaterializeOptions {
  readonly pool: WorkerPool;
  readonly place: StorePlace;
  readonly store: FsContainerStore;
  readonly clock: Clock;
}

/** Writes in worker threads; for many files and big ones. */
export function createWorkersMaterialize(options: WorkersMaterializeOptions): Materialize {
  return createMaterialize({ ...options, openLanes: (opening) => openWorkerLanes(options, opening) });
}

let lastSession = 0;

/** One lane for each worker of the pool. */
export function openWorkerLanes({ pool, place }: WorkersMaterializeOptions, opening: LaneOpening): MaterializeLane[] {
  const session = ++lastSession;
  const stop = new SharedArrayBuffer(4);
  const raise = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
  opening.signal.addEventListener('abort', raise, { once: true });
  const { root, stagingId, settling, durable } = opening;
  return pool.threads().map((thread, i) => {
    const request: OpenMaterialize = { kind: 'materialize.open', session, root, stagingId, settling, durable, writer: i + 1, store: place, stop };
    return openLane(thread, request, () => opening.signal.removeEventListener('abort', raise));
  });
}

function openLane(thread: WorkerThread, opening: OpenMaterialize, forget: () => void): MaterializeLane {
  const { session } = opening;
  const opened = thread.call(opening);
  opened.catch(() => undefined); // told by the first run
  return {
    depth: 2,
    write: async (files, onBytes) => {
      const recipes = encodeRecipes(files);
      const request: WriteRun = { kind: 'materialize.write', session, recipes };
      const written = thread.call(request, { transfer: [recipes.rows.buffer], onNote: (bytes) => onBytes(bytes as number) });
      const [, problems] = await Promise.all([opened, written]);
      return problems as MaterializeProblem[];
    },
    commit: async () => (await thread.call<CommitBatch>({ kind: 'materialize.commit', session })) as MaterializeProblem[],
    end: async () => {
      forget();
      await thread.call<EndMaterialize>({ kind: 'materialize.end', session }).catch(() => undefined);
    },
  };
}
