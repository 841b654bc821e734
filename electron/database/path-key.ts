import type { FolderPath } from '../engine/model/entry-path.ts';

/**
 * Paths as bytes that SQLite sorts (memcmp) exactly as `comparePaths` sorts the paths: each UTF-16 code unit in one to three
 * bytes, as UTF-8 has them. That is plain UTF-8 for nearly every path; only pairs of surrogates (emoji) become two times three bytes, which keeps
 * them before U+E000 as JavaScript's order has them, and lone surrogates, which some file systems allow, come back as they were.
 */
export function pathToKey(path: string): Buffer {
  return surrogates.test(path) ? encodeUnits(path) : Buffer.from(path, 'utf8');
}

export function keyToPath(key: Uint8Array): FolderPath {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  const text = bytes.toString('utf8');
  // UTF-8 refuses surrogates, so a replacement character tells that there may have been one.
  return (text.includes('\ufffd') ? decodeUnits(bytes) : text) as FolderPath;
}

/** Keys strictly between these two are everything below the folder: the character after `/` is `0`. */
export function keysBelow(path: FolderPath): { readonly after: Buffer; readonly before: Buffer } {
  if (path === '') return { after: Buffer.alloc(0), before: Buffer.from([0xff]) };
  return { after: pathToKey(`${path}/`), before: pathToKey(`${path}0`) };
}

const surrogates = /[\ud800-\udfff]/;

function encodeUnits(path: string): Buffer {
  const bytes = Buffer.allocUnsafe(path.length * 3);
  let at = 0;
  for (let i = 0; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    if (unit < 0x80) bytes[at++] = unit;
    else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else {
      bytes[at++] = 0xe0 | (unit >> 12);
      bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[at++] = 0x80 | (unit & 0x3f);
    }
  }
  return bytes.subarray(0, at);
}

function decodeUnits(bytes: Buffer): string {
  const low = (at: number): number => (bytes[at] ?? 0) & 0x3f;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    if (first < 0x80) text += String.fromCharCode(first);
    else if (first < 0xe0) text += String.fromCharCode(((first & 0x1f) << 6) | low(at + 1));
    else text += String.fromCharCode(((first & 0x0f) << 12) | (low(at + 1) << 6) | low(at + 2));
    at += first < 0x80 ? 1 : first < 0xe0 ? 2 : 3;
  }
  return text;
}
