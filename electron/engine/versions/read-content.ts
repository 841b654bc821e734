import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import type { FileEntry } from '../model/entry.ts';
import { readChunk } from '../store/stored-nodes.ts';

/** Reads at most `limit` bytes from the start of a file of a version. Bounded: chunks behind the limit are not read. */
export function readBeginning(core: Core, entry: FileEntry, limit: number): Uint8Array {
  const wanted = Math.min(limit, entry.size);
  const bytes = new Uint8Array(wanted);
  let at = 0;
  for (const chunk of entry.size === 0 ? [] : chunkDigests(core, entry)) {
    if (at >= wanted) break;
    const part = readChunk(core.catalog, core.containers, chunk).subarray(0, wanted - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The content of a file of a version, chunk by chunk. */
export function* readContent(core: Core, entry: FileEntry): Generator<Uint8Array> {
  for (const chunk of entry.size === 0 ? [] : chunkDigests(core, entry)) yield readChunk(core.catalog, core.containers, chunk);
}

function* chunkDigests(core: Core, entry: FileEntry) {
  if (entry.list === null) yield entry.blob;
  else for (const { digest } of readChunkList(entry.list, core.nodes, entry.size)) yield digest;
}
