import type { Digest } from '../engine/model/digest.ts';
import type { EntryPath } from '../engine/model/entry-path.ts';
import type { ContainerId } from '../engine/ports/container-store.ts';
import type { FileRecipe } from '../engine/ports/materialize.ts';

/**
 * Recipes of files as they travel to a worker: paths and containers as texts, everything else in flat rows.
 *
 *   file row   mode u16 | modified f64 | size f64 | number of chunks u32 | blob 32 bytes
 *   chunk row  digest 32 bytes | container u16 (its position) | frame offset f64 | frame length u32 | offset u32 | length u32
 */
export interface EncodedRecipes {
  /** Joined by NUL. */
  readonly paths: string;
  readonly containers: readonly ContainerId[];
  readonly rows: Uint8Array<ArrayBuffer>;
}

const fileRow = 54;
const chunkRow = 54;

export function encodeRecipes(recipes: readonly FileRecipe[]): EncodedRecipes {
  const positions = new Map<ContainerId, number>();
  const chunkCount = recipes.reduce((sum, recipe) => sum + recipe.chunks.length, 0);
  const rows = Buffer.alloc(recipes.length * fileRow + chunkCount * chunkRow);
  let at = 0;
  for (const recipe of recipes) {
    at = encodeFile(rows, at, recipe);
    for (const chunk of recipe.chunks) {
      const { container } = chunk.location;
      const position = positions.get(container) ?? positions.size;
      positions.set(container, position);
      at = encodeChunk(rows, at, chunk, position);
    }
  }
  return { paths: recipes.map((recipe) => recipe.entry.path).join('\0'), containers: [...positions.keys()], rows };
}

function encodeFile(rows: Buffer, start: number, { entry, chunks }: FileRecipe): number {
  let at = rows.writeUInt16LE(entry.mode & 0o777, start);
  at = rows.writeDoubleLE(entry.modifiedAt, at);
  at = rows.writeDoubleLE(entry.size, at);
  at = rows.writeUInt32LE(chunks.length, at);
  return at + rows.write(entry.blob, at, 32, 'hex');
}

function encodeChunk(rows: Buffer, start: number, chunk: FileRecipe['chunks'][number], container: number): number {
  const { location } = chunk;
  let at = start + rows.write(chunk.digest, start, 32, 'hex');
  at = rows.writeUInt16LE(container, at);
  at = rows.writeDoubleLE(location.frameOffset, at);
  at = rows.writeUInt32LE(location.frameLength, at);
  at = rows.writeUInt32LE(location.offset, at);
  return rows.writeUInt32LE(location.length, at);
}

export function decodeRecipes(encoded: EncodedRecipes): FileRecipe[] {
  const rows = Buffer.from(encoded.rows.buffer, encoded.rows.byteOffset, encoded.rows.byteLength);
  if (rows.length === 0) return [];
  let at = 0;
  return encoded.paths.split('\0').map((path) => {
    const count = rows.readUInt32LE(at + 18);
    const entry = decodeFile(rows, at, path as EntryPath);
    at += fileRow;
    const chunks = Array.from({ length: count }, () => {
      at += chunkRow;
      return decodeChunk(rows, at - chunkRow, encoded.containers);
    });
    return { entry, chunks };
  });
}

function decodeFile(rows: Buffer, at: number, path: EntryPath): FileRecipe['entry'] {
  const mode = rows.readUInt16LE(at);
  const blob = rows.toString('hex', at + 22, at + 54) as Digest;
  // Whether there is a list does not matter any more: the recipe has its chunks.
  return {
    kind: 'file',
    path,
    blob,
    size: rows.readDoubleLE(at + 10),
    list: null,
    executable: (mode & 0o100) !== 0,
    mode,
    modifiedAt: rows.readDoubleLE(at + 2),
  };
}

function decodeChunk(rows: Buffer, at: number, containers: readonly ContainerId[]): FileRecipe['chunks'][number] {
  return {
    digest: rows.toString('hex', at, at + 32) as Digest,
    location: {
      container: containers[rows.readUInt16LE(at + 32)] as ContainerId,
      frameOffset: rows.readDoubleLE(at + 34),
      frameLength: rows.readUInt32LE(at + 42),
      offset: rows.readUInt32LE(at + 46),
      length: rows.readUInt32LE(at + 50),
    },
  };
}
