import type { Artifact } from '../model/artifact.ts';
import type { Bucket } from '../ports/bucket.ts';
import { readDocument } from './bucket-document.ts';
import { versionKey } from './bucket-keys.ts';
import { sideBySide } from './side-by-side.ts';
import { readVersionFile, type VersionFile } from './version-file.ts';

/** Records asked for at once, while there are more. */
const mostAtOnce = 16;

/**
 * What indexes from `next` on name in the bucket, one after the other without a gap, at most `limit`. Since indexes are claimed one by
 * one, the first that is not there is the end: one request when there is nothing new, and more at once the more there is.
 */
export async function readVersions(bucket: Bucket, artifact: Artifact, next: number, limit: number, signal: AbortSignal): Promise<VersionFile[]> {
  const found: VersionFile[] = [];
  for (let width = 1; found.length < limit; width = Math.min(mostAtOnce, 2 * width)) {
    const first = next + found.length;
    const read = new Map<number, VersionFile>();
    const indexes = Array.from({ length: Math.min(width, limit - found.length) }, (_, i) => first + i);
    await sideBySide(indexes, width, async (index) => {
      const document = await readDocument(bucket, versionKey(artifact.name, index), readVersionFile(index), signal);
      if (document !== null) read.set(index, document.value);
    });
    for (const index of indexes) {
      const file = read.get(index);
      if (file === undefined) return found;
      found.push(file);
    }
  }
  return found;
}
