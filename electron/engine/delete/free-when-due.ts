import type { Core } from '../core.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { compact } from './compact.ts';
import { emptyUndoWindow } from './empty-undo-window.ts';

/** How often it is looked whether deletions became due, ms. */
const interval = 10 * 60_000;

/** Frees deletions that can no longer be taken back, and what an interrupted run left dead. */
export async function freeDue(core: Core, live: LiveArtifacts): Promise<void> {
  await emptyUndoWindow(core, live, core.clock.now());
  await compact(core);
}

/** Does so now and from time to time, beside everything else. Returns the way to stop. */
export function freeWhenDue(core: Core, live: LiveArtifacts): () => void {
  let stop: () => void = () => undefined;
  let stopped = false;

  function free(): void {
    freeDue(core, live)
      .catch((error: unknown) => core.log.warn('space could not be freed; it is tried again later', { error: String(error) }))
      .finally(() => {
        if (!stopped) stop = core.clock.after(interval, free);
      });
  }

  free();
  return () => {
    stopped = true;
    stop();
  };
}
