import type { Core } from '../core.ts';
import { childPath } from '../model/entry-path.ts';
import { Failure } from '../model/failure.ts';
import { sizeInWords } from '../model/size-in-words.ts';
import type { CaptureFolder } from '../ports/capture.ts';
import { decodeListing, sumFiles } from '../scan/listing.ts';

/** Files of so many bytes are asked how much of them is holes, which take no room in the store either. */
const noticedSize = 64 * 1024 * 1024;

/**
 * Told of one folder after the other that is to be stored, it throws Failure `store.full` as soon as they cannot fit where the home is:
 * better before hours of reading than after.
 */
export function openRoomCheck(core: Core, root: string): (folder: CaptureFolder) => void {
  const free = core.workTree.freeSpace(core.home);
  let needed = 0;
  return (folder) => {
    needed += bytesToKeep(core, root, folder);
    if (needed <= free) return;
    const message = `${root} holds more than the ${sizeInWords(free)} that are free where Strata keeps its versions; free some space there, or move Strata's home to a larger disk.`;
    throw new Failure('store.full', message, { path: root, freeBytes: free });
  };
}

function bytesToKeep({ workTree }: Core, root: string, { path, files }: CaptureFolder): number {
  const { bytes } = sumFiles(files);
  if (bytes < noticedSize) return bytes;
  const holes = decodeListing(files).reduce((sum, child) => {
    if (child.kind !== 'file' || child.stamp.size < noticedSize) return sum;
    return sum + Math.max(0, child.stamp.size - workTree.bytesOnDisk(root, childPath(path, child.name)));
  }, 0);
  return bytes - holes;
}
