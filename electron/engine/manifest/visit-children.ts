import type { ChunkKind } from '../model/chunk-kind.ts';
import { ByteReader, damaged } from './byte-reader.ts';
import { allowedFlags, readMode, readTime } from './decode-node.ts';
import { entryKinds, executableBit, factFlags, readHeader, type NodeHeader } from './node.ts';

/** Told of a name that a node has for a chunk: the chunk's digest is the 32 bytes at the offset. */
export type VisitChild = (bytes: Uint8Array, offset: number, kind: ChunkKind) => void;

/**
 * What a manifest's node names, as often and in the order in which `nodeChildren` tells it, straight from the bytes: no entry is
 * made, no path read. For nodes that were just made, or whose text somebody else checks: of what `decodeNode` refuses it
 * refuses everything but bad text and paths, with the same Failure, and before the first visit.
 */
export function visitNodeChildren(bytes: Uint8Array, visit: VisitChild): void {
  const header = readHeader(bytes);
  if (header.level === 0) visitLeaf(bytes, header, visit);
  else visitInner(bytes, header, visit);
}

function visitInner(bytes: Uint8Array, { count, contentStart, contentEnd }: NodeHeader, visit: VisitChild): void {
  const content = new ByteReader(bytes.subarray(0, contentEnd), contentStart);
  content.skip(32 * count);
  for (let i = 0; i < count; i++) content.integer();
  content.expectEnd();
  const facts = new ByteReader(bytes, contentEnd);
  const start = facts.skip(32 * count);
  facts.skip(facts.integer());
  for (let i = 0; i < 3 * count; i++) facts.integer();
  facts.expectEnd();
  for (let i = 0; i < count; i++) visit(bytes, start + 32 * i, 'manifest');
}

/** What becomes of an entry of a leaf. */
const isFile = 1;
const namesBlob = 2;
const namesList = 4;

function visitLeaf(bytes: Uint8Array, { count, contentStart, contentEnd }: NodeHeader, visit: VisitChild): void {
  const content = new ByteReader(bytes.subarray(0, contentEnd), contentStart);
  content.skip(content.integer());
  const kinds = new Uint8Array(count);
  let files = 0;
  for (let i = 0; i < count; i++) if (((kinds[i] = readKind(content)) & 3) === 0) files++;
  let blob = content.skip(32 * files);
  content.expectEnd();
  const facts = new ByteReader(bytes, contentEnd);
  let lists = 0;
  for (let i = 0; i < count; i++) if (((kinds[i] = readNaming(facts, kinds[i] as number)) & namesList) !== 0) lists++;
  let list = facts.skip(32 * lists);
  facts.expectEnd();
  for (let i = 0; i < count; i++) {
    const naming = kinds[i] as number;
    if ((naming & namesList) !== 0) visit(bytes, list, 'list');
    else if ((naming & namesBlob) !== 0) visit(bytes, blob, 'data');
    if ((naming & namesList) !== 0) list += 32;
    if ((naming & isFile) !== 0) blob += 32;
  }
}

/** Passes over what the content part tells of an entry. */
function readKind(content: ByteReader): number {
  const kind = content.byte();
  if (kind > executableBit) throw damaged('it has an entry of an unknown kind');
  content.integer();
  content.integer();
  const name = entryKinds[kind & 3];
  if (name === 'link' || name === 'reference') content.integer();
  if (name === 'reference') for (let rest = 2 * content.integer(); rest > 0; rest--) content.integer();
  return kind;
}

/** Passes over the facts of an entry and tells what it names. */
function readNaming(facts: ByteReader, kind: number): number {
  const flags = facts.byte();
  if ((flags & ~(allowedFlags[kind & 3] as number)) !== 0) throw damaged('it has an entry with unknown flags');
  const name = entryKinds[kind & 3];
  if (name === 'reference') {
    if ((flags & factFlags.sized) !== 0) facts.integer();
    return 0;
  }
  const size = name === 'file' ? facts.integer() : 0;
  if (name !== 'link') readMode(facts);
  readTime(facts, flags);
  if (name !== 'file') return 0;
  return isFile + ((flags & factFlags.list) !== 0 ? namesList : size > 0 ? namesBlob : 0);
}
