import { chmodSync, closeSync, constants, copyFileSync, fsync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ContainerId } from '../engine/ports/container-store.ts';
import { encodeCloneFooter, encodeCloneTrailer, type ClonedChunk } from './clone-format.ts';
import { digestOf } from './digester-node.ts';
import { makeDurableFolder, storeError, syncFolder } from './durable-files.ts';
import type { PackPlace, WriteBytes } from './pack-file.ts';

/** Makes a file that shares its blocks with another, or throws: where that cannot be, nothing is made. */
export type CloneFile = (source: string, target: string) => void;

/** Asks the file system: btrfs, XFS and APFS can; others refuse, and so do all of them between two file systems. */
export const cloneFile: CloneFile = (source, target) => {
  copyFileSync(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
};

/** A clone together with its footer, which says what lies in it in a form that can be handed to another thread. */
export interface SealedClone {
  readonly id: ContainerId;
  readonly size: number;
  readonly footer: Uint8Array;
}

/** A clone that was made and is not sealed: nobody but its maker changes it, and it changes nothing of what it was made of. */
export interface OpenClone {
  readonly id: ContainerId;
  /** Where it lies until it is sealed. */
  readonly path: string;
  /** Writes its index behind the content, makes all durable and puts it in its place. Throws Failure `store.full`. */
  seal(chunks: readonly ClonedChunk[]): Promise<SealedClone>;
  /** Removes it. Harmless when it is sealed. */
  discard(): void;
}

export interface CloneMaking {
  readonly clone: CloneFile;
  readonly write: WriteBytes | undefined;
}

const fsyncLater = promisify(fsync);

/** The name under which an open file can be cloned: the file itself where the system has one for it, whatever its path names by now. */
export function sourceOf(fd: number, file: string): string {
  return process.platform === 'linux' ? `/proc/self/fd/${fd}` : file;
}

/** Clones a file of `size` bytes. Null where that cannot be, for whatever reason: what matters then comes up again when it is read. */
export function openClone(place: PackPlace, source: string, size: number, { clone, write = writeSync }: CloneMaking): OpenClone | null {
  const { id, temporary } = place;
  try {
    makeDurableFolder(path.dirname(temporary));
    clone(source, temporary);
    // It came with the permission bits of the user's file.
    chmodSync(temporary, 0o600);
    if (statSync(temporary).size !== size) throw new RangeError('the file has another size by now');
  } catch {
    rmSync(temporary, { force: true });
    return null;
  }
  let sealed = false;

  async function seal(chunks: readonly ClonedChunk[]): Promise<SealedClone> {
    try {
      const footer = encodeCloneFooter(size, chunks);
      const trailer = encodeCloneTrailer(footer.length, digestOf(footer));
      await append(temporary, [footer, trailer], write);
      makeDurableFolder(path.dirname(place.final));
      renameSync(temporary, place.final);
      sealed = true;
      syncFolder(path.dirname(place.final));
      return { id, size: size + footer.length + trailer.length, footer };
    } catch (error) {
      throw storeError(error);
    }
  }

  return {
    id,
    path: temporary,
    seal,
    discard: () => {
      if (!sealed) rmSync(temporary, { force: true });
    },
  };
}

async function append(file: string, parts: readonly Uint8Array[], write: WriteBytes): Promise<void> {
  const fd = openSync(file, constants.O_WRONLY | constants.O_APPEND);
  try {
    for (const part of parts) for (let done = 0; done < part.length; ) done += write(fd, part.subarray(done));
    await fsyncLater(fd);
  } finally {
    closeSync(fd);
  }
}
