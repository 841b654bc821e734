import { Failure } from '../engine/model/failure.ts';
import type { MaterializeProblem } from '../engine/ports/materialize.ts';
import { openWriting, type WritingRequest } from './materialize-writing.ts';
import type { StopFlag, StorePlace } from './worker-messages.ts';
import type { WorkerGround } from './worker-capture.ts';
import { decodeRecipes, type EncodedRecipes } from './worker-recipes.ts';
import { runThrough } from './worker-steps.ts';

export interface OpenMaterialize extends WritingRequest {
  readonly kind: 'materialize.open';
  readonly session: number;
  readonly store: StorePlace;
  readonly stop: StopFlag;
}

export interface WriteRun {
  readonly kind: 'materialize.write';
  readonly session: number;
  readonly recipes: EncodedRecipes;
}

export interface CommitBatch {
  readonly kind: 'materialize.commit';
  readonly session: number;
}

export interface EndMaterialize {
  readonly kind: 'materialize.end';
  readonly session: number;
}

/** A run's lane inside a worker. */
export interface WorkerMaterialize {
  write(request: WriteRun, onBytes: (bytes: number) => void): MaterializeProblem[];
  commit(): MaterializeProblem[];
  end(): void;
}

export function openWorkerMaterialize(request: OpenMaterialize, ground: WorkerGround): WorkerMaterialize {
  const stop = new Int32Array(request.stop);
  let tellBytes: (bytes: number) => void = () => undefined;
  const writing = openWriting(request, {
    store: ground.openStore(request.store),
    umask: process.umask(),
    now: ground.now,
    onBytes: (bytes) => tellBytes(bytes),
  });

  function checkStopped(): void {
    if (Atomics.load(stop, 0) !== 0) throw new Failure('operation.cancelled', 'Writing was stopped.');
    ground.checkClosing();
  }

  return {
    write: ({ recipes }, onBytes) => {
      tellBytes = onBytes;
      checkStopped();
      return runThrough(writing.write(decodeRecipes(recipes)), checkStopped);
    },
    commit: () => runThrough(writing.commit(), checkStopped),
    end: () => writing.discard(),
  };
}
