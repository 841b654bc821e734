import type { PushedBy } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { count, FieldError, oneOf, take, text, type Fields } from '../records/checked-fields.ts';
import { readDocument, type ReadDocument } from './bucket-document.ts';
import { deletionKey } from './bucket-keys.ts';
import { byDocument, pushedBy, uidOf } from './version-file.ts';

/**
 * `edits/v<N>.deleted.json`: the version was deleted for everybody. It is made where nothing lies, and while it is not final, whoever takes it away with its
 * generation brings the version back.
 */
export interface DeletionFile {
  readonly index: number;
  /** Of the version. */
  readonly uid: string;
  /** Its index is void from then on, and nothing brings the version back. */
  readonly isFinal: boolean;
  readonly by: PushedBy;
  /** Something random: tells whose it is when an answer is lost. */
  readonly put: string;
}

export function deletionDocument({ index, uid, isFinal, by, put }: DeletionFile): object {
  return { index, uid, state: isFinal ? 'final' : 'deleted', by: byDocument(by), put };
}

export function readDeletion(bucket: Bucket, artifact: string, index: number, signal: AbortSignal): Promise<ReadDocument<DeletionFile> | null> {
  const read = (record: Fields): DeletionFile => {
    if (take(record, 'index', count) !== index) throw new FieldError('it is of another version');
    const isFinal = take(record, 'state', oneOf(['deleted', 'final'])) === 'final';
    return { index, uid: take(record, 'uid', uidOf), isFinal, by: take(record, 'by', pushedBy), put: take(record, 'put', text) };
  };
  return readDocument(bucket, deletionKey(artifact, index), read, signal);
}
