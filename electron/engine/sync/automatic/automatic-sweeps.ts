import { teamArtifactDeletions } from '../../delete/team-deletions.ts';
import type { Fact } from '../../facts.ts';
import { Failure } from '../../model/failure.ts';
import type { Remote } from '../../model/remote.ts';
import type { Surroundings } from '../../ports/surroundings.ts';
import { accessOf } from '../../remotes/remote-access.ts';
import { rulesOf } from '../rules-of.ts';
import { isSweepDue } from '../sweep.ts';
import { sweepRemote } from '../sweep-remote.ts';
import type { SyncCore } from '../sync-core.ts';
import { mustStop } from './decide.ts';

/** How often it is looked whether a bucket is due, which costs no request; and how long after the start and after a deletion; ms. */
export const betweenSweepLooks = 60 * 60_000;
export const sweepSoon = 10_000;

interface Around {
  readonly surroundings: Surroundings;
  isAllPaused(): boolean;
}

/**
 * Sweeps buckets that are due without anything being pushed, and tells them which artifacts were deleted for everybody: where some artifact goes together with
 * the bucket by itself and its rules hold, and where no artifact is left whose push would do it. What fails is tried again at the next look. Returns the way to
 * stop, which waits for what is under way.
 */
export function sweepByThemselves(core: SyncCore, around: Around): () => Promise<void> {
  let going: Promise<void> = Promise.resolve();
  let isStopped = false;
  let stopTimer: () => void = () => undefined;

  function lookIn(delay: number): void {
    stopTimer();
    if (!isStopped) stopTimer = core.clock.after(delay, look);
  }

  function look(): void {
    going = going.then(() => sweepDue(core, around, () => isStopped));
    lookIn(betweenSweepLooks);
  }

  const stopHearing = core.facts.listen(({ kind }: Fact) => {
    if (kind === 'artifact.removed') lookIn(sweepSoon);
  });
  lookIn(sweepSoon);
  return async () => {
    isStopped = true;
    stopHearing();
    stopTimer();
    for (const { id, kind, artifact, automatic } of core.activities.list()) if (automatic && kind === 'push' && artifact === null) core.activities.cancel(id);
    await going;
  };
}

async function sweepDue(core: SyncCore, around: Around, isStopped: () => boolean): Promise<void> {
  for (const remote of core.catalog.remotes()) {
    if (isStopped() || !isDue(core, remote) || !isLet(core, remote, around)) continue;
    try {
      await sweepRemote(core, remote, 'rules');
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      core.log.info('a bucket could not be swept; it is tried again later', { remote: remote.name, code: error.code, error: error.message });
    }
  }
}

function isDue(core: SyncCore, remote: Remote): boolean {
  const deleted = teamArtifactDeletions(core.catalog).filter((one) => one.remote === remote.id);
  // What was sent is of interest again when it was taken back.
  const isUntold = deleted.some(({ artifact, isSent }) => isSent === (core.catalog.artifactById(artifact) !== null));
  return isUntold || isSweepDue(core, remote, []);
}

function isLet(core: SyncCore, remote: Remote, { surroundings, isAllPaused }: Around): boolean {
  if (!accessOf(core.catalog, remote.id).writable || isAllPaused()) return false;
  const linked = core.catalog.linkedArtifacts(remote.id);
  const now = { isAllPaused: isAllPaused(), conditions: surroundings.current() };
  return linked.length === 0 || linked.some((id) => !mustStop({ rules: rulesOf(core.catalog, { id }), ...now }));
}
