import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Link, Remote, RemoteId } from '../model/remote.ts';
import type { SyncCore } from './sync-core.ts';

/** The artifact's link. Throws Failure `artifact.not-linked`. */
export function linkOf(core: SyncCore, artifact: Artifact): Link {
  const link = core.catalog.link(artifact.id);
  if (link !== null) return link;
  throw new Failure('artifact.not-linked', `"${artifact.name}" belongs to no remote yet: push it to one first.`, { artifact: artifact.name });
}

/** Throws Failure `remote.not-found`. */
export function remoteOf(core: SyncCore, id: RemoteId): Remote {
  const remote = core.catalog.remote(id);
  if (remote !== null) return remote;
  throw new Failure('remote.not-found', 'There is no such remote any more.', { remote: id });
}

export interface Linked {
  readonly artifact: Artifact;
  readonly link: Link;
  readonly remote: Remote;
}

/** Throws Failure `artifact.not-found`, `artifact.not-linked`, `remote.not-found`. */
export function findLinked(core: SyncCore, name: string): Linked {
  const artifact = findArtifact(core.catalog, name);
  const link = linkOf(core, artifact);
  return { artifact, link, remote: remoteOf(core, link.remote) };
}

/** The turn that everyone takes who syncs an artifact. No artifact can have this name. */
export function syncTurn(artifact: Artifact): string {
  return `sync:${artifact.id}`;
}

/** The random id of this home, made when it is first asked for. */
export function clientId(core: SyncCore): string {
  const known = core.catalog.setting(clientKey);
  if (known !== null) return known;
  const made = core.newId();
  core.catalog.transact((writer) => writer.setSetting(clientKey, made));
  return made;
}

const clientKey = 'client-id';
