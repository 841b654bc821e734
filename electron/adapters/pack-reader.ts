import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Failure } from '../engine/model/failure.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { ChunkLocation, ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { digestOf } from './digester-node.ts';
import { systemCode } from './durable-files.ts';
import { decodeFrame } from './frame.ts';
import { checkHeader, decodeFooter, decodeTrailer, headerLength, maximumFrameBytes, PackRefusal, trailerLength } from './pack-format.ts';

/** Files kept open, and unpacked bytes kept, by one reader. */
const mostOpenFiles = 32;
const mostKeptBytes = 16 * 1024 * 1024;

export interface PackReader {
  /** The chunk's bytes, a view that must not be written to. Throws Failure `store.damaged`. */
  read(digest: Digest, location: ChunkLocation): Uint8Array;
  readIndex(id: ContainerId): SealedContainer;
  /** Lets go of everything held of one container. */
  forget(id: ContainerId): void;
  /** Closes every file. It may be used again afterwards. */
  close(): void;
}

/** Reads packs with positioned reads; keeps the last files open and the last frames unpacked, both within bounds. */
export function createPackReader(pathOf: (id: ContainerId) => string): PackReader {
  const files = new Map<ContainerId, number>();
  const frames = new Map<string, Uint8Array>();
  let keptBytes = 0;

  function fileOf(id: ContainerId): number {
    const open = files.get(id) ?? openSync(pathOf(id), 'r');
    files.delete(id);
    files.set(id, open);
    if (files.size > mostOpenFiles) {
      const [oldest, fd] = files.entries().next().value as [ContainerId, number];
      files.delete(oldest);
      closeSync(fd);
    }
    return open;
  }

  function frameAt(location: ChunkLocation): Uint8Array {
    const key = `${location.container}:${location.frameOffset}`;
    const kept = frames.get(key);
    if (kept !== undefined) {
      frames.delete(key);
      frames.set(key, kept);
      return kept;
    }
    // Room for the lengths of chunks and for the little that zstd may add: what is longer was not made by a writer.
    if (location.frameLength > 2 * maximumFrameBytes) throw new PackRefusal('a frame has an impossible length');
    const raw = decodeFrame(readExactly(fileOf(location.container), location.frameOffset, location.frameLength));
    keep(key, raw);
    return raw;
  }

  function keep(key: string, raw: Uint8Array): void {
    frames.set(key, raw);
    keptBytes += raw.length;
    for (const [oldest, bytes] of frames) {
      if (keptBytes <= mostKeptBytes || oldest === key) break;
      frames.delete(oldest);
      keptBytes -= bytes.length;
    }
  }

  function read(digest: Digest, location: ChunkLocation): Uint8Array {
    return translated(location.container, digest, () => {
      const raw = frameAt(location);
      const end = location.offset + location.length;
      if (end > raw.length) throw new PackRefusal('a chunk reaches beyond its frame');
      const bytes = raw.subarray(location.offset, end);
      if (digestOf(bytes) !== digest) throw new PackRefusal('a chunk holds other bytes');
      return bytes;
    });
  }

  function readIndex(id: ContainerId): SealedContainer {
    return translated(id, null, () => {
      const fd = fileOf(id);
      const { size } = fstatSync(fd);
      if (size < headerLength + trailerLength) throw new PackRefusal('its end is missing');
      checkHeader(readExactly(fd, 0, headerLength));
      const trailer = decodeTrailer(readExactly(fd, size - trailerLength, trailerLength), size);
      const footer = readExactly(fd, size - trailerLength - trailer.footerLength, trailer.footerLength);
      if (digestOf(footer) !== trailer.footerDigest) throw new PackRefusal('its index is damaged');
      return decodeFooter(footer, id, size);
    });
  }

  function translated<T>(container: ContainerId, digest: Digest | null, act: () => T): T {
    try {
      return act();
    } catch (error) {
      forget(container);
      throw damage(error, container, digest);
    }
  }

  function forget(id: ContainerId): void {
    const fd = files.get(id);
    if (fd !== undefined) closeSync(fd);
    files.delete(id);
    for (const [key, bytes] of frames) {
      if (!key.startsWith(id)) continue;
      frames.delete(key);
      keptBytes -= bytes.length;
    }
  }

  function close(): void {
    for (const fd of files.values()) closeSync(fd);
    files.clear();
    frames.clear();
    keptBytes = 0;
  }

  return { read, readIndex, forget, close };
}

/** Reads that many bytes or throws a PackRefusal. */
function readExactly(fd: number, position: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let done = 0; done < length; ) {
    const got = readSync(fd, bytes, done, length - done, position + done);
    if (got === 0) throw new PackRefusal('it is cut');
    done += got;
  }
  return bytes;
}

/** What is wrong with a container as a Failure. Unknown errors (too many open files, no permission) pass as they are. */
function damage(error: unknown, container: ContainerId, digest: Digest | null): unknown {
  const data = digest === null ? { container } : { container, digest };
  if (error instanceof PackRefusal && error.newer) {
    return new Failure('store.newer-format', `The pack ${container} was written by a newer Strata (${error.message}); update Strata to read it.`, data, error);
  }
  const code = systemCode(error);
  const why = error instanceof PackRefusal ? error.message : code === 'ENOENT' ? 'it is missing' : code === 'EIO' ? 'the disk cannot read it' : null;
  if (why === null) return error;
  return new Failure('store.damaged', `The pack ${container} in the store is damaged: ${why}. Run verify to see which versions it touches.`, data, error);
}
