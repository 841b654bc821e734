import { latestVersion } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import { formatIndex } from '../model/version-address.ts';
import { findRemote } from '../remotes/find-remote.ts';
import { restore, type RestoreResult } from '../restore/restore.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { checkFolder } from '../tracking/check-folder.ts';
import { track } from '../tracking/track.ts';
import { clone } from './clone.ts';
import { fetchVersion } from './fetch-version.ts';
import type { PullResult } from './pull.ts';
import type { SyncCore } from './sync-core.ts';

export interface CloneRequest {
  /** Name of the remote. */
  readonly remote: string;
  readonly artifact: string;
  /** Absolute path of an empty folder, or of one that is not there yet; null: history alone. */
  readonly path: string | null;
}

export interface ClonedInto {
  readonly artifact: Artifact;
  readonly pulled: PullResult;
  /** The newest version, which the folder holds; null when there is none, or no folder. */
  readonly version: Version | null;
  readonly restored: RestoreResult | null;
}

/**
 * Makes an artifact of a bucket known here with its whole history; with a folder, the newest version is brought there, and the folder is tracked
 * from then on. What breaks off goes on with the same request. Throws as `clone`, `restore` and `track` do, and Failure `restore.conflict` for a
 * folder that holds something.
 */
export async function cloneInto(core: SyncCore, live: LiveArtifacts, request: CloneRequest): Promise<ClonedInto> {
  const remote = findRemote(core.catalog, request.remote);
  if (request.path !== null) checkEmpty(core, request.path);
  const { artifact, pulled } = await clone(core, remote.id, request.artifact);
  core.facts.tell({ kind: 'remote.changed', remote });
  const version = latestVersion(core.catalog, artifact);
  if (request.path === null || version === null) return { artifact, pulled, version: null, restored: null };
  const reference = formatIndex(version.index);
  await fetchVersion(core, artifact, reference, null);
  const restored = await restore(core, live, { artifact, reference, paths: null, target: request.path, deleteExtra: false, references: 'leave' });
  // What is saved here is kept here, also where the others keep no bytes.
  const tracked = await track(core, live, { path: request.path, name: artifact.name, mode: 'copy' });
  return { artifact: tracked.artifact, pulled, version: tracked.version, restored };
}

/** Files of somebody's must neither be mixed with the version nor become a part of the next one. */
function checkEmpty(core: SyncCore, path: string): void {
  if (core.workTree.inspect(path).state === 'missing') return;
  const folder = checkFolder(core, path);
  if (core.workTree.names(folder.path, '').size === 0) return;
  throw new Failure('restore.conflict', `${folder.path} is not empty. Choose an empty folder, or one that is not there yet.`, { path: folder.path });
}
