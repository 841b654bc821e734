import { Worker } from 'node:worker_threads';
import { Failure } from '../engine/model/failure.ts';
import { decodeError, type EncodedError } from './worker-messages.ts';

/** Where the workers' script lies: `worker.ts` itself, or what it was bundled to. */
export interface WorkerScript {
  readonly url: URL;
}

/** A request as it goes to a worker, and what comes back: any number of notes, then one answer. */
export interface Envelope {
  readonly id: number;
  readonly request: { readonly kind: string };
}
export type FromWorker =
  | { readonly id: number; readonly note: unknown }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly refused: EncodedError };

/** What every worker is started with. */
export interface WorkerStart {
  /** Not 0 in the first word: the pool closes, stop whatever runs. */
  readonly closing: SharedArrayBuffer;
}

export interface CallOptions {
  readonly transfer?: readonly ArrayBuffer[];
  readonly onNote?: (note: unknown) => void;
}

export interface WorkerThread {
  /** Asks the worker; answers come in the order of the questions. Rejects when it refuses or dies. */
  call<R extends { readonly kind: string }>(request: R, options?: CallOptions): Promise<unknown>;
}

export interface WorkerPool {
  /** The threads, started at the first call; one that died is started again at the next. */
  threads(): readonly WorkerThread[];
  /** Ends the threads, which gives their memory back; the next call starts new ones. Only while no job is under way. */
  rest(): Promise<void>;
  /** Stops whatever runs; every call that waits is refused. Returns within half a second. */
  close(): Promise<void>;
}

/** How long closing waits for threads that sit in a system call, ms. */
const longestClosing = 400;

export function createWorkerPool(options: { readonly script: WorkerScript; readonly size: number }): WorkerPool {
  const closing = new SharedArrayBuffer(4);
  const running: (LivingThread | null)[] = Array.from({ length: options.size }, () => null);
  let closed = false;

  function threads(): readonly WorkerThread[] {
    if (closed) throw closedFailure();
    return running.map((known, i) => {
      const thread = known !== null && known.alive ? known : startThread(options.script, { closing });
      running[i] = thread;
      return thread;
    });
  }

  async function rest(): Promise<void> {
    const resting = running.splice(0, running.length, ...running.map(() => null));
    await Promise.all(resting.map(async (thread) => thread?.end()));
  }

  async function close(): Promise<void> {
    closed = true;
    Atomics.store(new Int32Array(closing), 0, 1);
    const ends = running.map(async (thread) => thread?.end());
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longestClosing);
    });
    await Promise.race([Promise.all(ends), enough]);
    clearTimeout(timer);
  }

  return { threads, rest, close };
}

function closedFailure(): Failure {
  return new Failure('engine.closing', 'Strata is closing.');
}

interface LivingThread extends WorkerThread {
  readonly alive: boolean;
  end(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onNote: ((note: unknown) => void) | undefined;
}

function startThread(script: WorkerScript, start: WorkerStart): LivingThread {
  const worker = new Worker(script.url, { workerData: start, execArgv: [], name: 'strata-worker' });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let alive = true;
  // An idle worker does not keep the process alive; one that is asked something does.
  worker.unref();

  function settle(message: FromWorker): void {
    const call = waiting.get(message.id);
    if (call === undefined) return;
    if ('note' in message) return call.onNote?.(message.note);
    waiting.delete(message.id);
    if (waiting.size === 0) worker.unref();
    if ('answer' in message) call.resolve(message.answer);
    else call.reject(decodeError(message.refused));
  }

  function die(error: unknown): void {
    alive = false;
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  }

  worker.on('message', settle);
  worker.on('error', die);
  worker.on('exit', (code) => die(new Error(`a worker ended with exit code ${code}`)));

  return {
    call: (request, { transfer = [], onNote } = {}) =>
      new Promise((resolve, reject) => {
        if (!alive) return reject(new Error('the worker is not running any more'));
        const id = ++last;
        waiting.set(id, { resolve, reject, onNote });
        worker.ref();
        worker.postMessage({ id, request } satisfies Envelope, [...transfer]);
      }),
    get alive() {
      return alive;
    },
    end: async () => {
      die(closedFailure());
      await worker.terminate();
    },
  };
}
