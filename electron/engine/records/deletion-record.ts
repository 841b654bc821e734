import type { ArtifactId } from '../model/artifact.ts';
import type { Deletion } from '../model/deletion.ts';
import type { Version } from '../model/version.ts';
import { count, FieldError, fields, integer, list, take, text, truth, type Fields } from './checked-fields.ts';
import { decodeDocument, encodeDocument } from './record-document.ts';
import { deletionRecordName } from './record-name.ts';
import { artifactDocument, readArtifact, readVersion, versionDocument } from './version-record.ts';

/** `~deleted/<operation>.json`: a deletion that can still be taken back, and who deleted. */
export interface DeletionRecord {
  readonly deletion: Deletion;
  readonly actor: string;
}

export function encodeDeletionRecord({ deletion, actor }: DeletionRecord): string {
  const { operation, at, due, artifact, whole, versions } = deletion;
  return encodeDocument({
    operation,
    at,
    due,
    actor,
    whole,
    // Deletions of one artifact that is gone know each other by it.
    artifactId: artifact.id,
    artifact: artifactDocument(artifact),
    versions: versions.map((version) => ({ ...versionDocument(version), aliases: version.aliases })),
  });
}

/** Reads the record of a deletion that lay under this name. Throws as `decodeArtifactRecord` does. */
export function decodeDeletionRecord(name: string, document: string): DeletionRecord {
  return decodeDocument(name, document, (record) => {
    const operation = take(record, 'operation', count);
    if (name !== deletionRecordName(operation)) throw new FieldError(`it says that it is of the operation ${operation}`);
    const id = take(record, 'artifactId', count) as ArtifactId;
    const deletion = {
      operation,
      at: take(record, 'at', integer),
      due: take(record, 'due', integer),
      artifact: { ...take(record, 'artifact', (value) => readArtifact(fields(value))), id },
      whole: take(record, 'whole', truth),
      versions: take(record, 'versions', (value) => list(value, (one) => deletedVersion(fields(one), id))),
    };
    return { deletion, actor: take(record, 'actor', text) };
  });
}

function deletedVersion(record: Fields, artifact: ArtifactId): Version {
  // A version with a protected alias is never deleted.
  return { ...readVersion(record), artifact, aliases: take(record, 'aliases', (value) => list(value, text)), protectedAliases: [] };
}
