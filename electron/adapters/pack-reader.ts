import { closeSync, fstatSync, readSync } from 'node:fs';
import { Failure } from '../engine/model/failure.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { ChunkLocation, ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { cloneTrailerLength, decodeCloneFooter, decodeCloneRows, decodeCloneTrailer } from './clone-format.ts';
import { digestOf } from './digester-node.ts';
import { systemCode } from './durable-files.ts';
import { checkFrameHead, decodeFrame } from './frame.ts';
import { checkHeader, checkSameFormat, decodeFooter, decodeTrailer, headerLength, maximumFrameBytes, PackRefusal, trailerLength } from './pack-format.ts';

/** Files kept open, and unpacked bytes kept, by one reader. */
const mostOpenFiles = 32;
const mostKeptBytes = 16 * 1024 * 1024;

/** A container that is open for reading. */
export interface OpenContainer {
  readonly fd: number;
  readonly isClone: boolean;
}

export interface PackReader {
  /** The chunk's bytes, a view that must not be written to. Throws Failure `store.damaged`. */
  read(digest: Digest, location: ChunkLocation): Uint8Array;
  readIndex(id: ContainerId): SealedContainer;
  /** Chunks that are stored elsewhere, and whose bytes a clone holds all the same. Throws as `readIndex` does. */
  readBeside(id: ContainerId): Digest[];
  /**
   * The frame that a chunk lies in, as it is stored; null in a clone, which has none. Throws Failure `store.damaged` when it is cut
   * or no frame.
   */
  readFrame(location: ChunkLocation): Uint8Array | null;
  /** Lets go of everything held of one container. */
  forget(id: ContainerId): void;
  /** Closes every file. It may be used again afterwards. */
  close(): void;
}

/** Reads packs and clones with positioned reads; keeps the last files open and the last frames unpacked, both within bounds. */
export function createPackReader(open: (id: ContainerId) => OpenContainer): PackReader {
  return new KeepingPackReader(open);
}

class KeepingPackReader implements PackReader {
  readonly #open: (id: ContainerId) => OpenContainer;
  /** Both in the order of their last use. */
  readonly #files = new Map<ContainerId, OpenContainer>();
  readonly #frames = new Map<string, Uint8Array>();
  #keptBytes = 0;

  constructor(open: (id: ContainerId) => OpenContainer) {
    this.#open = open;
  }

  read(digest: Digest, location: ChunkLocation): Uint8Array {
    return this.#translated(location.container, digest, () => {
      const bytes = this.#bytesAt(location);
      if (digestOf(bytes) !== digest) throw new PackRefusal('a chunk holds other bytes');
      return bytes;
    });
  }

  readIndex(id: ContainerId): SealedContainer {
    return this.#translated(id, null, () => {
      const { fd, isClone } = this.#fileOf(id);
      const { size } = fstatSync(fd);
      return isClone ? decodeCloneFooter(readCloneFooter(fd, size), id, size) : readPackIndex(fd, id, size);
    });
  }

  readBeside(id: ContainerId): Digest[] {
    return this.#translated(id, null, () => {
      const { fd, isClone } = this.#fileOf(id);
      const { size } = fstatSync(fd);
      if (!isClone) return [];
      return decodeCloneRows(readCloneFooter(fd, size), size).flatMap(({ digest, isBeside }) => (isBeside ? [digest] : []));
    });
  }

  readFrame(location: ChunkLocation): Uint8Array | null {
    return this.#translated(location.container, null, () => {
      const { fd, isClone } = this.#fileOf(location.container);
      if (isClone) return null;
      const stored = readExactly(fd, location.frameOffset, location.frameLength);
      checkFrameHead(stored);
      return stored;
    });
  }

  forget(id: ContainerId): void {
    const file = this.#files.get(id);
    if (file !== undefined) closeSync(file.fd);
    this.#files.delete(id);
    for (const [key, bytes] of this.#frames) {
      if (!key.startsWith(id)) continue;
      this.#frames.delete(key);
      this.#keptBytes -= bytes.length;
    }
  }

  close(): void {
    for (const { fd } of this.#files.values()) closeSync(fd);
    this.#files.clear();
    this.#frames.clear();
    this.#keptBytes = 0;
  }

  #fileOf(id: ContainerId): OpenContainer {
    const file = this.#files.get(id) ?? this.#open(id);
    this.#files.delete(id);
    this.#files.set(id, file);
    if (this.#files.size > mostOpenFiles) {
      const [oldest, old] = this.#files.entries().next().value as [ContainerId, OpenContainer];
      this.#files.delete(oldest);
      closeSync(old.fd);
    }
    return file;
  }

  #bytesAt(location: ChunkLocation): Uint8Array {
    const { fd, isClone } = this.#fileOf(location.container);
    if (isClone) {
      if (location.length > maximumFrameBytes) throw new PackRefusal('a chunk has an impossible length');
      return readExactly(fd, location.frameOffset, location.length);
    }
    const raw = this.#frameAt(fd, location);
    const end = location.offset + location.length;
    if (end > raw.length) throw new PackRefusal('a chunk reaches beyond its frame');
    return raw.subarray(location.offset, end);
  }

  #frameAt(fd: number, location: ChunkLocation): Uint8Array {
    const key = `${location.container}:${location.frameOffset}`;
    const kept = this.#frames.get(key);
    if (kept !== undefined) {
      this.#frames.delete(key);
      this.#frames.set(key, kept);
      return kept;
    }
    // Room for the lengths of chunks and for the little that zstd may add: what is longer was not made by a writer.
    if (location.frameLength > 2 * maximumFrameBytes) throw new PackRefusal('a frame has an impossible length');
    const raw = decodeFrame(readExactly(fd, location.frameOffset, location.frameLength));
    this.#keep(key, raw);
    return raw;
  }

  #keep(key: string, raw: Uint8Array): void {
    this.#frames.set(key, raw);
    this.#keptBytes += raw.length;
    for (const [oldest, bytes] of this.#frames) {
      if (this.#keptBytes <= mostKeptBytes || oldest === key) break;
      this.#frames.delete(oldest);
      this.#keptBytes -= bytes.length;
    }
  }

  #translated<T>(container: ContainerId, digest: Digest | null, act: () => T): T {
    try {
      return act();
    } catch (error) {
      this.forget(container);
      throw damage(error, container, digest);
    }
  }
}

function readPackIndex(fd: number, id: ContainerId, size: number): SealedContainer {
  if (size < headerLength + trailerLength) throw new PackRefusal('its end is missing');
  const header = readExactly(fd, 0, headerLength);
  const end = readExactly(fd, size - trailerLength, trailerLength);
  checkSameFormat(header, end);
  checkHeader(header);
  const trailer = decodeTrailer(end, size);
  return decodeFooter(readFooter(fd, size - trailerLength, trailer), id, size);
}

function readCloneFooter(fd: number, size: number): Uint8Array {
  if (size < cloneTrailerLength) throw new PackRefusal('its end is missing');
  const trailer = decodeCloneTrailer(readExactly(fd, size - cloneTrailerLength, cloneTrailerLength), size);
  return readFooter(fd, size - cloneTrailerLength, trailer);
}

function readFooter(fd: number, end: number, trailer: { readonly footerLength: number; readonly footerDigest: Digest }): Uint8Array {
  const footer = readExactly(fd, end - trailer.footerLength, trailer.footerLength);
  if (digestOf(footer) !== trailer.footerDigest) throw new PackRefusal('its index is damaged');
  return footer;
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
    return new Failure('store.newer-format', `The container ${container} was written by a newer Strata (${error.message}); update Strata to read it.`, data, error);
  }
  const code = systemCode(error);
  const why = error instanceof PackRefusal ? error.message : code === 'ENOENT' ? 'it is missing' : code === 'EIO' ? 'the disk cannot read it' : null;
  if (why === null) return error;
  return new Failure('store.damaged', `The container ${container} in the store is damaged: ${why}. Run verify to see which versions it touches.`, data, error);
}
