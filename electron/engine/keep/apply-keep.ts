import type { Core } from '../core.ts';
import { deleteDecided, type DeleteResult } from '../delete/delete-versions.ts';
import type { DeleteRequest } from '../delete/plan-delete.ts';
import type { ArtifactId } from '../model/artifact.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { fatesOf, keepsEverything } from './policy-of.ts';
import { requestOf } from './preview-keep.ts';

/**
 * Lets go what the artifact's rule and times to live take now, as one deletion that can be taken back for a while. Decided anew when it
 * is the artifact's turn, so that a restore of it ends first and an alias or a pin that came meanwhile counts. Null: nothing goes.
 */
export async function applyKeep(core: Core, live: LiveArtifacts, id: ArtifactId): Promise<DeleteResult | null> {
  const artifact = core.catalog.artifactById(id);
  if (artifact === null || decide(core, id) === null) return null;
  const { keep, timeToLive } = artifact;
  return deleteDecided(core, live, [artifact.name], { kind: 'thin', more: { rule: keep, timeToLive }, decide: () => decide(core, id) });
}

function decide(core: Core, id: ArtifactId): DeleteRequest | null {
  const artifact = core.catalog.artifactById(id);
  if (artifact === null || keepsEverything(core.catalog, artifact)) return null;
  const going = fatesOf(core.catalog, artifact, core.clock.now()).filter(({ kept }) => kept === null);
  return going.length === 0 ? null : requestOf(artifact, going);
}
