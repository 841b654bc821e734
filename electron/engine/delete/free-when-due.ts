import type { Core } from '../core.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { compact } from './compact.ts';
import { emptyUndoWindow } from './empty-undo-window.ts';
import { finishPurge, isPurgeUnfinished } from './finish-purge.ts';
import { lettingGo } from './letting-go.ts';

/** How often it is looked whether deletions became due, ms. */
const interval = 10 * 60_000;

/** Whether something is to be freed that no list shows any more. */
export function isAnythingDue(core: Core): boolean {
  return lettingGo(core.catalog).length > 0 || isPurgeUnfinished(core.catalog) || core.catalog.deletions().some(({ due }) => due <= core.clock.now());
}

/** Frees deletions that can no longer be taken back, and what an interrupted run left behind. */
export async function freeDue(core: Core, live: LiveArtifacts): Promise<void> {
  await emptyUndoWindow(core, live, core.clock.now());
  await (isPurgeUnfinished(core.catalog) ? finishPurge(core) : compact(core));
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
