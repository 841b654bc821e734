import type { Database } from 'better-sqlite3';
import { chunkKinds, type ChunkKind } from '../../engine/model/chunk-kind.ts';
import type { ContainerId } from '../../engine/ports/container-store.ts';
import { digestFromBytes } from '../../engine/model/digest.ts';
import type { BucketChunk, BucketPlace } from '../../engine/ports/remote-catalog.ts';

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
  going: number | null,
];

/** The same, with the digest in place of the position. */
export type BucketChunkRow = readonly [digest: Uint8Array, ...place: Tail<BucketPlaceRow>];

type Tail<Row extends readonly unknown[]> = Row extends readonly [unknown, ...infer Rest] ? Rest : never;

/** Remote, digest, kind, whole, container number, frame offset, frame length, offset, length, going. */
export type ChunkValues = [number, Uint8Array, number, 0 | 1, number, number, number, number, number, number | null];

const placeColumns = ['container', 'frame_offset', 'frame_length', 'offset', 'length'];
const place = placeColumns.join(', ');
const excluded = placeColumns.map((column) => `excluded.${column}`).join(', ');
const insert = `INSERT INTO remote_chunks (remote, digest, kind, whole, ${place}, going) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const stays = 'going IS NULL OR container = excluded.container';
const wholeOfPlace = `whole = CASE WHEN ${stays} THEN max(whole, excluded.whole) ELSE excluded.whole END`;
const moveIfGoing = [...placeColumns, 'going'].map((column) => `${column} = CASE WHEN ${stays} THEN ${column} ELSE excluded.${column} END`).join(', ');

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
        `SELECT asked.key, kind, whole, held.id, held.size, frame_offset, frame_length, offset, length, going
         FROM json_each(?) AS asked CROSS JOIN remote_chunks ON remote_chunks.remote = ? AND remote_chunks.digest = unhex(asked.value)
         JOIN remote_containers AS held ON held.number = remote_chunks.container`,
      )
      .raw(),
    /** What lies somewhere. A known one keeps its place, unless it goes from there. */
    insert: db.prepare<ChunkValues>(
      `${insert} ON CONFLICT (remote, digest) DO UPDATE SET ${wholeOfPlace}, ${moveIfGoing}`,
    ),
    /** What goes, where it lies there. */
    insertGoing: db.prepare<ChunkValues>(
      `${insert} ON CONFLICT (remote, digest) DO UPDATE SET going = excluded.going WHERE container = excluded.container AND going IS NULL`,
    ),
    /** What lies there from now on. */
    insertMoved: db.prepare<ChunkValues>(
      `${insert} ON CONFLICT (remote, digest) DO UPDATE SET whole = iif(going IS NULL, whole, 0), (${place}, going) = (${excluded}, NULL) WHERE container <> excluded.container`,
    ),
    /** After a digest, of the remote; at most so many. */
    page: db
      .prepare<[number, Uint8Array, number], BucketChunkRow>(
        `SELECT digest, kind, whole, held.id, held.size, frame_offset, frame_length, offset, length, going
         FROM remote_chunks JOIN remote_containers AS held ON held.number = remote_chunks.container
         WHERE remote_chunks.remote = ? AND digest > ? ORDER BY digest LIMIT ?`,
      )
      .raw(),
    /** The remote, a JSON array of ids of containers. */
    forgetWithin: db.prepare<[number, number, string]>(
      `DELETE FROM remote_chunks WHERE remote = ? AND container IN
         (SELECT number FROM remote_containers WHERE remote = ? AND id IN (SELECT value FROM json_each(?)))`,
    ),
    forgetContainers: db.prepare<[number, string]>('DELETE FROM remote_containers WHERE remote = ? AND id IN (SELECT value FROM json_each(?))'),
    forget: db.prepare<[number, Uint8Array]>('DELETE FROM remote_chunks WHERE remote = ? AND digest = ?'),
    removeAll: db.prepare<[number]>('DELETE FROM remote_chunks WHERE remote = ?'),
  };
}

export function toBucketPlace(row: BucketPlaceRow): BucketPlace {
  const [, kind, whole, container, containerSize, frameOffset, frameLength, offset, length, going] = row;
  return { kind: chunkKinds[kind] as ChunkKind, whole: whole === 1, container, containerSize, frameOffset, frameLength, offset, length, going };
}

export function toBucketChunk([digest, ...place]: BucketChunkRow): BucketChunk {
  return { digest: digestFromBytes(digest), ...toBucketPlace([0, ...place]) };
}
