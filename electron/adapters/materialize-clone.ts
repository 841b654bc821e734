import { closeSync, constants, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { maximumChunk } from '../engine/chunking/chunker.ts';
import { Failure } from '../engine/model/failure.ts';
import type { ContainerId } from '../engine/ports/container-store.ts';
import type { FileRecipe } from '../engine/ports/materialize.ts';
import { leastClone } from './clone-guess.ts';
import { digestOf, startDigest } from './digester-node.ts';
import type { FileTools } from './materialize-file.ts';

type RecipeChunk = FileRecipe['chunks'][number];

const openFlags = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

/**
 * Writes a new file that shares its blocks with a clone of the store: what differs from that one is written over it. It is proven like
 * every other: all bytes are read from the file itself and digested before `finish` is called. False when the store has no
 * clone for it, when the file system cannot, or when what came out is not what the entry says: nothing stands at the path then.
 */
export function* writeFromClone(target: string, recipe: FileRecipe, finish: (fd: number) => void, tools: FileTools): Generator<number, boolean> {
  const base = baseOf(recipe);
  if (base === null || !tools.store.cloneInto(base, target)) return false;
  let fd: number | null = null;
  let done = false;
  try {
    fd = openSync(target, openFlags);
    ftruncateSync(fd, recipe.entry.size);
    if (!(yield* fillIn(fd, recipe, base, tools))) return false;
    finish(fd);
    done = true;
  } finally {
    if (fd !== null) closeSync(fd);
    if (!done) rmSync(target, { force: true });
  }
  return true;
}

/** The container in which at least half of a big file lies just where the file has it. */
function baseOf({ entry, chunks }: FileRecipe): ContainerId | null {
  if (entry.size < leastClone) return null;
  const found = new Map<ContainerId, number>();
  let position = 0;
  for (const chunk of chunks) {
    const { container, length } = chunk.location;
    if (isInPlace(chunk, container, position)) found.set(container, (found.get(container) ?? 0) + length);
    position += length;
  }
  for (const [container, bytes] of found) if (2 * bytes >= entry.size) return container;
  return null;
}

function isInPlace({ location }: RecipeChunk, base: ContainerId, position: number): boolean {
  return location.container === base && location.frameOffset === position && location.frameLength === location.length && location.offset === 0;
}

/** Puts in place what is not, and tells whether the whole is what the entry says. */
function* fillIn(fd: number, { entry, chunks }: FileRecipe, base: ContainerId, tools: FileTools): Generator<number, boolean> {
  const buffer = Buffer.allocUnsafeSlow(maximumChunk);
  const whole = startDigest();
  let position = 0;
  let isWhole = false;
  try {
    for (const chunk of chunks) {
      const { length } = chunk.location;
      if (length > buffer.length) return false;
      let bytes: Uint8Array = buffer.subarray(0, readAt(fd, buffer, position, length));
      // Equal content lies in the store once: it may be in its place here though it is kept elsewhere, and its blocks stay shared then.
      if (!isInPlace(chunk, base, position) && digestOf(bytes) !== chunk.digest) {
        bytes = tools.store.read(chunk.digest, chunk.location);
        writeAt(fd, bytes, position);
      }
      whole.update(bytes);
      position += length;
      tools.onBytes(length);
      yield 0;
    }
    isWhole = position === entry.size && whole.finish() === entry.blob;
    return isWhole;
  } catch (error) {
    // Who writes it chunk by chunk says which path that touches.
    if (error instanceof Failure && error.code === 'store.damaged') return false;
    throw error;
  } finally {
    if (!isWhole) tools.onBytes(-position);
  }
}

function writeAt(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/** Reads as many of the bytes there as there are. */
function readAt(fd: number, buffer: Buffer, position: number, length: number): number {
  let done = 0;
  for (let got = -1; done < length && got !== 0; done += got) got = readSync(fd, buffer, done, length - done, position + done);
  return done;
}
