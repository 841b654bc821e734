import type { Digest } from '../engine/model/digest.ts';
import { digestToBlob } from './digest-blob.ts';
import { openForReading } from './open-database.ts';

/** Which chunks the catalog names, as of the last committed transaction. */
export interface StoredChunks {
  has(digest: Digest): boolean;
  close(): void;
}

/** Opens a connection of its own that only reads: for a worker thread, while the engine's thread writes. */
export function openStoredChunks(catalogPath: string): StoredChunks {
  const db = openForReading(catalogPath);
  const find = db.prepare<[Buffer], number>('SELECT 1 FROM chunks WHERE digest = ?').pluck();
  return {
    has: (digest) => find.get(digestToBlob(digest)) !== undefined,
    close: () => void db.close(),
  };
}
