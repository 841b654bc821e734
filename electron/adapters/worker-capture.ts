import { Failure } from '../engine/model/failure.ts';
import type { Digest } from '../engine/model/digest.ts';
import { openClaims } from './capture-claims.ts';
import type { ClonedFile, MadeClone } from './capture-clone.ts';
import { createReadingTools, type ReadingTools } from './capture-file.ts';
import { captureRun, cloneOnly } from './capture-run.ts';
import type { RunWay } from './capture-session.ts';
import { createSink, emptySink, SinkError, type ChunkSink } from './capture-sink.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import { decodeFolders, encodeAnswers, type CloneRun, type EncodedAnswers, type OpenCapture, type ReadRun, type WorkerSeal } from './worker-messages.ts';
import { runRelieved } from './worker-steps.ts';

/** What a worker is made of besides its messages. */
export interface WorkerGround {
  readonly openStore: (place: OpenCapture['store'], inBackground?: () => boolean) => FsContainerStore;
  readonly openStoredChunks: (catalogPath: string) => { has(digest: Digest): boolean; close(): void };
  readonly proveCatalog: (catalogPath: string) => readonly string[];
  readonly now: () => number;
  /** Throws when the pool closes. */
  readonly checkClosing: () => void;
}

/** A session's lane inside a worker. */
export interface WorkerCapture {
  run(request: ReadRun, onBytes: (bytes: number) => void): Promise<EncodedAnswers>;
  clone(request: CloneRun): ClonedFile | null;
  seal(): Promise<WorkerSeal>;
  abandon(): Promise<void>;
}

export function openWorkerCapture(request: OpenCapture, ground: WorkerGround): WorkerCapture {
  const stop = new Int32Array(request.stop);
  let isAlone = false;
  const stored = request.keep ? ground.openStoredChunks(request.catalogPath) : null;
  const sink: ChunkSink =
    stored === null
      ? emptySink
      : createSink({ store: ground.openStore(request.store, () => isAlone), claims: openClaims(request.claims), isStored: stored.has });
  let tellBytes: (bytes: number) => void = () => undefined;
  const tools = createReadingTools(sink, ground.now, (bytes) => tellBytes(bytes));

  /** The clone that was made last: for the run behind it. */
  let made: MadeClone | null = null;

  function toolsFor({ part, cloned }: RunWay): ReadingTools {
    if (part === 'all') return tools;
    if (part === 'chunks') return { ...tools, digestsWhole: false, made: cloned === null ? null : made };
    return { ...tools, sink: emptySink, made: cloned === null ? null : { file: cloned, keep: null } };
  }

  function checkStopped(): void {
    if (Atomics.load(stop, 0) !== 0) throw new Failure('operation.cancelled', 'Reading was stopped.');
    ground.checkClosing();
  }

  return {
    run: async ({ folders, way }, onBytes) => {
      tellBytes = onBytes;
      isAlone = way.alone;
      checkStopped();
      try {
        return encodeAnswers(await runRelieved(captureRun(request.root, decodeFolders(folders), toolsFor(way)), checkStopped, sink));
      } catch (error) {
        throw error instanceof SinkError ? error.cause : error;
      }
    },
    clone: ({ folders }) => {
      checkStopped();
      made = cloneOnly(request.root, decodeFolders(folders), tools);
      return made?.file ?? null;
    },
    seal: async () => {
      checkStopped();
      const sealed = await sink.seal();
      stored?.close();
      return sealed;
    },
    abandon: async () => {
      await sink.abandon();
      stored?.close();
    },
  };
}
