import type { Digest } from '../engine/model/digest.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Capture, CaptureFolder } from '../engine/ports/capture.ts';
import type { Clock } from '../engine/ports/clock.ts';
import { createClaimsMemory, openClaims, type ChunkClaims } from './capture-claims.ts';
import { createReadingTools, type ReadingTools } from './capture-file.ts';
import { captureRun, type RunAnswers } from './capture-run.ts';
import { createSession, type CaptureLane, type LaneSeal } from './capture-session.ts';
import { createSink, emptySink, SinkError, type ChunkSink, type SunkChunks } from './capture-sink.ts';
import { decodeCloneFooter } from './clone-format.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import { decodeFooter } from './pack-format.ts';
import { stepThrough } from './worker-steps.ts';

export interface InlineCaptureOptions {
  readonly store: FsContainerStore;
  /** Whether the catalog names a chunk. */
  readonly isStored: (digest: Digest) => boolean;
  readonly clock: Clock;
}

export interface LaneRequest {
  readonly root: string;
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

/** Captures in this thread; for few files, where waking other threads would take longer. */
export function createInlineCapture(options: InlineCaptureOptions): Capture {
  return {
    open: (request) => {
      const lane = createInlineLane(options, request, openClaims(createClaimsMemory()));
      const { keep, signal, onProgress } = request;
      return createSession({ lanes: () => [lane], keep, signal, onProgress, isStored: options.isStored });
    },
  };
}

/** A lane in this thread. It breathes between files, so that the engine goes on answering. */
export function createInlineLane(options: InlineCaptureOptions, request: LaneRequest, claims: ChunkClaims): CaptureLane {
  const { store, isStored, clock } = options;
  const sink: ChunkSink = request.keep ? createSink({ store, claims, isStored }) : emptySink;
  let tellBytes: (bytes: number) => void = () => undefined;
  let tools: ReadingTools | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let abandoned = false;

  function checkStopped(): void {
    request.signal.throwIfAborted();
    if (abandoned) throw new Failure('operation.cancelled', 'Reading was stopped.');
  }

  async function run(folders: readonly CaptureFolder[]): Promise<RunAnswers> {
    tools ??= createReadingTools(sink, clock.now, (bytes) => tellBytes(bytes));
    try {
      return await stepThrough(captureRun(rootPrefix(request.root), folders, tools), clock, checkStopped);
    } catch (error) {
      throw error instanceof SinkError ? error.cause : error;
    }
  }

  return {
    depth: 1,
    capture: (folders, onBytes) => {
      tellBytes = onBytes;
      const answers = run(folders);
      running = answers.catch(() => undefined);
      return answers;
    },
    clone: async () => null, // it is alone in its thread
    seal: async () => decodeSunk(await sink.seal()),
    abandon: async () => {
      abandoned = true;
      await running;
      await sink.abandon();
    },
  };
}

/** A root as paths are put behind it: without its last slash. */
export function rootPrefix(root: string): string {
  return root.endsWith('/') ? root.slice(0, -1) : root;
}

/** What a thread brought into the store, spelled out. */
export function decodeSunk({ packs, clones, lists, lent }: SunkChunks): LaneSeal {
  const containers = [
    ...packs.map(({ footer, id, size }) => decodeFooter(footer, id, size)),
    ...clones.map(({ footer, id, size }) => decodeCloneFooter(footer, id, size)),
  ];
  return { containers, lists, lent };
}
