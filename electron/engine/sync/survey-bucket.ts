import type { Digest } from '../model/digest.ts';
import { isArtifactName } from '../model/artifact.ts';
import type { Bucket, BucketEntry, Generation } from '../ports/bucket.ts';
import { readArtifactDocument, type ArtifactFile } from './artifact-file.ts';
import { readDocument, type ReadDocument } from './bucket-document.ts';
import { indexOfVersion, versionKey, versionsPrefix } from './bucket-keys.ts';
import { listEdits } from './list-edits.ts';
import { sideBySide } from './side-by-side.ts';
import { readVersionFile, type VersionFile } from './version-file.ts';

export interface SurveyedVersion {
  readonly file: VersionFile;
  readonly root: Digest;
  /** Of the record. */
  readonly generation: Generation;
  /** Where it says that the version was deleted; null: it was not. */
  readonly deletion: BucketEntry | null;
}

export interface SurveyedArtifact {
  readonly name: string;
  readonly document: ReadDocument<ArtifactFile>;
  /** Void indexes are left out. */
  readonly versions: readonly SurveyedVersion[];
}

const recordsAtOnce = 16;

/** Reads what every artifact of a bucket names. Costs a request for each version, and three for each artifact. */
export async function surveyBucket(bucket: Bucket, signal: AbortSignal): Promise<SurveyedArtifact[]> {
  const names: string[] = [];
  for await (const name of bucket.children('artifacts/', { signal })) if (isArtifactName(name)) names.push(name);
  const found: SurveyedArtifact[] = [];
  for (const name of names) {
    const document = await readArtifactDocument(bucket, name, signal);
    // What has no document is the rest of a removal, or not there yet: its document comes before anything else.
    if (document === null) continue;
    found.push({ name, document, versions: document.value.deleted?.isFinal === true ? [] : await surveyVersions(bucket, name, signal) });
  }
  return found;
}

async function surveyVersions(bucket: Bucket, name: string, signal: AbortSignal): Promise<SurveyedVersion[]> {
  // Deletions first: a version that is brought back meanwhile counts as deleted in vain, and is found to be needed next time.
  const { deletions } = await listEdits(bucket, name, signal);
  const indexes: number[] = [];
  for await (const { key } of bucket.list(versionsPrefix(name), { signal })) indexes.push(indexOfVersion(key) ?? -1);
  const versions: SurveyedVersion[] = [];
  await sideBySide(indexes.filter((index) => index >= 0), recordsAtOnce, async (index) => {
    const record = await readDocument(bucket, versionKey(name, index), readVersionFile(index), signal);
    if (record === null || record.value.version === null) return;
    versions.push({ file: record.value, root: record.value.version.root, generation: record.entry.generation, deletion: deletions.get(index) ?? null });
  });
  return versions.toSorted((a, b) => a.file.index - b.file.index);
}
