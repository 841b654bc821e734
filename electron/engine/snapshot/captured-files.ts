import { digestFromBytes } from '../model/digest.ts';
import { childPath } from '../model/entry-path.ts';
import type { CapturedFile, CapturedFolder } from '../ports/capture.ts';
import { ListingCursor } from '../scan/listing.ts';

/** Bytes of a digest in `blobs`. */
export const blobLength = 32;

/** Reads an answer file by file, in the order of the listing, which is that of names. */
export function* capturedFiles(folder: CapturedFolder): Generator<CapturedFile> {
  const { path, files, blobs, others } = folder;
  let other = 0;
  const cursor = new ListingCursor(files);
  for (let at = 0; cursor.nextFile(); at++) {
    const answer = others[other];
    if (answer?.at === at) {
      other += 1;
      yield answer.file;
      continue;
    }
    const stamp = cursor.stamp();
    const content = { blob: digestFromBytes(blobs, at * blobLength), size: stamp.size, list: null };
    yield { outcome: 'captured', path: childPath(path, cursor.name()), content, stamp, racy: false };
  }
}
