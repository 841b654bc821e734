import type { Clock } from '../engine/ports/clock.ts';
import type { Materialize } from '../engine/ports/materialize.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import { createMaterialize, type LaneOpening, type MaterializeLane } from './materialize-run.ts';
import { openWriting } from './materialize-writing.ts';
import { stepThrough } from './worker-steps.ts';

export interface InlineMaterializeOptions {
  readonly store: FsContainerStore;
  readonly clock: Clock;
}

/** Writes in this thread; for few files. */
export function createInlineMaterialize(options: InlineMaterializeOptions): Materialize {
  return createMaterialize({ ...options, openLanes: (opening) => [openInlineLane(options, opening)] });
}

/** A lane in this thread. It breathes between files. */
export function openInlineLane({ store, clock }: InlineMaterializeOptions, opening: LaneOpening): MaterializeLane {
  let tellBytes: (bytes: number) => void = () => undefined;
  const tools = { store, umask: process.umask(), now: clock.now, onBytes: (bytes: number) => tellBytes(bytes) };
  const writing = openWriting({ ...opening, writer: 1 }, tools);
  const check = (): void => opening.signal.throwIfAborted();
  return {
    depth: 1,
    write: (files, onBytes) => {
      tellBytes = onBytes;
      return stepThrough(writing.write(files), clock, check);
    },
    commit: () => stepThrough(writing.commit(), clock, check),
    end: async () => writing.discard(),
  };
}
