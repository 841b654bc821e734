import type { Bucket, BucketEntry, Generation } from '../ports/bucket.ts';
import { editsPrefix, indexOfDeletion, indexOfEdits } from './bucket-keys.ts';

/** What was said of an artifact's versions after they were pushed, by their indexes. */
export interface ListedEdits {
  readonly edits: ReadonlyMap<number, Generation>;
  readonly deletions: ReadonlyMap<number, BucketEntry>;
}

/** One listing tells of both. */
export async function listEdits(bucket: Bucket, artifact: string, signal: AbortSignal): Promise<ListedEdits> {
  const edits = new Map<number, Generation>();
  const deletions = new Map<number, BucketEntry>();
  for await (const entry of bucket.list(editsPrefix(artifact), { signal })) {
    const edited = indexOfEdits(entry.key);
    const deleted = indexOfDeletion(entry.key);
    if (edited !== null) edits.set(edited, entry.generation);
    if (deleted !== null) deletions.set(deleted, entry);
  }
  return { edits, deletions };
}
