import type { MessagePort } from 'node:worker_threads';
import { scanFolders, scanTransfers, type ScanJob } from './scan-folders.ts';
import { openWorkerCapture, type WorkerCapture, type WorkerGround } from './worker-capture.ts';
import {
  openWorkerMaterialize,
  type CommitBatch,
  type EndMaterialize,
  type OpenMaterialize,
  type WorkerMaterialize,
  type WriteRun,
} from './worker-materialize.ts';
import { encodeError, type AbandonCapture, type CloneRun, type OpenCapture, type ReadRun, type SealCapture, type WorkerSeal } from './worker-messages.ts';
import { answerProve, type ProveRequest } from './worker-prove.ts';
import type { FromWorker } from './worker-pool.ts';

interface ScanRun {
  readonly kind: 'scan';
  readonly job: ScanJob;
}
type CaptureRequest = OpenCapture | CloneRun | ReadRun | SealCapture | AbandonCapture;
type MaterializeRequest = OpenMaterialize | WriteRun | CommitBatch | EndMaterialize;

/** Everything a worker can be asked. */
export type WorkerRequest = ScanRun | ProveRequest | CaptureRequest | MaterializeRequest;

interface Answer {
  readonly value: unknown;
  readonly transfer?: readonly ArrayBuffer[];
}

/** Bytes read or written inside a run before they are told. */
const noteEvery = 8 * 1024 * 1024;

type Note = (bytes: number) => void;
type Answering<R> = (request: R, note: Note) => Answer | Promise<Answer>;

/** Answers requests one after the other, in the order in which they came. */
export function serveRequests(port: MessagePort, ground: WorkerGround): void {
  const answerCapture = captureAnswers(ground);
  const answerMaterialize = materializeAnswers(ground);
  const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, [...transfer]);

  function answer(request: WorkerRequest, note: Note): Answer | Promise<Answer> {
    if (request.kind === 'scan') return answerScan(request.job);
    if (request.kind === 'prove' || request.kind === 'prove.catalog') return { value: answerProve(request, ground) };
    return isCapture(request) ? answerCapture(request, note) : answerMaterialize(request, note);
  }

  async function handle(id: number, request: WorkerRequest): Promise<void> {
    const note = collected((bytes) => send({ id, note: bytes }));
    try {
      const { value, transfer } = await answer(request, note.add);
      note.flush();
      send({ id, answer: value }, transfer);
    } catch (error) {
      send({ id, refused: encodeError(error) });
    }
  }

  // Some answers take turns of the event loop, in which further requests arrive: they wait.
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ id, request }: { readonly id: number; readonly request: WorkerRequest }) => {
    last = last.then(() => handle(id, request));
  });
}

function isCapture(request: CaptureRequest | MaterializeRequest): request is CaptureRequest {
  return request.kind.startsWith('capture.');
}

/** Adds up small notes until they are worth a message. */
function collected(tell: Note): { add: Note; flush: () => void } {
  let untold = 0;
  const flush = (): void => {
    if (untold !== 0) tell(untold);
    untold = 0;
  };
  return {
    add: (bytes) => {
      untold += bytes;
      if (Math.abs(untold) >= noteEvery) flush();
    },
    flush,
  };
}

function captureAnswers(ground: WorkerGround): Answering<CaptureRequest> {
  const captures = new Map<number, WorkerCapture>();
  return async (request, note) => {
    const { session } = request;
    switch (request.kind) {
      case 'capture.open':
        captures.set(session, openWorkerCapture(request, ground));
        return { value: null };
      case 'capture.run': {
        const value = await opened(captures, session).run(request, note);
        return { value, transfer: [value.blobs.buffer] };
      }
      case 'capture.clone':
        return { value: opened(captures, session).clone(request) };
      case 'capture.seal':
        return answerSeal(await opened(captures, session).seal(), () => captures.delete(session));
      case 'capture.abandon':
        await captures.get(session)?.abandon();
        captures.delete(session);
        return { value: null };
    }
  };
}

function materializeAnswers(ground: WorkerGround): Answering<MaterializeRequest> {
  const runs = new Map<number, WorkerMaterialize>();
  return (request, note) => {
    const { session } = request;
    switch (request.kind) {
      case 'materialize.open':
        runs.set(session, openWorkerMaterialize(request, ground));
        return { value: null };
      case 'materialize.write':
        return { value: opened(runs, session).write(request, note) };
      case 'materialize.commit':
        return { value: opened(runs, session).commit() };
      case 'materialize.end':
        runs.get(session)?.end();
        runs.delete(session);
        return { value: null };
    }
  };
}

function opened<T>(sessions: ReadonlyMap<number, T>, session: number): T {
  const found = sessions.get(session);
  if (found === undefined) throw new Error(`nothing numbered ${session} is open in this worker`);
  return found;
}

function answerSeal(sealed: WorkerSeal, forget: () => void): Answer {
  forget();
  return { value: sealed, transfer: [...sealed.packs, ...sealed.clones].map(({ footer }) => footer.buffer as ArrayBuffer) };
}

function answerScan(job: ScanJob): Answer {
  const batch = scanFolders(job);
  return { value: batch, transfer: scanTransfers(batch) };
}
