import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Link, LinkContent, Remote, RemoteId } from '../model/remote.ts';
import { remoteOf } from './linked.ts';
import type { SyncCore } from './sync-core.ts';

const longestName = 64;

/** Lets this home know a bucket; nothing is sent. Throws Failure `remote.name-taken`, `bucket.address-invalid`. */
export function addRemote(core: SyncCore, request: Pick<Remote, 'name' | 'address'>): Remote {
  const name = request.name.trim();
  if (name === '' || name.length > longestName) {
    throw new Failure('bucket.address-invalid', `A remote's name has 1 to ${longestName} characters.`, { name });
  }
  if (core.catalog.remotes().some((remote) => remote.name === name)) {
    throw new Failure('remote.name-taken', `There is a remote named "${name}" already.`, { name });
  }
  return core.catalog.transact((writer) => writer.addRemote({ name, address: request.address }));
}

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
  core.catalog.transact((writer) => writer.putLink(artifact.id, link));
  return { artifact, link };
}

/**
 * Forgets a remote and everything that is known of it; nothing in the bucket changes. Packs on their way to it are given up. Artifacts that belonged to it
 * stay with their versions, whose contents that lie there alone cannot be fetched any more: `contentAway` tells of which there are.
 */
export function removeRemote(core: SyncCore, id: RemoteId): void {
  remoteOf(core, id);
  const packs = core.catalog.transfers(id).map(({ container }) => container);
  core.catalog.transact((writer) => writer.removeRemote(id));
  for (const container of packs) core.outgoing.remove(container);
}
