import type { Digest } from '../engine/model/digest.ts';
import type { Capture } from '../engine/ports/capture.ts';
import type { ContainerId, ContainerStore } from '../engine/ports/container-store.ts';
import { createClaimsMemory } from './capture-claims.ts';
import type { ClonedFile } from './capture-clone.ts';
import { decodeSunk, rootPrefix, type LaneRequest } from './capture-inline.ts';
import { createSession, type CaptureLane } from './capture-session.ts';
import {
  decodeAnswers,
  encodeFolders,
  type AbandonCapture,
  type CloneRun,
  type EncodedAnswers,
  type OpenCapture,
  type ReadRun,
  type SealCapture,
  type StorePlace,
  type WorkerSeal,
} from './worker-messages.ts';
import type { WorkerPool, WorkerThread } from './worker-pool.ts';

export interface WorkersCaptureOptions {
  readonly pool: WorkerPool;
  readonly place: StorePlace;
  /** Opened read-only by each worker. */
  readonly catalogPath: string;
  /** To remove what workers sealed when a session is abandoned afterwards. */
  readonly store: ContainerStore;
  /** Whether the catalog names a chunk. */
  readonly isStored: (digest: Digest) => boolean;
}

/** Captures in worker threads, each of which writes packs of its own. */
export function createWorkersCapture(options: WorkersCaptureOptions): Capture {
  return {
    open: (request) => {
      let lanes: readonly CaptureLane[] | null = null;
      const start = (): readonly CaptureLane[] => (lanes ??= createWorkerLanes(options, request, createClaimsMemory()));
      const { keep, signal, onProgress } = request;
      return createSession({ lanes: start, keep, signal, onProgress, isStored: options.isStored });
    },
  };
}

let lastSession = 0;

/** One lane for each worker of the pool. */
export function createWorkerLanes(options: WorkersCaptureOptions, request: LaneRequest, claims: SharedArrayBuffer): CaptureLane[] {
  const session = ++lastSession;
  const stop = new SharedArrayBuffer(4);
  const raise = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
  request.signal.addEventListener('abort', raise, { once: true });
  const opening: OpenCapture = {
    kind: 'capture.open',
    session,
    root: rootPrefix(request.root),
    keep: request.keep,
    store: options.place,
    catalogPath: options.catalogPath,
    claims,
    stop,
  };
  return options.pool.threads().map((thread) => createLane(options, thread, opening, raise));
}

function createLane(
  options: WorkersCaptureOptions,
  thread: WorkerThread,
  opening: OpenCapture,
  raise: () => void,
): CaptureLane {
  const { session } = opening;
  const opened = thread.call(opening);
  opened.catch(() => undefined); // told by the first run
  const sealed: ContainerId[] = [];

  return {
    depth: 2,
    capture: async (folders, onBytes, way) => {
      const encoded = encodeFolders(folders);
      const run = thread.call<ReadRun>(
        { kind: 'capture.run', session, folders: encoded, way },
        { transfer: [encoded.listings.buffer], onNote: (bytes) => onBytes(bytes as number) },
      );
      // Both are awaited together: a refused opening also refuses the run behind it, and neither may go unhandled.
      const [, answers] = await Promise.all([opened, run]);
      return decodeAnswers(answers as EncodedAnswers, folders);
    },
    clone: async (folders) => {
      const clone = thread.call<CloneRun>({ kind: 'capture.clone', session, folders: encodeFolders(folders) });
      const [, made] = await Promise.all([opened, clone]);
      return made as ClonedFile | null;
    },
    seal: async () => {
      const sunk = (await thread.call<SealCapture>({ kind: 'capture.seal', session })) as WorkerSeal;
      sealed.push(...[...sunk.packs, ...sunk.clones].map(({ id }) => id));
      return decodeSunk(sunk);
    },
    abandon: async () => {
      raise();
      await thread.call<AbandonCapture>({ kind: 'capture.abandon', session }).catch(() => undefined);
      for (const id of sealed.splice(0)) options.store.remove(id);
    },
  };
}
