import { checkArtifactName, type Artifact, type TrackingMode } from '../model/artifact.ts';
import { goneWhileRead } from '../model/bucket-failure.ts';
import { Failure } from '../model/failure.ts';
import type { PushedBy, Remote } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { FieldError, integer, oneOf, take, text, type Fields } from '../records/checked-fields.ts';
import { encodeBucketDocument, readDocument } from './bucket-document.ts';
import { artifactKey } from './bucket-keys.ts';
import { byDocument, pushedBy, shortText, uidOf } from './version-file.ts';

/** `artifacts/<name>/artifact.json`: made once, by whoever pushes the artifact first. */
export interface ArtifactFile {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly mode: TrackingMode;
  readonly createdAt: number;
  readonly by: PushedBy;
}

export function readArtifactFile(bucket: Bucket, name: string, signal: AbortSignal): Promise<ArtifactFile | null> {
  const read = (record: Fields): ArtifactFile => {
    if (checkArtifactName(take(record, 'name', text)) !== name) throw new FieldError('it is of another artifact');
    return {
      uid: take(record, 'uid', uidOf),
      name,
      type: take(record, 'type', shortText),
      mode: take(record, 'mode', oneOf<TrackingMode>(['copy', 'reference'])),
      createdAt: take(record, 'createdAt', integer),
      by: take(record, 'by', pushedBy),
    };
  };
  return readDocument(bucket, artifactKey(name), read, signal).then((found) => found?.value ?? null);
}

/** Takes the artifact's name in the bucket. Returns the other artifact that has it; null when it is ours. */
export async function claimArtifact(bucket: Bucket, artifact: Artifact, uid: string, by: PushedBy, signal: AbortSignal): Promise<ArtifactFile | null> {
  const { name, type, mode, createdAt } = artifact;
  const content = encodeBucketDocument({ uid, name, type, mode, createdAt, by: byDocument(by) });
  const outcome = await bucket.put(artifactKey(name), content, { kind: 'absent' }, { signal });
  if (outcome.outcome === 'put') return null;
  const present = await readArtifactFile(bucket, name, signal);
  if (present === null) throw goneWhileRead(bucket.address, artifactKey(name));
  return present.uid === uid ? null : present;
}

/** Looks who has the artifact's name in the bucket, as `claimArtifact` does. Throws Failure `artifact.not-found` when nobody does. */
export async function meetArtifact(bucket: Bucket, name: string, uid: string, remote: Remote, signal: AbortSignal): Promise<ArtifactFile | null> {
  const present = await readArtifactFile(bucket, name, signal);
  if (present !== null) return present.uid === uid ? null : present;
  throw new Failure('artifact.not-found', `"${remote.name}" has no artifact named "${name}" any more.`, { name, remote: remote.name });
}

export function nameTaken(bucket: Bucket, { name, by }: ArtifactFile): Failure {
  const message = `The bucket ${bucket.address} has another artifact named "${name}", pushed by ${by.actor}. Clone that one, or give yours another name.`;
  return new Failure('artifact.name-taken', message, { name, address: bucket.address });
}
