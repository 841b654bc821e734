import type { Materialize } from '../engine/ports/materialize.ts';
import { openInlineLane } from './materialize-inline.ts';
import { createMaterialize } from './materialize-run.ts';
import { openWorkerLanes, type WorkersMaterializeOptions } from './materialize-workers.ts';

/** A run below both figures is done before workers would have begun. */
const inlineFiles = 64;
const inlineBytes = 8 * 1024 * 1024;

/** Writes few files in this thread and many in the workers. */
export function createAdaptiveMaterialize(options: WorkersMaterializeOptions): Materialize {
  return createMaterialize({
    ...options,
    openLanes: (opening, files, bytes) =>
      files < inlineFiles && bytes < inlineBytes ? [openInlineLane(options, opening)] : openWorkerLanes(options, opening),
  });
}
