import type { Core } from '../core.ts';
import type { ArtifactId } from '../model/artifact.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { applyKeep } from './apply-keep.ts';

/** The first look of an engine that stays, when it has caught up with what was saved before; ms. */
const firstLook = 60_000;
/** How often it is looked what has come of age, ms. */
const interval = 10 * 60_000;

/**
 * Applies the rules of artifacts after each new version and, if the engine stays, from time to time. An engine of a single command only does
 * the first: a command that reads or restores must never take away what it was asked for. Returns the way to stop, which waits
 * for what is under way.
 */
export function keepUp(core: Core, live: LiveArtifacts, stays: boolean): () => Promise<void> {
  const going = new Set<Promise<unknown>>();
  let stopped = false;
  let stopTimer: () => void = () => undefined;

  function apply(id: ArtifactId): Promise<void> {
    const work = applyKeep(core, live, id).then(
      () => undefined,
      (error: unknown) => core.log.warn('a keep rule could not be applied; it is tried again later', { error: String(error) }),
    );
    going.add(work);
    return work.finally(() => going.delete(work));
  }

  function look(): void {
    for (const { id } of core.catalog.artifacts()) void apply(id);
    lookIn(interval);
  }

  function lookIn(delay: number): void {
    if (!stopped) stopTimer = core.clock.after(delay, look);
  }

  const stopListening = core.facts.listen((fact) => {
    if (fact.kind === 'version.created' && !stopped) void apply(fact.artifact.id);
  });
  if (stays) lookIn(firstLook);
  return async () => {
    stopped = true;
    stopTimer();
    stopListening();
    await Promise.all(going);
  };
}
