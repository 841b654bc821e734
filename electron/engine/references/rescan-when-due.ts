import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { VersionOrigin } from '../model/version.ts';
import type { SnapshotResult } from '../snapshot/take-snapshot.ts';
import { findArtifact } from '../find-version.ts';
import { allPausedKey } from '../tracking/live-artifacts.ts';
import { addedReferences } from './added-references.ts';
import { lookingAfter, noteLookingAfter } from './looking-after.ts';
import { referencesTurn, rescanReferences, type RescanRequest } from './rescan-references.ts';

/** How often it is looked whether some artifact is due, ms; and how long after the start for the first time. */
const interval = 60_000;
const firstLook = 15_000;

/** Looks at the sources of an artifact now, and notes how that ended. */
export async function rescanNow(core: Core, name: string, request: Omit<RescanRequest, 'artifact'>, quiet = false): Promise<SnapshotResult> {
  const beginning = { kind: 'rescan' as const, artifact: name, phase: 'Listing', quiet };
  return core.activities.run(beginning, (activity) =>
    core.turns.take(referencesTurn(name), async () => {
      const artifact = findArtifact(core.catalog, name);
      if (addedReferences(core.catalog, artifact).length === 0) {
        throw new Failure('reference.not-found', `Nothing was added to "${name}" at this computer; "ref add" adds something.`, { artifact: name });
      }
      try {
        const result = await rescanReferences(core, { ...request, artifact }, activity);
        noteScan(core, artifact, '');
        return result;
      } catch (error) {
        noteScan(core, artifact, error instanceof Failure ? error.message : String(error));
        throw error;
      }
    }),
  );
}

function noteScan(core: Core, artifact: Artifact, message: string): void {
  core.catalog.transact((writer) => noteLookingAfter(writer, artifact, { lastScan: { at: core.clock.now(), message } }));
  core.facts.tell({ kind: 'references.changed', artifact });
}

/** Looks at the sources of artifacts that have a schedule, whenever one is due. Returns the way to stop, which waits for what is under way. */
export function rescanWhenDue(core: Core, stays: boolean): () => Promise<void> {
  if (!stays) return async () => undefined;
  const going = new Map<string, Promise<void>>();
  let stopped = false;
  let stopTimer: () => void = () => undefined;

  function look(): void {
    for (const artifact of core.catalog.artifacts()) if (isDue(core, artifact) && !going.has(artifact.name)) begin(artifact);
    lookIn(interval);
  }

  function begin(artifact: Artifact): void {
    const work = rescanQuietly(core, artifact).finally(() => going.delete(artifact.name));
    going.set(artifact.name, work);
  }

  function lookIn(delay: number): void {
    if (!stopped) stopTimer = core.clock.after(delay, look);
  }

  lookIn(firstLook);
  return async () => {
    stopped = true;
    stopTimer();
    await Promise.all(going.values());
  };
}

/** Whether the sources of an artifact are to be looked at by now. */
export function isDue(core: Core, artifact: Artifact): boolean {
  const { every, lastScan } = lookingAfter(core.catalog, artifact);
  if (every === null || artifact.paused || core.catalog.setting(allPausedKey) === 'yes') return false;
  return core.clock.now() >= (lastScan?.at ?? 0) + every;
}

async function rescanQuietly(core: Core, artifact: Artifact): Promise<void> {
  const origin: VersionOrigin = 'rescan';
  try {
    await rescanNow(core, artifact.name, { origin }, true);
  } catch (error) {
    if (error instanceof Failure && error.code === 'operation.cancelled') return;
    const message = error instanceof Failure ? error.message : String(error);
    core.log.warn('the sources of an artifact could not be looked at; it is tried again', { artifact: artifact.name, error: message });
    core.facts.tell({ kind: 'references.unreachable', artifact, message });
  }
}
