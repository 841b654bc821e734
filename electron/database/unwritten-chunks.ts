import type { Digest } from '../engine/model/digest.ts';
import { DigestTable, nowhere } from '../engine/model/digest-table.ts';
import type { KnownChunk } from '../engine/ports/catalog.ts';
import type { IndexedChunks, SealedContainer } from '../engine/ports/container-store.ts';
import { inDigestOrder, placesAtOnce } from './digest-order.ts';
import { rowsAtOnce, valuesOfChunk } from './tables/chunks.ts';
import type { Tables } from './tables/all-tables.ts';

type ChunkTables = Pick<Tables, 'chunks' | 'containers'>;

/**
 * The chunks that the running transaction has named and not yet written. A snapshot names its chunks and counts their
 * references a moment later: held back until the end, each becomes one row written once, in the order of digests, instead of a row
 * and its update. A digest may be here and in the table too: then the table's place stays, the references are added, and its bytes in the
 * new container count as dead.
 */
export interface UnwrittenChunks {
  /** Those of `mended` have their row already. */
  add(container: SealedContainer, number: number, mended: DigestTable): void;
  get(digest: Digest): KnownChunk | null;
  addReferences(counts: DigestTable): void;
  write(): void;
  forget(): void;
}

export function holdUnwrittenChunks(tables: ChunkTables): UnwrittenChunks {
  let waiting = new WaitingChunks();

  function write(): void {
    if (waiting.digests.size > 0) writeRows(tables, waiting);
    waiting = new WaitingChunks();
  }

  function add({ chunks }: SealedContainer, number: number, mended: DigestTable): void {
    let dead = 0;
    for (let row = 0; row < chunks.length; row++) {
      if (mended.size > 0 && mended.findAt(chunks.digests, 32 * row) !== nowhere) continue;
      // A million files' worth waits at most; more are written in between.
      if (waiting.digests.size >= placesAtOnce) write();
      if (!waiting.add(chunks, row, number)) dead += chunks.lengths[row] as number;
    }
    if (dead > 0) tables.containers.addDeadBytes.run(dead, number);
  }

  return {
    add,
    addReferences: (counts) => addReferences(tables, waiting.digests, counts),
    write,
    get: (digest) => waiting.get(digest),
    forget: () => void (waiting = new WaitingChunks()),
  };
}

/** The containers' own columns, and beside each digest its references and where in them it stands. */
class WaitingChunks {
  /** The number beside a digest counts its references. */
  readonly digests = new DigestTable();
  readonly containers: { readonly chunks: IndexedChunks; readonly number: number }[] = [];
  containerOf = new Uint32Array(64);
  rowOf = new Uint32Array(64);

  /** False when it waits already, in this or another container. */
  add(chunks: IndexedChunks, row: number, number: number): boolean {
    if (this.containers.at(-1)?.number !== number) this.containers.push({ chunks, number });
    const before = this.digests.size;
    const place = this.digests.addAt(chunks.digests, 32 * row);
    if (this.digests.size === before) return false;
    if (place === this.rowOf.length) this.#grow();
    this.containerOf[place] = this.containers.length - 1;
    this.rowOf[place] = row;
    return true;
  }

  get(digest: Digest): KnownChunk | null {
    // Nearly always nothing waits, and then a digest need not be read.
    const place = this.digests.size === 0 ? nowhere : this.digests.find(digest);
    if (place === nowhere) return null;
    const { chunks } = this.containers[this.containerOf[place] as number] as (typeof this.containers)[number];
    const { kind, container, frameOffset, frameLength, offset, length } = chunks.at(this.rowOf[place] as number);
    return { kind, references: this.digests.number(place), location: { container, frameOffset, frameLength, offset, length } };
  }

  /** The number of its container, and its length. */
  lies(place: number): { readonly number: number; readonly length: number } {
    const { chunks, number } = this.containers[this.containerOf[place] as number] as (typeof this.containers)[number];
    return { number, length: chunks.lengths[this.rowOf[place] as number] as number };
  }

  /** Fills in one row's values; those of the digest go into the buffer that stands there. */
  bind(place: number, values: unknown[], at: number): void {
    const { chunks, number } = this.containers[this.containerOf[place] as number] as (typeof this.containers)[number];
    const row = this.rowOf[place] as number;
    this.digests.copy(place, values[at] as Uint8Array, 0);
    values[at + 1] = this.digests.number(place);
    values[at + 2] = chunks.kinds[row];
    values[at + 3] = number;
    values[at + 4] = chunks.frameOffsets[row];
    values[at + 5] = chunks.frameLengths[row];
    values[at + 6] = chunks.offsets[row];
    values[at + 7] = chunks.lengths[row];
  }

  #grow(): void {
    const [containerOf, rowOf] = [this.containerOf, this.rowOf];
    this.containerOf = new Uint32Array(2 * containerOf.length);
    this.containerOf.set(containerOf);
    this.rowOf = new Uint32Array(2 * rowOf.length);
    this.rowOf.set(rowOf);
  }
}

/** One array of values and one buffer for each digest serve all statements, which copy what they bind: making them anew took half of the time. */
function writeRows(tables: ChunkTables, waiting: WaitingChunks): void {
  const { chunks } = tables;
  const places = inDigestOrder(waiting.digests, Uint32Array.from({ length: waiting.digests.size }, (_, place) => place));
  const values = bindable(rowsAtOnce);
  const single = places.length % rowsAtOnce;
  for (let at = 0; at < single; at++) {
    waiting.bind(places[at] as number, values, 0);
    const { changes } = chunks.insert.run(...values.slice(0, valuesOfChunk));
    if (changes === 0) keepPlaces(tables, waiting, places.subarray(at, at + 1));
  }
  for (let at = single; at < places.length; at += rowsAtOnce) {
    for (let row = 0; row < rowsAtOnce; row++) waiting.bind(places[at + row] as number, values, row * valuesOfChunk);
    const { changes } = chunks.insertMany.run(...values);
    if (changes < rowsAtOnce) keepPlaces(tables, waiting, places.subarray(at, at + rowsAtOnce));
  }
}

/** Those of some waiting chunks that were known before keep their place and gain the references. */
function keepPlaces({ chunks, containers }: ChunkTables, waiting: WaitingChunks, places: Uint32Array): void {
  for (const place of places) {
    const key = waiting.digests.bytes(place);
    const standing = chunks.standing.get(key);
    const { number, length } = waiting.lies(place);
    if (standing === undefined || standing[1] === number) continue; // it was inserted
    chunks.addReferences.run(waiting.digests.number(place), key);
    containers.addDeadBytes.run(length, number);
  }
}

function bindable(rows: number): unknown[] {
  return Array.from({ length: rows * valuesOfChunk }, (_, i) => (i % valuesOfChunk === 0 ? Buffer.alloc(32) : 0));
}

function addReferences({ chunks }: ChunkTables, waiting: DigestTable, counts: DigestTable): void {
  const bytes = counts.allBytes();
  const written: number[] = [];
  for (let place = 0; place < counts.size; place++) {
    const found = waiting.findAt(bytes, 32 * place);
    if (found === nowhere) written.push(place);
    else waiting.setNumber(found, waiting.number(found) + counts.number(place));
  }
  for (const place of inDigestOrder(counts, Uint32Array.from(written))) {
    const { changes } = chunks.addReferences.run(counts.number(place), counts.bytes(place));
    if (changes === 0) throw new Error(`no container names the chunk ${counts.digest(place)}`);
  }
}
