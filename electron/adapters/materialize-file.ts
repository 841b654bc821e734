import { closeSync, constants, fchmodSync, fsyncSync, ftruncateSync, futimesSync, openSync, rmSync, writeSync } from 'node:fs';
import { maximumChunk } from '../engine/chunking/chunker.ts';
import { Failure } from '../engine/model/failure.ts';
import type { FileRecipe } from '../engine/ports/materialize.ts';
import type { FsContainerStore } from './container-store-fs.ts';
import { startDigest } from './digester-node.ts';
import { writeFromClone } from './materialize-clone.ts';
import { secondsOf } from './materialize-times.ts';

const createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

export interface FileTools {
  readonly store: Pick<FsContainerStore, 'read' | 'cloneInto'>;
  /** Permission bits that a new file does not get by itself. */
  readonly umask: number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly onBytes: (bytes: number) => void;
}

/**
 * Writes a whole new file at a path where nothing is: bytes, permission bits, times; durable when asked. Its content is
 * proven before this returns: each chunk by its own digest, the whole by the blob's. Yields between the chunks of big files.
 * Whatever goes wrong, nothing stays at that path. Throws Failure `store.damaged` that names the path.
 */
export function* writeFile(target: string, recipe: FileRecipe, durable: boolean, tools: FileTools): Generator<number, void> {
  const { entry } = recipe;
  const finish = (to: number, bits: number): void => {
    if (bits !== 0) fchmodSync(to, entry.mode & 0o777);
    futimesSync(to, tools.now() / 1000, secondsOf(entry.modifiedAt));
    if (durable) fsyncSync(to);
  };
  if (yield* writeFromClone(target, recipe, (to) => finish(to, 0o777), tools)) return;
  // The owner may write until all is done; what the umask takes away is given at the end.
  const fd = openSync(target, createFlags, entry.mode & 0o777);
  let done = false;
  try {
    yield* writeContent(fd, recipe, tools);
    finish(fd, entry.mode & tools.umask);
    done = true;
  } finally {
    closeSync(fd);
    if (!done) rmSync(target, { force: true });
  }
}

function* writeContent(fd: number, { entry, chunks }: FileRecipe, tools: FileTools): Generator<number, void> {
  const [only] = chunks;
  // A single chunk that is named by the blob's own digest is proven by being read.
  const whole = chunks.length === 1 && only?.digest === entry.blob ? null : startDigest();
  let written = 0;
  let isHole = false;
  for (const { digest, location } of chunks) {
    const bytes = readNamed(entry.path, () => tools.store.read(digest, location));
    // Zeros stay a hole, so that a sparse file takes no more of the disk than it did.
    isHole = isZeros(bytes);
    for (let at = isHole ? bytes.length : 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, written + at);
    whole?.update(bytes);
    written += bytes.length;
    tools.onBytes(bytes.length);
    if (whole !== null) yield 0;
  }
  if (isHole) ftruncateSync(fd, written);
  if (written === entry.size && (whole === null || whole.finish() === entry.blob)) return;
  throw new Failure('store.damaged', `${entry.path} cannot be restored: what the store holds of it is not what the version says.`, {
    path: entry.path,
    digest: entry.blob,
  });
}

/** As long as the longest chunk. */
const zeros = new Uint8Array(maximumChunk);

function isZeros(bytes: Uint8Array): boolean {
  // Nearly every chunk is told by its first byte; one that is too long for a chunk is written like any other.
  return bytes[0] === 0 && bytes.length <= zeros.length && Buffer.compare(bytes, zeros.subarray(0, bytes.length)) === 0;
}

/** Says which path a damaged chunk belongs to. */
function readNamed(path: string, read: () => Uint8Array): Uint8Array {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    throw new Failure(error.code, `${path} cannot be restored: ${error.message}`, { ...error.data, path }, error);
  }
}
