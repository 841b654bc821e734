import type { Capture } from '../engine/ports/capture.ts';
import { createClaimsMemory, openClaims } from './capture-claims.ts';
import { createInlineLane, type InlineCaptureOptions } from './capture-inline.ts';
import { createSession, type CaptureLane } from './capture-session.ts';
import { createWorkerLanes, type WorkersCaptureOptions } from './capture-workers.ts';

/** A job below both figures is done before workers would have begun. */
const inlineFiles = 64;
const inlineBytes = 8 * 1024 * 1024;

/**
 * Captures in this thread while little was added, and in the workers from the moment on when it is more. Both share their
 * claims, so that the same content is stored once all the same.
 */
export function createAdaptiveCapture(options: InlineCaptureOptions & WorkersCaptureOptions): Capture {
  return {
    open: (request) => {
      const claims = createClaimsMemory();
      let inline: readonly CaptureLane[] | null = null;
      let workers: readonly CaptureLane[] | null = null;
      return createSession({
        lanes: (added) => {
          if (workers !== null || added.files >= inlineFiles || added.bytes >= inlineBytes) {
            return (workers ??= createWorkerLanes(options, request, claims));
          }
          return (inline ??= [createInlineLane(options, request, openClaims(claims))]);
        },
        keep: request.keep,
        signal: request.signal,
        onProgress: request.onProgress,
        isStored: options.isStored,
      });
    },
  };
}
