import { readFileSync } from 'node:fs';
import type { ContainerId, IndexedChunk, SealedContainer } from '../engine/ports/container-store.ts';
import { ChunkColumns } from '../engine/store/chunk-columns.ts';
import { digestOf } from './digester-node.ts';
import { systemCode } from './durable-files.ts';
import { decodeFrame, frameChunks, frameLengthAt } from './frame.ts';
import { headerLength, PackRefusal } from './pack-format.ts';

/**
 * Makes the index of a pack again from its frames alone: they tell where chunks are, and a chunk's digest follows from its bytes. After
 * bytes that are no frame it is looked for the next one, byte by byte.
 */
export function recoverPackIndex(id: ContainerId, file: string): SealedContainer {
  const pack = readOrEmpty(file);
  const chunks: IndexedChunk[] = [];
  const seen = new Set<string>();
  for (let at = headerLength; at < pack.length; ) {
    const length = frameLengthAt(pack, at);
    if (length === null) {
      at += 1;
      continue;
    }
    for (const chunk of chunksAt(pack.subarray(at, at + length), id, at)) {
      if (seen.has(chunk.digest)) continue;
      seen.add(chunk.digest);
      chunks.push(chunk);
    }
    at += length;
  }
  return { id, size: pack.length, chunks: ChunkColumns.of(id, chunks) };
}

function chunksAt(stored: Uint8Array, container: ContainerId, frameOffset: number): IndexedChunk[] {
  try {
    const raw = decodeFrame(stored);
    const { kind, lengths } = frameChunks(stored);
    let offset = 0;
    return lengths.map((length) => {
      const digest = digestOf(raw.subarray(offset, offset + length));
      const chunk = { digest, kind, container, frameOffset, frameLength: stored.length, offset, length };
      offset += length;
      return chunk;
    });
  } catch (error) {
    if (error instanceof PackRefusal) return [];
    throw error;
  }
}

function readOrEmpty(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return new Uint8Array();
    throw error;
  }
}
