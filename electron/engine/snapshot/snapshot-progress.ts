import type { ActivityHandle } from '../activities/activities.ts';
import type { Version } from '../model/version.ts';
import type { CaptureFolder } from '../ports/capture.ts';
import { sumFiles } from '../scan/listing.ts';

/** Progress in two parts that go on at the same time: how much was found, and how much was read. */
export interface SnapshotProgress {
  found(folder: CaptureFolder): void;
  captured(done: { readonly files: number; readonly bytes: number }): void;
  /** Bytes of all that was found to read so far. */
  foundBytes(): number;
}

export function startProgress(activity: ActivityHandle, base: Version | null, checkRoom: (folder: CaptureFolder) => void): SnapshotProgress {
  let sum = { files: 0, bytes: 0 };
  return {
    found: (folder) => {
      const { files, bytes } = sumFiles(folder.files);
      sum = { files: sum.files + files, bytes: sum.bytes + bytes };
      checkRoom(folder);
      activity.advance({ phase: base === null ? 'Reading files' : 'Looking for changes', totalFiles: sum.files, totalBytes: sum.bytes });
    },
    captured: ({ files, bytes }) => activity.advance({ phase: 'Reading files', files, bytes }),
    foundBytes: () => sum.bytes,
  };
}
