import { forgetTeamDeletions } from '../delete/team-deletions.ts';
import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Link, LinkContent, RemoteId } from '../model/remote.ts';
import { remoteOf } from './linked.ts';
import type { SyncCore } from './sync-core.ts';

/**
 * Lets an artifact belong to a remote, where its indexes are claimed from then on. It belongs to one at a time: two could give one index to
 * two versions. Its name there is taken with the first push.
 */
export function linkArtifact(core: SyncCore, name: string, remote: RemoteId, content: LinkContent): { readonly artifact: Artifact; readonly link: Link } {
  const artifact = findArtifact(core.catalog, name);
  const known = core.catalog.link(artifact.id);
  const { name: remoteName } = remoteOf(core, remote);
  if (known !== null && known.remote !== remote) {
    const other = core.catalog.remote(known.remote)?.name ?? '';
    throw new Failure('artifact.name-taken', `"${name}" belongs to the remote "${other}" already, which gives it its indexes; it cannot belong to "${remoteName}" too.`, { artifact: name, remote: other });
  }
  const link: Link = { remote, uid: known?.uid ?? core.newId(), next: known?.next ?? 0, content };
  core.catalog.transact((writer) => {
    if (known === null) forgetTeamDeletions(writer, artifact.id);
    writer.putLink(artifact.id, link);
  });
  return { artifact, link };
}
