import type { FileStamp } from '../ports/capture.ts';
import type { ListingBytes } from '../ports/work-tree.ts';

/** A direct child of a folder as `lstat` tells. */
export type Child =
  | { readonly kind: 'file'; readonly name: string; readonly stamp: FileStamp }
  | { readonly kind: 'link'; readonly name: string; readonly stamp: FileStamp }
  | { readonly kind: 'folder'; readonly name: string };

const kinds = ['file', 'link', 'folder'] as const;
const stampLength = 8 * 4 + 2;
/** Longest name of any file system Strata meets, in UTF-8, with room to spare. */
const nameRoom = 4_096;

const encoder = new TextEncoder();
// Without `ignoreBOM` a name that begins with U+FEFF would lose it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Writes listings, one after the other, into a buffer that is used again. Per child, sorted by name (JavaScript's `<`):
 * kind (u8), length of the name in UTF-8 (u16), the name, and for files and links size, modified, changed (ms), inode
 * (f64 each) and mode (u16); little-endian. Folders carry their name alone, so that what happens inside them never
 * changes the listing around them.
 */
export interface ListingWriter {
  /** Adds the next child. The caller brings them sorted by name. */
  folder(name: string): void;
  entry(kind: 'file' | 'link', name: string, stamp: FileStamp): void;
  /** The listing of all children since the last `finish`, in bytes of its own. */
  finish(): ListingBytes;
}

export function createListingWriter(): ListingWriter {
  let bytes = new Uint8Array(16 * 1_024);
  let view = new DataView(bytes.buffer);
  let at = 0;

  function makeRoom(): void {
    if (at + 3 + nameRoom + stampLength <= bytes.length) return;
    const larger = new Uint8Array(bytes.length * 2);
    larger.set(bytes.subarray(0, at));
    bytes = larger;
    view = new DataView(bytes.buffer);
  }

  function begin(kind: number, name: string): void {
    makeRoom();
    const written = writeName(name, bytes, at + 3);
    bytes[at] = kind;
    bytes[at + 1] = written & 0xff;
    bytes[at + 2] = written >> 8;
    at += 3 + written;
  }

  return {
    folder: (name) => begin(2, name),
    entry(kind, name, stamp) {
      begin(kind === 'file' ? 0 : 1, name);
      at = writeStamp(view, at, stamp);
    },
    finish() {
      const listing = bytes.slice(0, at);
      at = 0;
      return listing;
    },
  };
}

/** Nearly all names are short and ASCII: those are written by hand, which is several times faster than the encoder. */
function writeName(name: string, bytes: Uint8Array, start: number): number {
  if (name.length > nameRoom) throw new RangeError('a name longer than any file system allows');
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code >= 0x80) return writeLongName(name, bytes, start);
    bytes[start + i] = code;
  }
  return name.length;
}

function writeLongName(name: string, bytes: Uint8Array, start: number): number {
  const { read, written } = encoder.encodeInto(name, bytes.subarray(start, start + nameRoom));
  if (read < name.length) throw new RangeError('a name longer than any file system allows');
  return written;
}

function writeStamp(view: DataView, start: number, stamp: FileStamp): number {
  view.setFloat64(start, stamp.size, true);
  view.setFloat64(start + 8, stamp.modifiedMs, true);
  view.setFloat64(start + 16, stamp.changedMs, true);
  view.setFloat64(start + 24, stamp.inode, true);
  view.setUint16(start + 32, stamp.mode, true);
  return start + stampLength;
}

/** Encodes the children of one folder, in whatever order they come. */
export function encodeListing(children: readonly Child[]): ListingBytes {
  const writer = createListingWriter();
  for (const child of [...children].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (child.kind === 'folder') writer.folder(child.name);
    else writer.entry(child.kind, child.name, child.stamp);
  }
  return writer.finish();
}

/**
 * Walks the children of a listing one after the other, making nothing of what nobody asks for: a listing of a hundred thousand
 * files is walked in the time that making their names alone would take.
 */
export class ListingCursor {
  readonly #listing: ListingBytes;
  readonly #view: DataView;
  #start = 0;
  #end = 0;
  #nameLength = 0;
  #kind: Child['kind'] = 'file';

  constructor(listing: ListingBytes) {
    this.#listing = listing;
    this.#view = new DataView(listing.buffer, listing.byteOffset, listing.byteLength);
  }

  /** Goes to the next child; false behind the last. Throws a RangeError when the listing was cut. */
  next(): boolean {
    const at = this.#end;
    if (at >= this.#listing.length) return false;
    const kind = kinds[this.#view.getUint8(at)];
    if (kind === undefined) throw new RangeError('a listing with an unknown kind of child');
    this.#nameLength = this.#view.getUint16(at + 1, true);
    this.#kind = kind;
    this.#start = at;
    this.#end = at + 3 + this.#nameLength + (kind === 'folder' ? 0 : stampLength);
    if (this.#end > this.#listing.length) throw new RangeError('a listing that ends inside a child');
    return true;
  }

  /** Goes to the next file; false behind the last. */
  nextFile(): boolean {
    while (this.next()) if (this.#kind === 'file') return true;
    return false;
  }

  get kind(): Child['kind'] {
    return this.#kind;
  }

  /** Offset of the present child in the listing, and of the first byte behind it. */
  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  name(): string {
    const start = this.#start + 3;
    return decoder.decode(this.#listing.subarray(start, start + this.#nameLength));
  }

  /** The following belong to files and links alone. Bytes. */
  size(): number {
    return this.#view.getFloat64(this.#stampStart(), true);
  }

  /** ms. */
  modifiedMs(): number {
    return this.#view.getFloat64(this.#stampStart() + 8, true);
  }

  stamp(): FileStamp {
    const at = this.#stampStart();
    return {
      size: this.#view.getFloat64(at, true),
      modifiedMs: this.#view.getFloat64(at + 8, true),
      changedMs: this.#view.getFloat64(at + 16, true),
      inode: this.#view.getFloat64(at + 24, true),
      mode: this.#view.getUint16(at + 32, true),
    };
  }

  child(): Child {
    const kind = this.#kind;
    return kind === 'folder' ? { kind, name: this.name() } : { kind, name: this.name(), stamp: this.stamp() };
  }

  #stampStart(): number {
    return this.#start + 3 + this.#nameLength;
  }
}

/** Decodes what `encodeListing` made; throws a RangeError when it was cut. */
export function decodeListing(listing: ListingBytes): Child[] {
  const children: Child[] = [];
  for (const cursor = new ListingCursor(listing); cursor.next(); ) children.push(cursor.child());
  return children;
}

/** How many files a listing has, and the sum of their sizes. */
export function sumFiles(listing: ListingBytes): { files: number; bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const cursor = new ListingCursor(listing); cursor.nextFile(); files++) bytes += cursor.size();
  return { files, bytes };
}

/** Whether two stamps belong to the same, untouched file. */
export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return (
    a.size === b.size &&
    a.modifiedMs === b.modifiedMs &&
    a.changedMs === b.changedMs &&
    a.inode === b.inode &&
    a.mode === b.mode
  );
}

/** A stamp that no file has: the file will be read again at the next look. */
export function forgetStamp(stamp: FileStamp): FileStamp {
  return { ...stamp, changedMs: -1 };
}

/**
 * Modification time in whole microseconds from `lstat`'s ms. The sum moves values that the floating point left a hair below
 * a whole microsecond over it, so that a restored time reads as what was recorded.
 */
export function microseconds(modifiedMs: number): number {
  return Math.floor(modifiedMs * 1_000 + 0.13);
}
