import { longestDescription } from '../versions/edit-version.ts';
import type { VersionEdits } from '../model/version-edits.ts';
import { checkMetadata } from '../model/metadata.ts';
import { FieldError, fields, list, take, text, truth, type Fields } from '../records/checked-fields.ts';
import { versionTimeToLive } from '../records/keep-fields.ts';

const mostTags = 1_000;

/** The fields of what can be edited about a version, as they came from outside. Throws a FieldError, or the Failure of what the model refuses. */
export function readEdits(record: Fields): VersionEdits {
  const description = take(record, 'description', text);
  if (description.length > longestDescription) throw new FieldError('"description" is longer than it can be');
  return {
    description,
    metadata: checkMetadata(take(record, 'metadata', fields)),
    tags: checkTags(take(record, 'tags', (value) => list(value, text))),
    pinned: take(record, 'pinned', truth),
    timeToLive: take(record, 'timeToLive', versionTimeToLive),
  };
}

export function checkTags(tags: readonly string[]): readonly string[] {
  const isOne = (tag: string): boolean => tag.trim() !== '' && tag.length <= 128;
  if (tags.length > mostTags || !tags.every(isOne) || new Set(tags).size !== tags.length) throw new FieldError('"tags" are not tags');
  return tags;
}
