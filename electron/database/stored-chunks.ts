import type { Digest } from '../engine/model/digest.ts';
import { blobToDigest, digestToBlob } from './digest-blob.ts';
import { openForReading } from './open-database.ts';
import { elsewhere } from './tables/chunks.ts';

/** Which chunks the catalog names, has in a container and does not know to be damaged, as of the last committed transaction or of the opening. A chunk missed in between is stored twice, which costs space alone. */
export interface StoredChunks {
  has(digest: Digest): boolean;
  close(): void;
}

/** Opens a connection of its own that only reads: for a worker thread, while the engine's thread writes. */
export function openStoredChunks(catalogPath: string): StoredChunks {
  const db = openForReading(catalogPath);
  // The first snapshot of a home asks a hundred thousand times in vain: an empty catalog answers without being asked.
  const isEmpty = db.prepare('SELECT 1 FROM chunks LIMIT 1').get() === undefined;
  const damaged = new Set(db.prepare<[], Buffer>('SELECT digest FROM damaged_chunks').pluck().all().map((digest) => blobToDigest(digest)));
  const find = db.prepare<[Buffer], number>(`SELECT 1 FROM chunks WHERE digest = ? AND container <> ${elsewhere}`).pluck();
  return {
    has: (digest) => !isEmpty && !damaged.has(digest) && find.get(digestToBlob(digest)) !== undefined,
    close: () => void db.close(),
  };
}
