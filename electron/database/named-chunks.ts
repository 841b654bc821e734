import { chunkKindCodes } from '../engine/model/chunk-kind.ts';
import { DigestTable, nowhere } from '../engine/model/digest-table.ts';
import type { IndexedChunks, SealedContainer } from '../engine/ports/container-store.ts';
import { inDigestOrder } from './digest-order.ts';
import { mendChunks } from './mended-chunks.ts';
import { rawBytesOf } from './released-chunks.ts';
import type { Tables } from './tables/all-tables.ts';
import { elsewhere, rowsAtOnce, valuesOfChunk } from './tables/chunks.ts';

/**
 * Names containers and gives their chunks the references of `counts`, all or nothing of what the port says. Each chunk becomes one row
 * written once, in the order of digests, instead of a row and its update. Returns the content bytes that the counts bring to life.
 */
export function nameContainers(tables: Tables, containers: readonly SealedContainer[], counts: DigestTable): number {
  const places = new ChunkPlaces(counts);
  for (const container of containers) nameOne(tables, container, places);
  return insertPlaces(tables, places) + addReferences(tables, counts, places.elsewhere());
}

/** Names a container whose chunks nobody counts yet. */
export function nameContainer(tables: Tables, container: SealedContainer): void {
  const { digests, length } = container.chunks;
  const uncounted = new DigestTable(length);
  for (let row = 0; row < length; row++) uncounted.addAt(digests, 32 * row);
  const places = new ChunkPlaces(uncounted);
  nameOne(tables, container, places);
  insertPlaces(tables, places);
}

/** Adds references to rows that are there; `places` of `counts`. Returns content bytes that nobody named before. */
export function addReferences({ chunks }: Tables, counts: DigestTable, places: Uint32Array): number {
  let fresh = 0;
  for (const place of inDigestOrder(counts, places)) {
    const count = counts.number(place);
    const gained = chunks.addReferences.get(count, counts.bytes(place));
    if (gained === undefined) throw new Error(`no container names the chunk ${counts.digest(place)}`);
    const [references, kind, length] = gained;
    if (references === count && kind === chunkKindCodes.data) fresh += length;
  }
  return fresh;
}

/** The chunks of a container, and its number in the catalog. */
interface NumberedChunks {
  readonly chunks: IndexedChunks;
  readonly number: number;
}

/** Where the digests of a table lie in new containers. A place that has none lies elsewhere, or nowhere. */
class ChunkPlaces {
  readonly digests: DigestTable;
  readonly #containers: NumberedChunks[] = [];
  /** Position among the containers + 1, and the row there. */
  readonly #containerOf: Uint32Array;
  readonly #rowOf: Uint32Array;

  constructor(digests: DigestTable) {
    this.digests = digests;
    this.#containerOf = new Uint32Array(digests.size);
    this.#rowOf = new Uint32Array(digests.size);
  }

  /** Takes a container's chunks in; returns the raw bytes of those that the table lacks or that lie in one before. Skips `known`. */
  take(chunks: IndexedChunks, number: number, known: DigestTable): number {
    this.#containers.push({ chunks, number });
    let dead = 0;
    for (let row = 0; row < chunks.length; row++) {
      if (known.size > 0 && known.findAt(chunks.digests, 32 * row) !== nowhere) continue;
      const place = this.digests.findAt(chunks.digests, 32 * row);
      if (place === nowhere || this.#containerOf[place] !== 0) {
        dead += chunks.lengths[row] as number;
        continue;
      }
      this.#containerOf[place] = this.#containers.length;
      this.#rowOf[place] = row;
    }
    return dead;
  }

  /** In the order of digests. */
  here(): Uint32Array {
    return inDigestOrder(this.digests, this.#placesWhere((container) => container !== 0));
  }

  elsewhere(): Uint32Array {
    return this.#placesWhere((container) => container === 0);
  }

  #placesWhere(holds: (container: number) => boolean): Uint32Array {
    const places = new Uint32Array(this.digests.size);
    let count = 0;
    for (let place = 0; place < places.length; place++) if (holds(this.#containerOf[place] as number)) places[count++] = place;
    return places.subarray(0, count);
  }

  /** The number of its container, its length and its kind's code. */
  lies(place: number): { readonly number: number; readonly length: number; readonly kind: number } {
    const { chunks, number, row } = this.#at(place);
    return { number, length: chunks.lengths[row] as number, kind: chunks.kinds[row] as number };
  }

  /** Fills in one row's values; those of the digest go into the buffer that stands there. */
  bind(place: number, values: unknown[], at: number): void {
    const { chunks, number, row } = this.#at(place);
    this.digests.copy(place, values[at] as Uint8Array, 0);
    values[at + 1] = this.digests.number(place);
    values[at + 2] = chunks.kinds[row];
    values[at + 3] = number;
    values[at + 4] = chunks.frameOffsets[row];
    values[at + 5] = chunks.frameLengths[row];
    values[at + 6] = chunks.offsets[row];
    values[at + 7] = chunks.lengths[row];
  }

  /** Lets the row of a chunk that lay elsewhere alone say where it lies now. */
  moveHere({ chunks: table }: Tables, place: number): void {
    const { chunks, number, row } = this.#at(place);
    const [frameOffset, frameLength, offset] = [chunks.frameOffsets[row], chunks.frameLengths[row], chunks.offsets[row]] as [number, number, number];
    table.move.run(number, frameOffset, frameLength, offset, this.digests.bytes(place), elsewhere);
  }

  #at(place: number): { readonly chunks: IndexedChunks; readonly number: number; readonly row: number } {
    const { chunks, number } = this.#containers[(this.#containerOf[place] as number) - 1] as NumberedChunks;
    return { chunks, number, row: this.#rowOf[place] as number };
  }
}

function nameOne(tables: Tables, container: SealedContainer, places: ChunkPlaces): void {
  const number = tables.containers.insert.get(container.id, container.size, rawBytesOf(container));
  if (number === undefined) throw new Error('the catalog returned no row');
  const dead = places.take(container.chunks, number, mendChunks(tables, container, number));
  if (dead > 0) tables.containers.addDeadBytes.run(dead, number);
}

/**
 * One array of values and one buffer for each digest serve all statements, which copy what they bind: making them anew took half of the
 * time. Returns the content bytes that nobody named before and somebody names now.
 */
function insertPlaces(tables: Tables, places: ChunkPlaces): number {
  const { chunks } = tables;
  const sorted = places.here();
  const values = Array.from({ length: rowsAtOnce * valuesOfChunk }, (_, i) => (i % valuesOfChunk === 0 ? Buffer.alloc(32) : 0));
  let fresh = 0;
  for (let at = 0; at < sorted.length; ) {
    const rows = sorted.length - at < rowsAtOnce ? 1 : rowsAtOnce;
    for (let row = 0; row < rows; row++) places.bind(sorted[at + row] as number, values, row * valuesOfChunk);
    const { changes } = rows === 1 ? chunks.insert.run(...values.slice(0, valuesOfChunk)) : chunks.insertMany.run(...values);
    const group = sorted.subarray(at, at + rows);
    fresh += changes < rows ? keepPlaces(tables, places, group) : contentBytes(places, group);
    at += rows;
  }
  return fresh;
}

/** Those of a group that were known before keep their place, unless they lay elsewhere alone, and gain the references. */
function keepPlaces(tables: Tables, places: ChunkPlaces, group: Uint32Array): number {
  let fresh = 0;
  for (const place of group) {
    const { number, length } = places.lies(place);
    const known = tables.chunks.standing.get(places.digests.bytes(place));
    if (known === undefined || known[1] === number) {
      fresh += contentBytes(places, Uint32Array.of(place)); // it was inserted
      continue;
    }
    if (known[1] === elsewhere) places.moveHere(tables, place);
    else tables.containers.addDeadBytes.run(length, number);
    if (places.digests.number(place) > 0) fresh += addReferences(tables, places.digests, Uint32Array.of(place));
  }
  return fresh;
}

function contentBytes(places: ChunkPlaces, group: Uint32Array): number {
  let bytes = 0;
  for (const place of group) {
    const { kind, length } = places.lies(place);
    if (kind === chunkKindCodes.data && places.digests.number(place) > 0) bytes += length;
  }
  return bytes;
}
