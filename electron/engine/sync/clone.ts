import { checkArtifactName, defaultQuietWindow, type Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Remote, RemoteId } from '../model/remote.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { readArtifactFile, type ArtifactFile } from './artifact-file.ts';
import { meetBucket } from './format-file.ts';
import { remoteOf } from './linked.ts';
import { pull, type PullResult } from './pull.ts';
import type { SyncCore } from './sync-core.ts';

export interface Cloned {
  readonly artifact: Artifact;
  readonly pulled: PullResult;
}

/**
 * Makes an artifact of a bucket known here, with all of its history and no contents, and no folder: contents come when a version is restored or fetched.
 * What breaks off leaves the artifact with what came so far, and a pull goes on. Throws Failure `artifact.name-taken` when another artifact
 * has the name here, `artifact.not-found` when the bucket has none of that name.
 */
export async function clone(core: SyncCore, remoteId: RemoteId, text: string): Promise<Cloned> {
  const name = checkArtifactName(text);
  const beginning = { kind: 'pull' as const, artifact: name, phase: 'Looking at the bucket' };
  const artifact = await core.activities.run(beginning, async ({ signal }) => {
    const remote = remoteOf(core, remoteId);
    const bucket = await meetBucket(core, remote, { create: false, signal });
    const file = await readArtifactFile(bucket, name, signal);
    if (file === null) throw new Failure('artifact.not-found', `"${remote.name}" has no artifact named "${name}".`, { name, remote: remote.name });
    return core.turns.take(name, async () => begin(core, remote, file));
  });
  const pulled = await pull(core, name);
  return { artifact: core.catalog.artifactById(artifact.id) ?? artifact, pulled };
}

function begin(core: SyncCore, remote: Remote, file: ArtifactFile): Artifact {
  const { name, type, mode, uid } = file;
  const present = core.catalog.artifactByName(name);
  if (present !== null) {
    const link = core.catalog.link(present.id);
    if (link !== null && link.remote === remote.id && link.uid === uid) return present; // an earlier clone that broke off goes on
    throw new Failure('artifact.name-taken', `There is another artifact named "${name}" here; give it another name or delete it before you clone this one.`, { name });
  }
  const { artifact, operation } = core.catalog.transact((writer) => {
    const made = writer.insertArtifact({ name, type, mode, path: null, quietWindow: defaultQuietWindow, createdAt: core.clock.now() });
    writer.putLink(made.id, { remote: remote.id, uid, next: 0, content: 'all' });
    writer.markRecordPending(made.id, null);
    const told = recordOperation(core, writer, { kind: 'clone', artifact: name, arguments: { remote: remote.name }, undo: null });
    return { artifact: made, operation: told };
  });
  writePendingRecords(core);
  core.facts.tell({ kind: 'artifact.changed', artifact });
  core.facts.tell({ kind: 'operation.recorded', operation });
  return artifact;
}
