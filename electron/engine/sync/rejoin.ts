import type { Artifact } from '../model/artifact.ts';
import { editsOf } from '../model/version-edits.ts';
import type { Version } from '../model/version.ts';
import type { RecordedVersion } from '../records/version-record.ts';
import type { ArtifactFile } from './artifact-file.ts';
import { clientId, linkOf } from './linked.ts';
import type { Syncing } from './pull-versions.ts';
import { readVersions } from './read-versions.ts';
import type { SyncCore } from './sync-core.ts';
import type { VersionFile } from './version-file.ts';

/**
 * Lets an artifact that belonged to a bucket once belong to it again: after the remote was removed and added again, or the catalog was rebuilt from
 * records, which know of no bucket. It is the same artifact when the versions that both have under an index were made by the same
 * person at the same moment; from the first index on that names different ones, ours are provisional. False when it is another artifact.
 */
export async function rejoin(core: SyncCore, { bucket, artifact, activity }: Syncing, { uid }: ArtifactFile): Promise<boolean> {
  const link = linkOf(core, artifact);
  if (link.next > 0) return false;
  const files = await readVersions(bucket, artifact, 0, core.catalog.artifactById(artifact.id)?.nextIndex ?? 0, activity.signal);
  const known = knownFiles(core, artifact, files);
  if (!known.some(({ index }) => core.catalog.version(artifact.id, index) !== null)) return false;
  const client = clientId(core);
  core.catalog.transact((writer) => {
    writer.putLink(artifact.id, { ...link, uid, next: known.length });
    for (const { index, uid: version, by, version: recorded } of known) {
      const base = recorded === null ? null : editsOf(recorded);
      writer.putClaim(artifact.id, { index, uid: version, state: recorded === null ? 'void' : 'claimed', by, pulled: by.client !== client, base, generation: null });
    }
  });
  return true;
}

/** The first indexes, as far as they name no other version than here. Those that were deleted here are known too. */
function knownFiles(core: SyncCore, artifact: Artifact, files: readonly VersionFile[]): readonly VersionFile[] {
  const other = files.findIndex(({ index, version }) => {
    const here = core.catalog.version(artifact.id, index);
    return here !== null && version !== null && !isSame(here, version);
  });
  return other < 0 ? files : files.slice(0, other);
}

function isSame(here: Version, there: RecordedVersion): boolean {
  return here.createdAt === there.createdAt && here.actor === there.actor;
}
