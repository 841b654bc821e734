import type { Digest } from '../model/digest.ts';
import { ByteReader, damaged } from '../manifest/byte-reader.ts';
import { ByteWriter } from '../manifest/byte-writer.ts';
import type { VisitChild } from '../manifest/visit-children.ts';
import type { Digester } from '../ports/digester.ts';
import { maximumChunk } from './chunker.ts';

/*
 * The list of a big blob's chunks, in order, as a tree of content-addressed nodes, format 1. A node ends where a digest in it
 * says so, wherever in the blob that is: an insert or a cut changes the nodes around it and those above them, and no others.
 *
 *   header    'S' 'L', format (u8, 1), level (u8), integer number of items (1 to 1024)
 *   digests   32 bytes for each item: level 0, a chunk; above, a node of the level below
 *   lengths   integer for each item: bytes of the blob that it stands for
 *
 *   A node ends behind an item whose digest has six zero bits at its end, but not before it has 8 items, and at the latest
 *   with 1024; that is 71 items on average. The topmost level is the first with a single node.
 */

const listFormat = 1;
const fewestItems = 8;
const mostItems = 1_024;
const boundaryBits = 0x3f;
/** More levels than a blob of 2^53 bytes could need. */
const highestLevel = 20;

export interface ListedChunk {
  readonly digest: Digest;
  /** Bytes. */
  readonly length: number;
}

export interface BuiltChunkList {
  readonly root: Digest;
  readonly nodes: ReadonlyMap<Digest, Uint8Array>;
}

/** Where list nodes are read from. Law: the bytes have that digest, or a Failure `store.damaged` is thrown. */
export interface ListSource {
  read(digest: Digest): Uint8Array;
}

/** Builds the list of a blob's chunks. Throws a RangeError without any chunk. */
export function buildChunkList(chunks: Iterable<ListedChunk>, digester: Digester): BuiltChunkList {
  const nodes = new Map<Digest, Uint8Array>();
  let items: readonly ListedChunk[] = [...chunks];
  if (items.length === 0) throw new RangeError('an empty blob has no chunk list');
  for (let level = 0; ; level++) {
    items = cutLevel(items).map((part) => sealNode(level, part, digester, nodes));
    const [root, second] = items;
    if (root !== undefined && second === undefined) return { root: root.digest, nodes };
  }
}

function cutLevel(items: readonly ListedChunk[]): ListedChunk[][] {
  const parts: ListedChunk[][] = [];
  let part: ListedChunk[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < fewestItems || (part.length < mostItems && !endsNode(item.digest))) continue;
    parts.push(part);
    part = [];
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

function endsNode(digest: Digest): boolean {
  return (Number.parseInt(digest.slice(62), 16) & boundaryBits) === 0;
}

function sealNode(level: number, items: readonly ListedChunk[], digester: Digester, nodes: Map<Digest, Uint8Array>): ListedChunk {
  const writer = new ByteWriter();
  for (const byte of [0x53, 0x4c, listFormat, level]) writer.byte(byte);
  writer.integer(items.length);
  for (const { digest } of items) writer.digest(digest);
  let length = 0;
  for (const item of items) {
    writer.integer(item.length);
    length += item.length;
  }
  const bytes = writer.written().slice();
  const digest = digester.digest(bytes);
  nodes.set(digest, bytes);
  return { digest, length };
}

export interface ListNode {
  readonly level: number;
  readonly items: readonly ListedChunk[];
}

/**
 * The chunks of a blob in order. Reads nodes as the walk reaches them. Throws Failure `store.damaged`, also when the list is not
 * of `size` bytes: then before the first chunk, so that no list can claim more than its entry does.
 */
export function* readChunkList(root: Digest, source: ListSource, size?: number): Generator<ListedChunk> {
  const top = decodeList(source.read(root));
  if (size !== undefined && totalLength(top) !== size) throw damaged('a chunk list is of another size than its file');
  const open = [{ node: top, next: 0 }];
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const item = at.node.items[at.next++];
    if (item === undefined) open.pop();
    else if (at.node.level === 0) yield item;
    else open.push({ node: readChild(source, at.node.level, item), next: 0 });
  }
}

/** Bytes of the blob that a list is of, told by its root. */
export function listedLength(root: Digest, source: ListSource): number {
  return totalLength(decodeList(source.read(root)));
}

/** What a list's node names, as often as it names it: nodes below it, or chunks. Throws Failure `store.damaged`. */
export function listChildren(bytes: Uint8Array): { readonly digest: Digest; readonly kind: 'list' | 'data' }[] {
  const { level, items } = decodeList(bytes);
  return items.map(({ digest }) => ({ digest, kind: level > 0 ? 'list' : 'data' }));
}

/** As `listChildren`, straight from the bytes: for those who would only count what is named. */
export function visitListChildren(bytes: Uint8Array, visit: VisitChild): void {
  const reader = new ByteReader(bytes);
  const { level, count } = readHead(reader);
  const start = reader.skip(32 * count);
  for (let i = 0; i < count; i++) readLength(reader, level);
  reader.expectEnd();
  for (let i = 0; i < count; i++) visit(bytes, start + 32 * i, level > 0 ? 'list' : 'data');
}

function readChild(source: ListSource, level: number, item: ListedChunk): ListNode {
  const node = decodeList(source.read(item.digest));
  if (node.level !== level - 1 || totalLength(node) !== item.length) throw damaged('a chunk list is not what its parent says');
  return node;
}

function totalLength(node: ListNode): number {
  const length = node.items.reduce((sum, item) => sum + item.length, 0);
  if (!Number.isSafeInteger(length)) throw damaged('a number is out of bounds');
  return length;
}

/** Decodes a list's node. Throws Failure `store.damaged` for what no writer could have written. */
export function decodeList(bytes: Uint8Array): ListNode {
  const reader = new ByteReader(bytes);
  const { level, count } = readHead(reader);
  const items = reader.digests(count).map((digest) => ({ digest, length: readLength(reader, level) }));
  reader.expectEnd();
  return { level, items };
}

function readHead(reader: ByteReader): { readonly level: number; readonly count: number } {
  if (reader.byte() !== 0x53 || reader.byte() !== 0x4c) throw damaged('it is no chunk list');
  if (reader.byte() !== listFormat) throw damaged('it has an unknown format');
  const level = reader.byte();
  const count = reader.integer();
  if (level > highestLevel || count === 0 || count > mostItems) throw damaged('its size is out of bounds');
  return { level, count };
}

function readLength(reader: ByteReader, level: number): number {
  const length = reader.integer();
  if (length === 0 || (level === 0 && length > maximumChunk)) throw damaged('a chunk has a length that none can have');
  return length;
}
