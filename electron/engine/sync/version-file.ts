import type { PushedBy } from '../model/remote.ts';
import { count, FieldError, fields, integer, oneOf, take, text, type Fields } from '../records/checked-fields.ts';
import { readVersion, versionDocument, type RecordedVersion } from '../records/version-record.ts';
import { longestDescription } from '../versions/edit-version.ts';
import { checkTags } from './checked-edits.ts';

/** `versions/v<N>.json`: what an index in the bucket names, for good. */
export interface VersionFile {
  /** The version's random id: who asked for an index knows by it whether it is its own that lies there. */
  readonly uid: string;
  readonly by: PushedBy;
  readonly index: number;
  /** Null: no version, since the one that had the index was deleted before it was pushed. */
  readonly version: RecordedVersion | null;
  /** The version that it was made from, where that is not the one before it; null: it is. */
  readonly madeFrom: number | null;
}

const uidPattern = /^[A-Za-z0-9]{1,64}$/;

export function versionFileDocument({ uid, by, index, version, madeFrom }: VersionFile): object {
  return { kind: version === null ? 'void' : 'version', uid, by: byDocument(by), index, ...(version === null ? {} : { version: versionDocument(version) }), ...(madeFrom === null ? {} : { madeFrom }) };
}

export function byDocument({ actor, client, at }: PushedBy): object {
  return { actor, client, at };
}

/** Takes what lay under the key of that index. Throws a FieldError. */
export function readVersionFile(index: number): (record: Fields) => VersionFile {
  return (record) => {
    const kind = take(record, 'kind', oneOf(['version', 'void']));
    if (take(record, 'index', count) !== index) throw new FieldError('it is of another index');
    const found = { uid: take(record, 'uid', uidOf), by: take(record, 'by', pushedBy), index };
    if (kind === 'void') return { ...found, version: null, madeFrom: null };
    const version = take(record, 'version', (value) => readVersion(fields(value)));
    if (version.index !== index) throw new FieldError('it holds a version of another index');
    if (version.identicalTo !== null && version.identicalTo >= index) throw new FieldError('it is identical to a version that comes later');
    checkTags(version.tags);
    shortText(version.actor);
    if (version.description.length > longestDescription) throw new FieldError('its description is longer than it can be');
    const madeFrom = record['madeFrom'] === undefined ? null : take(record, 'madeFrom', count);
    if (madeFrom !== null && madeFrom >= index) throw new FieldError('it was made from a version that comes later');
    return { ...found, version, madeFrom };
  };
}

export function uidOf(value: unknown): string {
  const uid = text(value);
  if (!uidPattern.test(uid)) throw new FieldError('is not an id');
  return uid;
}

export function pushedBy(value: unknown): PushedBy {
  const found = fields(value);
  return { actor: take(found, 'actor', shortText), client: take(found, 'client', uidOf), at: take(found, 'at', integer) };
}

/** A name that people read: bounded, so that nobody can fill a window with it. */
export function shortText(value: unknown): string {
  const found = text(value);
  if (found.length > 512) throw new FieldError('is longer than it can be');
  return found;
}
