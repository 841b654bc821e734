import type { Database } from 'better-sqlite3';
import { chunkKinds, type ChunkKind } from '../../engine/model/chunk-kind.ts';
import type { ContainerId } from '../../engine/ports/container-store.ts';
import type { BucketPlace } from '../../engine/ports/remote-catalog.ts';

/** A look-up's position among those asked together, and where that chunk lies. */
export type BucketPlaceRow = readonly [
  position: number,
  kind: number,
  whole: number,
  container: ContainerId,
  containerSize: number,
  frameOffset: number,
  frameLength: number,
  offset: number,
  length: number,
];

export type RemoteChunksTable = ReturnType<typeof prepareRemoteChunks>;

/** Which chunk lies where in a bucket. */
export function prepareRemoteChunks(db: Database) {
  return {
    containerNumber: db
      .prepare<[number, string, number], number>(
        'INSERT INTO remote_containers (remote, id, size) VALUES (?, ?, ?) ON CONFLICT (remote, id) DO UPDATE SET size = size RETURNING number',
      )
      .pluck(),
    /** A JSON array of digests, the remote. */
    places: db
      .prepare<[string, number], BucketPlaceRow>(
        `SELECT asked.key, kind, whole, held.id, held.size, frame_offset, frame_length, offset, length
         FROM json_each(?) AS asked CROSS JOIN remote_chunks ON remote_chunks.remote = ? AND remote_chunks.digest = unhex(asked.value)
         JOIN remote_containers AS held ON held.number = remote_chunks.container`,
      )
      .raw(),
    /** Remote, digest, kind, whole, container number, frame offset, frame length, offset, length. A known one keeps its place. */
    insert: db.prepare<[number, Uint8Array, number, 0 | 1, number, number, number, number, number]>(
      `INSERT INTO remote_chunks (remote, digest, kind, whole, container, frame_offset, frame_length, offset, length)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (remote, digest) DO UPDATE SET whole = max(whole, excluded.whole)`,
    ),
    forget: db.prepare<[number, Uint8Array]>('DELETE FROM remote_chunks WHERE remote = ? AND digest = ?'),
    removeAll: db.prepare<[number]>('DELETE FROM remote_chunks WHERE remote = ?'),
  };
}

export function toBucketPlace(row: BucketPlaceRow): BucketPlace {
  const [, kind, whole, container, containerSize, frameOffset, frameLength, offset, length] = row;
  return { kind: chunkKinds[kind] as ChunkKind, whole: whole === 1, container, containerSize, frameOffset, frameLength, offset, length };
}
