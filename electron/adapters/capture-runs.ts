import type { CaptureFolder } from '../engine/ports/capture.ts';
import { ListingCursor, sumFiles } from '../engine/scan/listing.ts';

/** Files that one thread reads in one go: neighbours in the tree, which then lie side by side in a pack. */
export interface CaptureRun {
  readonly folders: readonly CaptureFolder[];
  readonly files: number;
  /** Sum of their sizes at the scan. */
  readonly bytes: number;
}

/** Folders that wait to be read, and are handed out as runs: several small folders in one, big ones in pieces. */
export interface RunQueue {
  /** Files that were not handed out yet. */
  readonly files: number;
  add(folders: readonly CaptureFolder[]): { files: number; bytes: number };
  /** The next run; it ends with the file that reaches one of the figures. */
  cut(mostFiles: number, mostBytes: number): CaptureRun;
  clear(): void;
}

/** A folder from which files may have been handed out already. */
interface Waiting {
  readonly folder: CaptureFolder;
  readonly files: number;
  readonly bytes: number;
  /** Where the next piece begins, and how many files are left. */
  rest: { readonly cursor: ListingCursor; readonly at: number; readonly files: number } | null;
}

export function createRunQueue(): RunQueue {
  let queue: Waiting[] = [];
  /** Folders at the queue's start that were handed out. */
  let taken = 0;
  let files = 0;

  function add(folders: readonly CaptureFolder[]): { files: number; bytes: number } {
    const added = { files: 0, bytes: 0 };
    for (const folder of folders) {
      const sum = sumFiles(folder.files);
      if (sum.files === 0) continue;
      queue.push({ folder, ...sum, rest: null });
      added.files += sum.files;
      added.bytes += sum.bytes;
    }
    files += added.files;
    return added;
  }

  function cut(mostFiles: number, mostBytes: number): CaptureRun {
    const run = { folders: [] as CaptureFolder[], files: 0, bytes: 0 };
    for (let next = queue[taken]; next !== undefined && run.files < mostFiles && run.bytes < mostBytes; next = queue[taken]) {
      if (takeWhole(next, run, mostFiles, mostBytes) || takePiece(next, run, mostFiles, mostBytes)) taken += 1;
    }
    files -= run.files;
    if (taken === queue.length) clear();
    return run;
  }

  function clear(): void {
    queue = [];
    taken = 0;
    files = 0;
  }

  return {
    get files() {
      return files;
    },
    add,
    cut,
    clear,
  };
}

interface OpenRun {
  readonly folders: CaptureFolder[];
  files: number;
  bytes: number;
}

function takeWhole(next: Waiting, run: OpenRun, mostFiles: number, mostBytes: number): boolean {
  if (next.rest !== null || run.files + next.files > mostFiles || run.bytes + next.bytes > mostBytes) return false;
  run.folders.push(next.folder);
  run.files += next.files;
  run.bytes += next.bytes;
  return true;
}

/** Takes as many files as the run has room for, one at least. True when these were the last. */
function takePiece(next: Waiting, run: OpenRun, mostFiles: number, mostBytes: number): boolean {
  const { path, files } = next.folder;
  const { cursor, at, files: before } = next.rest ?? { cursor: new ListingCursor(files), at: 0, files: next.files };
  let left = before;
  for (; run.files < mostFiles && run.bytes < mostBytes && left > 0 && cursor.nextFile(); left--) {
    run.files += 1;
    run.bytes += cursor.size();
  }
  run.folders.push({ path, files: files.subarray(at, cursor.end) });
  next.rest = { cursor, at: cursor.end, files: left };
  return left === 0;
}
