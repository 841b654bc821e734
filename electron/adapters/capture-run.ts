import { maximumChunk } from '../engine/chunking/chunker.ts';
import { writeDigest } from '../engine/model/digest.ts';
import { childPath, type EntryPath } from '../engine/model/entry-path.ts';
import type { CapturedFile, CapturedFolder, CaptureFolder, FileStamp } from '../engine/ports/capture.ts';
import { ListingCursor, sumFiles } from '../engine/scan/listing.ts';
import { blobLength } from '../engine/snapshot/captured-files.ts';
import type { MadeClone } from './capture-clone.ts';
import { tryBig, tryClone, trySmall, type ReadingTools, type ReadTry } from './capture-file.ts';

/** Pauses before each further try of the files that did not rest, ms. After the last one they are unsettled. */
const pauses = [25, 50, 100, 200];

/** What became of a run. */
export interface RunAnswers {
  /** The run's folders in their order. Their `blobs` are parts of one buffer. */
  readonly captured: readonly CapturedFolder[];
  /** Bytes of the captured files that are one chunk at most: nobody was told of them yet. */
  readonly quietBytes: number;
}

/**
 * Captures a run of files, one after the other; those that change are tried again together after a pause.
 *
 * A generator so that the same steps serve a thread that may block and one that may not. It yields 0 wherever its driver may
 * breathe or stop, and a number of ms where it must pause.
 */
export function* captureRun(root: string, folders: readonly CaptureFolder[], tools: ReadingTools): Generator<number, RunAnswers> {
  const open = openAnswers(folders);
  let restless: Restless[] = [];
  for (const answer of open) {
    const cursor = new ListingCursor(answer.folder.files);
    for (let at = 0; cursor.nextFile(); at++) {
      const path = childPath(answer.folder.path, cursor.name());
      const stamp = cursor.stamp();
      const absolute = `${root}/${path}`;
      // Small files, by far the most, are read without the detour over a generator each.
      const read = stamp.size <= maximumChunk ? trySmall(absolute, stamp, tools) : yield* tryBig(absolute, stamp, tools);
      if (read.outcome === 'changed') restless.push({ answer, at, path });
      take(answer, at, path, stamp, read);
      yield 0;
    }
  }
  for (const pause of pauses) {
    if (restless.length === 0) break;
    yield pause;
    restless = yield* tryAgain(root, restless, tools);
  }
  return { captured: open.map(closeAnswer), quietBytes: open.reduce((sum, { quietBytes }) => sum + quietBytes, 0) };
}

/** Clones the one file of a run; null where that cannot be. */
export function cloneOnly(root: string, folders: readonly CaptureFolder[], tools: ReadingTools): MadeClone | null {
  const [folder, second] = folders;
  if (folder === undefined || second !== undefined) return null;
  const cursor = new ListingCursor(folder.files);
  return cursor.nextFile() ? tryClone(`${root}/${childPath(folder.path, cursor.name())}`, cursor.stamp(), tools) : null;
}

/** A folder's answer while its files are read. */
interface OpenAnswer {
  readonly folder: CaptureFolder;
  readonly blobs: Uint8Array<ArrayBuffer>;
  readonly others: Map<number, CapturedFile>;
  quietBytes: number;
}

interface Restless {
  readonly answer: OpenAnswer;
  readonly at: number;
  readonly path: EntryPath;
}

function openAnswers(folders: readonly CaptureFolder[]): OpenAnswer[] {
  const counts = folders.map(({ files }) => sumFiles(files).files);
  const all = new Uint8Array(counts.reduce((sum, count) => sum + count, 0) * blobLength);
  let start = 0;
  return folders.map((folder, i) => {
    const end = start + (counts[i] as number) * blobLength;
    const blobs = all.subarray(start, end);
    start = end;
    return { folder, blobs, others: new Map(), quietBytes: 0 };
  });
}

function closeAnswer({ folder, blobs, others }: OpenAnswer): CapturedFolder {
  const sorted = [...others].toSorted(([a], [b]) => a - b);
  return { ...folder, blobs, others: sorted.map(([at, file]) => ({ at, file })) };
}

/** Reads those files again with the stamps they have now; returns those that changed once more. */
function* tryAgain(root: string, files: readonly Restless[], tools: ReadingTools): Generator<number, Restless[]> {
  const still: Restless[] = [];
  for (const file of files) {
    const read = yield* tryBig(`${root}/${file.path}`, null, tools);
    if (read.outcome === 'changed') still.push(file);
    take(file.answer, file.at, file.path, null, read);
    yield 0;
  }
  return still;
}

function take(answer: OpenAnswer, at: number, path: EntryPath, asked: FileStamp | null, read: ReadTry): void {
  if (read.outcome === 'captured') {
    const { content, stamp, racy } = read;
    if (content.size <= maximumChunk) answer.quietBytes += content.size;
    if (stamp === asked && content.list === null && !racy) return writeDigest(content.blob, answer.blobs, at * blobLength);
  }
  answer.others.set(at, answerOf(path, read));
  return undefined;
}

function answerOf(path: EntryPath, read: ReadTry): CapturedFile {
  switch (read.outcome) {
    case 'captured':
      return { path, ...read };
    case 'changed':
      return { outcome: 'unsettled', path };
    case 'gone':
      return { outcome: 'gone', path };
    case 'unreadable':
      return { outcome: 'unreadable', path, reason: read.reason };
  }
}
