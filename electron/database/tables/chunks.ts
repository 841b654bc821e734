import type { Database } from 'better-sqlite3';
import { chunkKinds, type ChunkKind } from '../../engine/model/chunk-kind.ts';
import type { Digest } from '../../engine/model/digest.ts';
import type { KnownChunk } from '../../engine/ports/catalog.ts';
import type { ChunkLocation, ContainerId } from '../../engine/ports/container-store.ts';
import { blobToDigest } from '../digest-blob.ts';

/** The container number of chunks that no container here holds. */
export const elsewhere = 0;

/** Empty: elsewhere alone. */
type ContainerColumn = ContainerId | '';

/** A chunk as it is read: with the id of its container. */
export interface ChunkRow {
  readonly digest: Buffer;
  readonly refs: number;
  readonly kind: number;
  readonly container: ContainerColumn;
  readonly frameOffset: number;
  readonly frameLength: number;
  readonly offset: number;
  readonly length: number;
}

/** How many values one inserted row binds: digest, refs, kind, container number, frame offset, frame length, offset, length. */
export const valuesOfChunk = 8;

/** Rows per statement: sixteen rows at once cost half of sixteen statements, more gain nothing. */
export const rowsAtOnce = 16;

/** Empty for chunks that lie elsewhere. A number that no container has gives null, which is damage and not taken for that. */
const containerId = `CASE chunks.container WHEN ${elsewhere} THEN '' ELSE (SELECT id FROM containers WHERE number = chunks.container) END`;

/**
 * The container's id comes from a sub-select and not from a join: SQLite plans a join again for each bound value, which made a
 * look-up ten times slower.
 */
const place = `refs, kind, frame_offset AS frameOffset, frame_length AS frameLength, offset, length,
  ${containerId} AS container`;
const columns = `digest, ${place}`;

/** A chunk looked up by its digest, which need not be read back. In the order of `place`. */
export type PlaceRow = readonly [
  refs: number,
  kind: number,
  frameOffset: number,
  frameLength: number,
  offset: number,
  length: number,
  container: ContainerColumn,
];

/** A look-up's position among those asked together, and where that chunk lies. */
export type LocationRow = readonly [
  position: number,
  frameOffset: number,
  frameLength: number,
  offset: number,
  length: number,
  container: ContainerColumn,
];
export type StandingRow = readonly [refs: number, container: number, length: number];
/** What a chunk is that gained references, and how many it has then. */
export type GainedRow = readonly [refs: number, kind: number, length: number];

export type ChunksTable = ReturnType<typeof prepareChunks>;

export function prepareChunks(db: Database) {
  return {
    one: db.prepare<[Buffer], PlaceRow>(`SELECT ${place} FROM chunks WHERE digest = ?`).raw(),
    /**
     * All of a JSON array of digests; those that are not known are missing. A restore looks up a hundred thousand: a statement each,
     * with its own read transaction, took four times as long.
     */
    locations: db.prepare<[string], LocationRow>(
      `SELECT asked.key, frame_offset, frame_length, offset, length, ${containerId}
       FROM json_each(?) AS asked CROSS JOIN chunks ON chunks.digest = unhex(asked.value)`,
    ).raw(),
    /** After this digest, at most so many. */
    page: db.prepare<[Buffer, number], ChunkRow>(
      `SELECT ${columns} FROM chunks WHERE digest > ? ORDER BY digest LIMIT ?`,
    ),
    insert: db.prepare<unknown[]>(insertRows(1)),
    insertMany: db.prepare<unknown[]>(insertRows(rowsAtOnce)),
    /** What letting go of a chunk needs to know. */
    standing: db.prepare<[Uint8Array], StandingRow>('SELECT refs, container, length FROM chunks WHERE digest = ?').raw(),
    remove: db.prepare<[Uint8Array]>('DELETE FROM chunks WHERE digest = ?'),
    /** Container number, frame offset, frame length, offset; then the digest and the container it must lie in now. */
    move: db.prepare<[number, number, number, number, Uint8Array, number]>(
      'UPDATE chunks SET container = ?, frame_offset = ?, frame_length = ?, offset = ? WHERE digest = ? AND container = ?',
    ),
    /** As `move`, with the kind and length that the chunk really has, wherever the catalog thought that it lay. */
    mend: db.prepare<[number, number, number, number, number, number, Buffer]>(
      'UPDATE chunks SET kind = ?, container = ?, frame_offset = ?, frame_length = ?, offset = ?, length = ? WHERE digest = ?',
    ),
    /** Digest, kind's code, length; known ones are left alone. */
    insertElsewhere: db.prepare<[Uint8Array, number, number]>(
      `INSERT INTO chunks (digest, refs, kind, container, frame_offset, frame_length, offset, length) VALUES (?, 0, ?, ${elsewhere}, 0, 0, 0, ?)
       ON CONFLICT (digest) DO NOTHING`,
    ),
    anyIn: db.prepare<[number], number>('SELECT 1 FROM chunks WHERE container = ? LIMIT 1').pluck(),
    addReferences: db.prepare<[number, Uint8Array], GainedRow>('UPDATE chunks SET refs = refs + ? WHERE digest = ? RETURNING refs, kind, length').raw(),
  };
}

/** A chunk that is already named is left as it is. */
function insertRows(count: number): string {
  const rows = Array.from({ length: count }, () => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  return `INSERT INTO chunks (digest, refs, kind, container, frame_offset, frame_length, offset, length) VALUES ${rows}
    ON CONFLICT (digest) DO NOTHING`;
}

/** Kinds are kept by their code, which is part of the schema. */
function kindFromNumber(value: number): ChunkKind {
  const kind = chunkKinds[value];
  if (kind === undefined) throw new RangeError(`the catalog names an unknown kind of chunk: ${value}`);
  return kind;
}

export function placeToKnownChunk(row: PlaceRow): KnownChunk {
  const [references, kind, frameOffset, frameLength, offset, length, container] = row;
  return { kind: kindFromNumber(kind), references, length, location: locationAt(container, { frameOffset, frameLength, offset, length }) };
}

export function toLocation([, frameOffset, frameLength, offset, length, container]: LocationRow): ChunkLocation | null {
  return locationAt(container, { frameOffset, frameLength, offset, length });
}

function locationAt(container: ContainerColumn, place: Omit<ChunkLocation, 'container'>): ChunkLocation | null {
  return container === '' ? null : { container, ...place };
}

export function toKnownChunk(row: ChunkRow): KnownChunk & { readonly digest: Digest } {
  const { container, frameOffset, frameLength, offset, length } = row;
  return {
    digest: blobToDigest(row.digest),
    kind: kindFromNumber(row.kind),
    references: row.refs,
    length,
    location: locationAt(container, { frameOffset, frameLength, offset, length }),
  };
}
