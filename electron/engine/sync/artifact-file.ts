import { checkArtifactName, type Artifact, type TrackingMode } from '../model/artifact.ts';
import { goneWhileRead } from '../model/bucket-failure.ts';
import { Failure } from '../model/failure.ts';
import type { PushedBy } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { FieldError, fields, integer, oneOf, orNull, take, takeOr, text, truth, type Fields } from '../records/checked-fields.ts';
import { encodeBucketDocument, readDocument, type ReadDocument } from './bucket-document.ts';
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
  /** By whom it was deleted for everybody; null: it was not. While it is not final, it can be brought back as it was. */
  readonly deleted: { readonly by: PushedBy; readonly isFinal: boolean } | null;
}

export function readArtifactFile(bucket: Bucket, name: string, signal: AbortSignal): Promise<ArtifactFile | null> {
  return readArtifactDocument(bucket, name, signal).then((found) => found?.value ?? null);
}

export function readArtifactDocument(bucket: Bucket, name: string, signal: AbortSignal): Promise<ReadDocument<ArtifactFile> | null> {
  const read = (record: Fields): ArtifactFile => {
    if (checkArtifactName(take(record, 'name', text)) !== name) throw new FieldError('it is of another artifact');
    return {
      uid: take(record, 'uid', uidOf),
      name,
      type: take(record, 'type', shortText),
      mode: take(record, 'mode', oneOf<TrackingMode>(['copy', 'reference'])),
      createdAt: take(record, 'createdAt', integer),
      by: take(record, 'by', pushedBy),
      deleted: takeOr(record, 'deleted', orNull(deletedBy), null),
    };
  };
  return readDocument(bucket, artifactKey(name), read, signal);
}

function deletedBy(value: unknown): NonNullable<ArtifactFile['deleted']> {
  const found = fields(value);
  return { by: take(found, 'by', pushedBy), isFinal: take(found, 'final', truth) };
}

export function artifactDocument({ uid, name, type, mode, createdAt, by, deleted }: ArtifactFile): object {
  const gone = deleted === null ? {} : { deleted: { by: byDocument(deleted.by), final: deleted.isFinal } };
  return { uid, name, type, mode, createdAt, by: byDocument(by), ...gone };
}

/** Takes the artifact's name in the bucket. Returns the other artifact that has it, or ours when it was deleted; null when it is ours. */
export async function claimArtifact(bucket: Bucket, artifact: Artifact, uid: string, by: PushedBy, signal: AbortSignal): Promise<ArtifactFile | null> {
  const { name, type, mode, createdAt } = artifact;
  const content = encodeBucketDocument(artifactDocument({ uid, name, type, mode, createdAt, by, deleted: null }));
  const outcome = await bucket.put(artifactKey(name), content, { kind: 'absent' }, { signal });
  if (outcome.outcome === 'put') return null;
  const present = await readArtifactFile(bucket, name, signal);
  if (present === null) throw goneWhileRead(bucket.address, artifactKey(name));
  return isOurs(present, uid) ? null : present;
}

function isOurs(file: ArtifactFile, uid: string): boolean {
  return file.uid === uid && file.deleted === null;
}

/** Looks who has the artifact's name in the bucket, as `claimArtifact` does. `gone` when nobody does. */
export async function meetArtifact(bucket: Bucket, name: string, uid: string, signal: AbortSignal): Promise<ArtifactFile | 'gone' | null> {
  const present = await readArtifactFile(bucket, name, signal);
  if (present === null) return 'gone';
  return isOurs(present, uid) ? null : present;
}

export function nameTaken(bucket: Bucket, { name, by }: ArtifactFile): Failure {
  const message = `The bucket ${bucket.address} has another artifact named "${name}", pushed by ${by.actor}. Clone that one, or give yours another name.`;
  return new Failure('artifact.name-taken', message, { name, address: bucket.address });
}
