import { findArtifact } from '../find-version.ts';
import { Failure } from '../model/failure.ts';
import type { LinkContent, Remote } from '../model/remote.ts';
import { findRemote } from '../remotes/find-remote.ts';
import { linkArtifact } from './link.ts';
import { remoteOf } from './linked.ts';
import type { SyncCore } from './sync-core.ts';

export interface PushTarget {
  /** Name of the remote; null: the one that the artifact belongs to, or else the only one that there is. */
  readonly remote: string | null;
  /** Null: as before, or all. */
  readonly content: LinkContent | null;
}

/**
 * Sees that an artifact belongs to a remote before it is pushed. Throws Failure `remote.not-found`, `artifact.not-linked` when nobody said which, and
 * `artifact.name-taken` when it belongs to another one.
 */
export function linkForPush(core: SyncCore, name: string, { remote, content }: PushTarget): Remote {
  const artifact = findArtifact(core.catalog, name);
  const link = core.catalog.link(artifact.id);
  const known = link === null ? null : remoteOf(core, link.remote);
  const target = remote === null ? (known ?? onlyRemote(core, name)) : findRemote(core.catalog, remote);
  if (link === null || known?.id !== target.id || (content !== null && content !== link.content)) {
    linkArtifact(core, name, target.id, content ?? link?.content ?? 'all');
    core.facts.tell({ kind: 'remote.changed', remote: target });
  }
  return target;
}

function onlyRemote(core: SyncCore, artifact: string): Remote {
  const remotes = core.catalog.remotes();
  const [only] = remotes;
  if (only === undefined) throw new Failure('remote.not-found', 'There is no remote yet: add one first.', {});
  if (remotes.length === 1) return only;
  const names = remotes.map(({ name }) => name);
  throw new Failure('artifact.not-linked', `"${artifact}" belongs to no remote yet: say to which it is pushed (${names.join(', ')}).`, { artifact, remotes: names });
}
