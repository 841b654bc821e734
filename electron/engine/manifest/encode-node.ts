import { entryKinds, executableBit, factFlags, nodeFormat, type ChildNode } from './node.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Entry, ReferenceEntry } from '../model/entry.ts';
import { comparePaths } from '../model/entry-path.ts';

export interface EncodedNode {
  readonly bytes: Uint8Array;
  /** The part of them that the content digest covers. */
  readonly content: Uint8Array;
}

/** Encodes nodes in the form that node.ts describes. Reuses its room: make one and encode many nodes with it. */
export interface NodeEncoder {
  /** Entries in strict path order. Throws a RangeError for a path, size or time that no manifest can hold. */
  leaf(entries: readonly Entry[]): EncodedNode;
  inner(level: number, children: readonly ChildNode[]): EncodedNode;
}

export function createNodeEncoder(): NodeEncoder {
  const content = new ByteWriter();
  const facts = new ByteWriter();
  const items = new ByteWriter();
  const texts = new ByteWriter();
  const head = new ByteWriter();
  const finish = (level: number, count: number): EncodedNode => {
    writeHead(head, level, count, content.length);
    return assemble(head, content, facts);
  };
  return {
    leaf(entries) {
      content.clear();
      facts.clear();
      items.clear();
      texts.clear();
      writeLeafContent(entries, content, items, texts);
      for (const entry of entries) writeFacts(entry, facts);
      for (const entry of entries) if (entry.kind === 'file' && entry.list !== null) facts.digest(entry.list);
      return finish(0, entries.length);
    },
    inner(level, children) {
      content.clear();
      facts.clear();
      items.clear();
      for (const child of children) content.digest(child.content);
      for (const child of children) content.integer(child.files);
      for (const child of children) facts.digest(child.node);
      facts.text(writeInnerItems(children, items));
      facts.copy(items.written());
      return finish(level, children.length);
    },
  };
}

function writeHead(head: ByteWriter, level: number, count: number, contentLength: number): void {
  head.clear();
  for (const byte of [0x53, 0x4e, nodeFormat, level]) head.byte(byte);
  head.integer(count);
  head.integer(contentLength);
}

function assemble(head: ByteWriter, content: ByteWriter, facts: ByteWriter): EncodedNode {
  const contentEnd = head.length + content.length;
  const bytes = new Uint8Array(contentEnd + facts.length);
  bytes.set(head.written());
  bytes.set(content.written(), head.length);
  bytes.set(facts.written(), contentEnd);
  return { bytes, content: bytes.subarray(0, contentEnd) };
}

function writeLeafContent(entries: readonly Entry[], content: ByteWriter, items: ByteWriter, texts: ByteWriter): void {
  let before = '';
  for (const entry of entries) {
    const shared = sharedUnits(before, checked(entry.path));
    items.byte(entryKinds.indexOf(entry.kind) + (entry.kind === 'file' && entry.executable ? executableBit : 0));
    items.integer(shared);
    items.integer(entry.path.length - shared);
    texts.utf8(entry.path, shared);
    if (entry.kind === 'link') {
      items.integer(entry.target.length);
      texts.utf8(checked(entry.target), 0);
    } else if (entry.kind === 'reference') {
      writeReference(entry, items, texts);
    }
    before = entry.path;
  }
  content.integer(texts.length);
  content.copy(texts.written());
  content.copy(items.written());
  for (const entry of entries) if (entry.kind === 'file') content.digest(entry.blob);
}

function writeReference(entry: ReferenceEntry, items: ByteWriter, texts: ByteWriter): void {
  const pairs = Object.entries(entry.identity).sort(([a], [b]) => comparePaths(a, b));
  items.integer(entry.uri.length);
  items.integer(pairs.length);
  texts.utf8(checked(entry.uri), 0);
  for (const [key, value] of pairs) {
    items.integer(key.length);
    items.integer(value.length);
    texts.utf8(checked(key), 0);
    texts.utf8(checked(value), 0);
  }
}

function writeFacts(entry: Entry, facts: ByteWriter): void {
  if (entry.kind === 'reference') {
    facts.byte(entry.size === null ? 0 : factFlags.sized);
    if (entry.size !== null) facts.integer(entry.size);
    return;
  }
  const isListed = entry.kind === 'file' && entry.list !== null;
  facts.byte((isListed ? factFlags.list : 0) + (entry.modifiedAt < 0 ? factFlags.beforeEpoch : 0));
  if (entry.kind === 'file') facts.integer(entry.size);
  if (entry.kind !== 'link') facts.short(entry.mode & 0o777);
  facts.integer(Math.abs(entry.modifiedAt));
}

function writeInnerItems(children: readonly ChildNode[], items: ByteWriter): string {
  let texts = '';
  let before = '';
  for (const child of children) {
    const shared = sharedUnits(before, child.path);
    items.integer(shared);
    items.integer(child.path.length - shared);
    items.integer(child.bytes);
    texts += child.path.slice(shared);
    before = child.path;
  }
  return texts;
}

/** Each string for itself: two halves of a character must not pass because they come to stand side by side. */
function checked(text: string): string {
  if (!text.isWellFormed()) throw new RangeError(`not valid Unicode: ${JSON.stringify(text.slice(0, 200))}`);
  return text;
}

/** How many UTF-16 code units two paths have in common at their beginning, without cutting a surrogate pair. */
function sharedUnits(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < most && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  const last = shared === 0 ? 0 : b.charCodeAt(shared - 1);
  return last >= 0xd800 && last <= 0xdbff ? shared - 1 : shared;
}
