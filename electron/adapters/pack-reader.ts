import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Failure } from '../engine/model/failure.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { ChunkLocation, ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { digestOf } from './digester-node.ts';
import { systemCode } from './durable-files.ts';
import { checkFrameHead, decodeFrame } from './frame.ts';
import { checkHeader, checkSameFormat, decodeFooter, decodeTrailer, headerLength, maximumFrameBytes, PackRefusal, trailerLength } from './pack-format.ts';

/** Files kept open, and unpacked bytes kept, by one reader. */
const mostOpenFiles = 32;
const mostKeptBytes = 16 * 1024 * 1024;

export interface PackReader {
  /** The chunk's bytes, a view that must not be written to. Throws Failure `store.damaged`. */
  read(digest: Digest, location: ChunkLocation): Uint8Array;
  readIndex(id: ContainerId): SealedContainer;
  /** The frame that a chunk lies in, as it is stored. Throws Failure `store.damaged` when it is cut or no frame. */
  readFrame(location: ChunkLocation): Uint8Array;
  /** Lets go of everything held of one container. */
  forget(id: ContainerId): void;
  /** Closes every file. It may be used again afterwards. */
  close(): void;
}

/** Reads packs with positioned reads; keeps the last files open and the last frames unpacked, both within bounds. */
export function createPackReader(pathOf: (id: ContainerId) => string): PackReader {
  return new KeepingPackReader(pathOf);
}

class KeepingPackReader implements PackReader {
  readonly #pathOf: (id: ContainerId) => string;
  /** Both in the order of their last use. */
  readonly #files = new Map<ContainerId, number>();
  readonly #frames = new Map<string, Uint8Array>();
  #keptBytes = 0;

  constructor(pathOf: (id: ContainerId) => string) {
    this.#pathOf = pathOf;
  }

  read(digest: Digest, location: ChunkLocation): Uint8Array {
    return this.#translated(location.container, digest, () => {
      const raw = this.#frameAt(location);
      const end = location.offset + location.length;
      if (end > raw.length) throw new PackRefusal('a chunk reaches beyond its frame');
      const bytes = raw.subarray(location.offset, end);
      if (digestOf(bytes) !== digest) throw new PackRefusal('a chunk holds other bytes');
      return bytes;
    });
  }

  readIndex(id: ContainerId): SealedContainer {
    return this.#translated(id, null, () => {
      const fd = this.#fileOf(id);
      const { size } = fstatSync(fd);
      if (size < headerLength + trailerLength) throw new PackRefusal('its end is missing');
      const header = readExactly(fd, 0, headerLength);
      const end = readExactly(fd, size - trailerLength, trailerLength);
      checkSameFormat(header, end);
      checkHeader(header);
      const trailer = decodeTrailer(end, size);
      const footer = readExactly(fd, size - trailerLength - trailer.footerLength, trailer.footerLength);
      if (digestOf(footer) !== trailer.footerDigest) throw new PackRefusal('its index is damaged');
      return decodeFooter(footer, id, size);
    });
  }

  readFrame(location: ChunkLocation): Uint8Array {
    return this.#translated(location.container, null, () => {
      const stored = readExactly(this.#fileOf(location.container), location.frameOffset, location.frameLength);
      checkFrameHead(stored);
      return stored;
    });
  }

  forget(id: ContainerId): void {
    const fd = this.#files.get(id);
    if (fd !== undefined) closeSync(fd);
    this.#files.delete(id);
    for (const [key, bytes] of this.#frames) {
      if (!key.startsWith(id)) continue;
      this.#frames.delete(key);
      this.#keptBytes -= bytes.length;
    }
  }

  close(): void {
    for (const fd of this.#files.values()) closeSync(fd);
    this.#files.clear();
    this.#frames.clear();
    this.#keptBytes = 0;
  }

  #fileOf(id: ContainerId): number {
    const fd = this.#files.get(id) ?? openSync(this.#pathOf(id), 'r');
    this.#files.delete(id);
    this.#files.set(id, fd);
    if (this.#files.size > mostOpenFiles) {
      const [oldest, old] = this.#files.entries().next().value as [ContainerId, number];
      this.#files.delete(oldest);
      closeSync(old);
    }
    return fd;
  }

  #frameAt(location: ChunkLocation): Uint8Array {
    const key = `${location.container}:${location.frameOffset}`;
    const kept = this.#frames.get(key);
    if (kept !== undefined) {
      this.#frames.delete(key);
      this.#frames.set(key, kept);
      return kept;
    }
    // Room for the lengths of chunks and for the little that zstd may add: what is longer was not made by a writer.
    if (location.frameLength > 2 * maximumFrameBytes) throw new PackRefusal('a frame has an impossible length');
    const raw = decodeFrame(readExactly(this.#fileOf(location.container), location.frameOffset, location.frameLength));
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
