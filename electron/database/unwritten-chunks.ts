import type { Digest } from '../engine/model/digest.ts';
import { DigestTable, nowhere } from '../engine/model/digest-table.ts';
import type { KnownChunk } from '../engine/ports/catalog.ts';
import type { IndexedChunks, SealedContainer } from '../engine/ports/container-store.ts';
import { inDigestOrder, placesAtOnce } from './digest-order.ts';
import { rowsAtOnce, valuesOfChunk, type ChunksTable } from './tables/chunks.ts';

/**
 * The chunks that the running transaction has named and not yet written. A snapshot names its chunks and counts their
 * references a moment later: held back until the end, each becomes one row written once, in the order of digests, instead of a row
 * and its update. A digest may be here and in the table too: then the table's place stays and the references are added.
 */
export interface UnwrittenChunks {
  add(container: SealedContainer, number: number): void;
  get(digest: Digest): KnownChunk | null;
  addReferences(counts: DigestTable): void;
  write(): void;
  forget(): void;
}

export function holdUnwrittenChunks(table: ChunksTable): UnwrittenChunks {
  let waiting = new WaitingChunks();

  function write(): void {
    if (waiting.digests.size > 0) writeRows(table, waiting);
    waiting = new WaitingChunks();
  }

  function add({ chunks }: SealedContainer, number: number): void {
    for (let row = 0; row < chunks.length; row++) {
      // A million files' worth waits at most; more are written in between.
      if (waiting.digests.size >= placesAtOnce) write();
      waiting.add(chunks, row, number);
    }
  }

  return {
    add,
    addReferences: (counts) => addReferences(table, waiting.digests, counts),
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

  add(chunks: IndexedChunks, row: number, number: number): void {
    if (this.containers.at(-1)?.number !== number) this.containers.push({ chunks, number });
    const before = this.digests.size;
    const place = this.digests.addAt(chunks.digests, 32 * row);
    if (this.digests.size === before) return;
    if (place === this.rowOf.length) this.#grow();
    this.containerOf[place] = this.containers.length - 1;
    this.rowOf[place] = row;
  }

  get(digest: Digest): KnownChunk | null {
    // Nearly always nothing waits, and then a digest need not be read.
    const place = this.digests.size === 0 ? nowhere : this.digests.find(digest);
    if (place === nowhere) return null;
    const { chunks } = this.containers[this.containerOf[place] as number] as (typeof this.containers)[number];
    const { kind, container, frameOffset, frameLength, offset, length } = chunks.at(this.rowOf[place] as number);
    return { kind, references: this.digests.number(place), location: { container, frameOffset, frameLength, offset, length } };
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
function writeRows(table: ChunksTable, waiting: WaitingChunks): void {
  const places = inDigestOrder(waiting.digests, Uint32Array.from({ length: waiting.digests.size }, (_, place) => place));
  const values = bindable(rowsAtOnce);
  const single = places.length % rowsAtOnce;
  for (let at = 0; at < single; at++) {
    waiting.bind(places[at] as number, values, 0);
    table.insert.run(...values.slice(0, valuesOfChunk));
  }
  for (let at = single; at < places.length; at += rowsAtOnce) {
    for (let row = 0; row < rowsAtOnce; row++) waiting.bind(places[at + row] as number, values, row * valuesOfChunk);
    table.insertMany.run(...values);
  }
}

function bindable(rows: number): unknown[] {
  return Array.from({ length: rows * valuesOfChunk }, (_, i) => (i % valuesOfChunk === 0 ? Buffer.alloc(32) : 0));
}

function addReferences(table: ChunksTable, waiting: DigestTable, counts: DigestTable): void {
  const bytes = counts.allBytes();
  const written: number[] = [];
  for (let place = 0; place < counts.size; place++) {
    const found = waiting.findAt(bytes, 32 * place);
    if (found === nowhere) written.push(place);
    else waiting.setNumber(found, waiting.number(found) + counts.number(place));
  }
  for (const place of inDigestOrder(counts, Uint32Array.from(written))) {
    const { changes } = table.addReferences.run(counts.number(place), counts.bytes(place));
    if (changes === 0) throw new Error(`no container names the chunk ${counts.digest(place)}`);
  }
}
