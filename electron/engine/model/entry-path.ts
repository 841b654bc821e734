/**
 * A path of a manifest: relative to the work tree's root, segments joined by `/`, never empty, and without `.`, `..`,
 * empty segments or NUL. The exact characters of the file system are kept: no Unicode or case folding.
 */
export type EntryPath = string & { readonly __entryPath: unique symbol };

/** A folder of a work tree: an entry path, or the empty string for the root. */
export type FolderPath = EntryPath | '';

const refusedSegment = /(?:^|\/)\.{0,2}(?:\/|$)/;

export function isEntryPath(text: string): text is EntryPath {
  return !refusedSegment.test(text) && !text.includes('\0');
}

/** Parses a path that comes from outside. Throws a RangeError when it could leave its root. */
export function parseEntryPath(text: string): EntryPath {
  if (!isEntryPath(text)) throw new RangeError(`not a path inside a folder: ${JSON.stringify(text)}`);
  return text;
}

/** Joins a folder and one name that the file system gave (never parsed from outside). */
export function childPath(folder: FolderPath, name: string): EntryPath {
  return (folder === '' ? name : `${folder}/${name}`) as EntryPath;
}

export function parentOf(path: EntryPath): FolderPath {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : (path.slice(0, slash) as EntryPath);
}

export function nameOf(path: EntryPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path is that folder or lies somewhere below it. Everything lies within the root. */
export function isWithin(path: string, folder: FolderPath): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The order of a manifest: by UTF-16 code units, JavaScript's own `<`. It is part of the format. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
