import { Failure } from '../model/failure.ts';
import type { Artifact } from '../model/artifact.ts';
import { artifactDocument, readArtifactDocument, nameTaken, type ArtifactFile } from './artifact-file.ts';
import { encodeBucketDocument } from './bucket-document.ts';
import { artifactKey } from './bucket-keys.ts';
import type { Syncing } from './pull-versions.ts';
import { rejoin } from './rejoin.ts';
import type { SyncCore } from './sync-core.ts';

/** The artifact was deleted in the bucket: it belongs to none from now on, and all of it stays here. */
export function leaveDeleted(core: SyncCore, { artifact, remote }: Pick<Syncing, 'artifact' | 'remote'>, file: ArtifactFile | null): Failure {
  core.catalog.transact((writer) => writer.removeLink(artifact.id));
  core.facts.tell({ kind: 'remote.changed', remote });
  const { name } = artifact;
  const who = file?.deleted == null ? 'Somebody' : file.deleted.by.actor;
  const how = file?.deleted?.isFinal === false ? 'pushed again within a day it comes back for everybody, and later it is a new one' : 'pushed again it is a new one';
  return new Failure('artifact.deleted-there', `${who} deleted "${name}" in "${remote.name}". Everything that is here stays here; ${how}.`, { artifact: name, remote: remote.name, by: file?.deleted?.by.actor ?? null });
}

/** Pushing an artifact again that was deleted in the bucket a while ago brings it back for everybody. Throws Failure when it is another one, or too late. */
export async function bringBack(core: SyncCore, syncing: Syncing): Promise<void> {
  const { bucket, artifact, activity } = syncing;
  const found = await readArtifactDocument(bucket, artifact.name, activity.signal);
  if (found === null || found.value.deleted?.isFinal === true) throw stillGoing(bucket.address, artifact);
  if (found.value.deleted !== null && core.catalog.link(artifact.id)?.uid !== found.value.uid && !(await rejoin(core, syncing, found.value))) throw nameTaken(bucket, found.value);
  const content = encodeBucketDocument(artifactDocument({ ...found.value, deleted: null }));
  const { outcome } = await bucket.put(artifactKey(artifact.name), content, { kind: 'generation', generation: found.entry.generation }, { signal: activity.signal });
  if (outcome === 'refused') throw stillGoing(bucket.address, artifact);
}

function stillGoing(address: string, { name }: Artifact): Failure {
  return new Failure('bucket.unavailable', `"${name}" is just being removed from the bucket ${address}; push it again in a while.`, { address, artifact: name });
}
