import { closeSync, fsync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ContainerId } from '../engine/ports/container-store.ts';
import { digestOf } from './digester-node.ts';
import { makeDurableFolder, syncFolder } from './durable-files.ts';
import { encodeHeader, encodeTrailer } from './pack-format.ts';

/** Writes bytes at the end of a file; as `writeSync`. */
export type WriteBytes = (fd: number, bytes: Uint8Array) => number;

export interface PackPlace {
  readonly id: ContainerId;
  /** Where it is written. */
  readonly temporary: string;
  /** Where it lies once sealed. */
  readonly final: string;
}

/** The file of a pack while it is written. It appears with the first frame. Errors are the system's own. */
export interface PackFile {
  /** Writes a frame; returns its offset. */
  append(head: Uint8Array, payload: Uint8Array): number;
  /** Writes footer and trailer, makes all durable and puts the file in its place. Returns its size, bytes. */
  seal(footer: Uint8Array): number;
  /** The same, but the disk is waited for in Node's pool. Nothing else may be called until it answers. */
  sealLater(footer: Uint8Array): Promise<number>;
  /** Removes what was written and is not sealed. */
  discard(): void;
}

const fsyncLater = promisify(fsync);

export function createPackFile(place: PackPlace, write: WriteBytes = writeSync): PackFile {
  let fd: number | null = null;
  let size = 0;

  function put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += write(fd as number, done === 0 ? bytes : bytes.subarray(done));
    size += bytes.length;
  }

  function begin(): void {
    makeDurableFolder(path.dirname(place.temporary));
    fd = openSync(place.temporary, 'wx', 0o600);
    put(encodeHeader());
  }

  function close(): void {
    const opened = fd;
    fd = null;
    if (opened !== null) closeSync(opened);
  }

  function finish(footer: Uint8Array): number {
    put(footer);
    put(encodeTrailer(footer.length, digestOf(footer)));
    return fd as number;
  }

  function putInPlace(): number {
    close();
    makeDurableFolder(path.dirname(place.final));
    renameSync(place.temporary, place.final);
    syncFolder(path.dirname(place.final));
    return size;
  }

  return {
    append: (head, payload) => {
      if (fd === null) begin();
      const offset = size;
      put(head);
      put(payload);
      return offset;
    },
    seal: (footer) => {
      fsyncSync(finish(footer));
      return putInPlace();
    },
    sealLater: async (footer) => {
      await fsyncLater(finish(footer));
      return putInPlace();
    },
    discard: () => {
      close();
      rmSync(place.temporary, { force: true });
    },
  };
}
