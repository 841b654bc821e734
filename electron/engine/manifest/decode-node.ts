import type { Digest } from '../model/digest.ts';
import { isEntryPath, type EntryPath } from '../model/entry-path.ts';
import type { Entry, FileEntry, ReferenceEntry } from '../model/entry.ts';
import { ByteReader, damaged } from './byte-reader.ts';
import { entryKinds, executableBit, factFlags, readHeader, type ChildNode, type ManifestNode, type NodeHeader } from './node.ts';

/**
 * Decodes a node of a manifest (node.ts has the form). Whatever no encoder could have written - bad lengths, paths that are
 * out of order or leave the root, an unknown kind - is a Failure `store.damaged`.
 */
export function decodeNode(bytes: Uint8Array): ManifestNode {
  const header = readHeader(bytes);
  return header.level === 0
    ? { level: 0, items: decodeLeaf(bytes, header) }
    : { level: header.level, items: decodeInner(bytes, header) };
}

/** What the content part tells of an entry; the facts come later. */
interface LeafHead {
  readonly kind: number;
  readonly path: EntryPath;
  /** A link's target or a reference's URI. */
  readonly text: string;
  readonly identity: Readonly<Record<string, string>>;
}

function decodeLeaf(bytes: Uint8Array, header: NodeHeader): Entry[] {
  const content = new ByteReader(bytes.subarray(0, header.contentEnd), header.contentStart);
  const texts = new TextPieces(content.text());
  const heads: LeafHead[] = [];
  let files = 0;
  let before = '';
  for (let i = 0; i < header.count; i++) {
    const head = readHead(content, texts, before);
    if (isFile(head)) files++;
    heads.push(head);
    before = head.path;
  }
  texts.finish();
  const blobs = content.digests(files);
  content.expectEnd();
  return readFacts(new ByteReader(bytes, header.contentEnd), heads, blobs);
}

function isFile(head: LeafHead): boolean {
  return (head.kind & 3) === 0;
}

function readHead(content: ByteReader, texts: TextPieces, before: string): LeafHead {
  const kind = content.byte();
  if (kind > executableBit) throw damaged('it has an entry of an unknown kind');
  const path = texts.path(before, content.integer(), content.integer());
  switch (entryKinds[kind & 3]) {
    case 'link':
      return { kind, path, text: texts.take(content.integer()), identity: {} };
    case 'reference':
      return { kind, path, ...readReference(content, texts) };
    default:
      return { kind, path, text: '', identity: {} };
  }
}

function readReference(content: ByteReader, texts: TextPieces): Pick<LeafHead, 'text' | 'identity'> {
  const text = texts.take(content.integer());
  const pairs: [string, string][] = [];
  const count = content.integer();
  for (let i = 0; i < count; i++) {
    const key = texts.take(content.integer());
    const last = pairs.at(-1);
    if (last !== undefined && last[0] >= key) throw damaged('the identity of a reference is out of order');
    pairs.push([key, texts.take(content.integer())]);
  }
  return { text, identity: Object.fromEntries(pairs) };
}

function readFacts(facts: ByteReader, heads: readonly LeafHead[], blobs: readonly Digest[]): Entry[] {
  const entries: Entry[] = [];
  const listed: number[] = [];
  let blob = 0;
  for (const head of heads) {
    const flags = facts.byte();
    if ((flags & ~(allowedFlags[head.kind & 3] as number)) !== 0) throw damaged('it has an entry with unknown flags');
    if ((flags & factFlags.list) !== 0) listed.push(entries.length);
    entries.push(isFile(head) ? readFile(facts, head, flags, blobs[blob++] as Digest) : readOther(facts, head, flags));
  }
  const lists = facts.digests(listed.length);
  facts.expectEnd();
  listed.forEach((index, i) => (entries[index] = { ...(entries[index] as FileEntry), list: lists[i] as Digest }));
  return entries;
}

/** By the kind of the entry. */
export const allowedFlags = [factFlags.list + factFlags.beforeEpoch, factFlags.beforeEpoch, factFlags.beforeEpoch, factFlags.sized];

function readFile(facts: ByteReader, head: LeafHead, flags: number, blob: Digest): FileEntry {
  return {
    kind: 'file',
    path: head.path,
    blob,
    size: facts.integer(),
    list: null,
    executable: head.kind === executableBit,
    mode: readMode(facts),
    modifiedAt: readTime(facts, flags),
  };
}

function readOther(facts: ByteReader, head: LeafHead, flags: number): Entry {
  const { path, text } = head;
  switch (entryKinds[head.kind]) {
    case 'link':
      return { kind: 'link', path, target: text, modifiedAt: readTime(facts, flags) };
    case 'directory':
      return { kind: 'directory', path, mode: readMode(facts), modifiedAt: readTime(facts, flags) };
    default: {
      const size = (flags & factFlags.sized) === 0 ? null : facts.integer();
      return { kind: 'reference', path, uri: text, size, identity: head.identity } satisfies ReferenceEntry;
    }
  }
}

export function readMode(facts: ByteReader): number {
  const mode = facts.short();
  if (mode > 0o777) throw damaged('it has permission bits that are none');
  return mode;
}

export function readTime(facts: ByteReader, flags: number): number {
  const time = facts.integer();
  if ((flags & factFlags.beforeEpoch) === 0) return time;
  if (time === 0) throw damaged('a number is out of bounds');
  return -time;
}

function decodeInner(bytes: Uint8Array, header: NodeHeader): ChildNode[] {
  const { count } = header;
  const content = new ByteReader(bytes.subarray(0, header.contentEnd), header.contentStart);
  const contents = content.digests(count);
  const files: number[] = [];
  for (let i = 0; i < count; i++) files.push(content.integer());
  content.expectEnd();
  const facts = new ByteReader(bytes, header.contentEnd);
  const nodes = facts.digests(count);
  const texts = new TextPieces(facts.text());
  const children: ChildNode[] = [];
  let before = '';
  for (let i = 0; i < count; i++) {
    const path = texts.path(before, facts.integer(), facts.integer());
    children.push({
      path,
      node: nodes[i] as Digest,
      content: contents[i] as Digest,
      files: files[i] as number,
      bytes: facts.integer(),
    });
    before = path;
  }
  texts.finish();
  facts.expectEnd();
  return children;
}

/** Pieces of one string that stand one after the other. Decoding it once is far cheaper than decoding every piece. */
class TextPieces {
  private readonly all: string;
  private at = 0;

  constructor(all: string) {
    this.all = all;
  }

  take(units: number): string {
    const end = this.at + units;
    if (end > this.all.length) throw damaged('a text ends too early');
    const piece = this.all.slice(this.at, end);
    this.at = end;
    if (!piece.isWellFormed()) throw damaged('a text is cut inside a character');
    return piece;
  }

  path(before: string, shared: number, added: number): EntryPath {
    if (shared > before.length) throw damaged('a path shares more than there is');
    const path = before.slice(0, shared) + this.take(added);
    if (!isEntryPath(path) || !path.isWellFormed()) throw damaged('it has a path that leaves its root');
    if (path <= before) throw damaged('its paths are out of order');
    return path;
  }

  finish(): void {
    if (this.at !== this.all.length) throw damaged('it has text that belongs to nothing');
  }
}
