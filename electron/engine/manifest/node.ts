import type { Digest } from '../model/digest.ts';
import type { EntryPath } from '../model/entry-path.ts';
import { entrySize, type Entry } from '../model/entry.ts';
import { ByteReader, damaged } from './byte-reader.ts';

/*
 * The stored form of a manifest's nodes, format 1.
 *
 * A manifest is a search tree of nodes, each named by the SHA-256 of its bytes. Leaves (level 0) hold entries in path order;
 * a node of level n holds one item for each of its children, nodes of level n - 1. Where a level is cut into nodes is decided
 * by the paths alone (key-level.ts), so one set of entries has one tree.
 *
 *   integer  unsigned, at most 2^53 - 1, LEB128 in its shortest form
 *   text     integer length in bytes, UTF-8
 *   units    integer length in UTF-16 code units
 *
 *   header   'S' 'N', format (u8, 1), level (u8, 0 to 6), integer number of items, integer length of the content part
 *   content  what the content digest covers, together with the header
 *   facts    the rest
 *
 * The content digest of a node is the SHA-256 of header and content. It does not depend on times, permission bits or on how
 * blobs are cut; two nodes may differ in their facts and have equal content digests.
 *
 * Leaf, content:
 *   text     the strings of all items one after the other: what the path adds to the path before it, then a link's target,
 *            or a reference's URI and the keys and values of its identity in the order of the keys
 *   items    kind (u8: 0 file, 1 link, 2 directory, 3 reference; 4 is added for an executable file), units that the path
 *            shares with the path before it, units it adds; a link: units of the target; a reference: units of the URI,
 *            integer number of pairs, units of each key and value
 *   blobs    32 bytes for each file
 * Leaf, facts:
 *   items    flags (u8: 1 has a chunk list, 2 the time is before 1970, 4 the size of a reference is known), then
 *            a file: integer size, mode (u16), integer microseconds; a link: integer microseconds;
 *            a directory: mode (u16), integer microseconds; a reference: integer size if known
 *   lists    32 bytes for each file that has a chunk list
 *
 * Level 1 and up, content:
 *   digests  32 bytes for each child: its content digest
 *   items    integer number of entries below the child
 * Level 1 and up, facts:
 *   digests  32 bytes for each child: its node digest
 *   text     the strings of all items: what the last path below the child adds to the item before it
 *   items    units shared, units added, integer sum of the entries' bytes
 *
 * A shared beginning never ends between the two units of a surrogate pair.
 */

export const nodeFormat = 1;

/** Levels go from 0 to 6: a key digest has 32 bits, and a level takes 5. */
export const highestLevel = 6;

export const entryKinds = ['file', 'link', 'directory', 'reference'] as const;
export const executableBit = 4;
export const factFlags = { list: 1, beforeEpoch: 2, sized: 4 } as const;

/** What a node tells about one of its children. */
export interface ChildNode {
  /** The last path below the child. */
  readonly path: EntryPath;
  readonly node: Digest;
  readonly content: Digest;
  /** Entries below it. */
  readonly files: number;
  /** Sum of their sizes. */
  readonly bytes: number;
}

export interface LeafNode {
  readonly level: 0;
  readonly items: readonly Entry[];
}

export interface InnerNode {
  readonly level: number;
  readonly items: readonly ChildNode[];
}

export type ManifestNode = LeafNode | InnerNode;

/** A manifest: the node its tree begins at, and what is true of the whole. */
export interface ManifestRoot {
  readonly node: Digest;
  /** Content digest. */
  readonly digest: Digest;
  readonly files: number;
  readonly bytes: number;
}

export function isLeaf(node: ManifestNode): node is LeafNode {
  return node.level === 0;
}

/** Entries and bytes below the items of a node. */
export function sumItems(items: readonly (Entry | ChildNode)[], level: number): { files: number; bytes: number } {
  if (level === 0) return { files: items.length, bytes: (items as readonly Entry[]).reduce((sum, entry) => sum + entrySize(entry), 0) };
  let files = 0;
  let bytes = 0;
  for (const child of items as readonly ChildNode[]) {
    files += child.files;
    bytes += child.bytes;
  }
  return { files, bytes };
}

export interface NodeHeader {
  readonly level: number;
  readonly count: number;
  /** Offset of the content part, and of the first byte behind it. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** Reads a node's header. Throws Failure `store.damaged` when it is none. */
export function readHeader(bytes: Uint8Array): NodeHeader {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== 0x53 || reader.byte() !== 0x4e) throw damaged('it is no node of a manifest');
  if (reader.byte() !== nodeFormat) throw damaged('it has an unknown format');
  const level = reader.byte();
  if (level > highestLevel) throw damaged('its level is out of bounds');
  const count = reader.integer();
  const length = reader.integer();
  const contentStart = reader.skip(length);
  // Every item takes more than one byte: a lie about their number is caught before room is made for them.
  if (count > bytes.length) throw damaged('it claims more items than it has room for');
  if (count === 0 && level > 0) throw damaged('it has no children');
  return { level, count, contentStart, contentEnd: reader.at };
}

/** The bytes that a node's content digest covers. */
export function contentPart(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, readHeader(bytes).contentEnd);
}
