import { chmod, lstat, mkdir, readdir, readFile, readlink, rename, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { microseconds } from '../../electron/engine/scan/listing.ts';

/** A literal tree: text of a file, `{ link }`, or a folder of its own. */
export interface Tree {
  readonly [name: string]: string | Buffer | { readonly link: string } | Tree;
}

const isLink = (value: Tree[string]): value is { readonly link: string } =>
  typeof value === 'object' && 'link' in value && typeof value.link === 'string';

/** Makes a folder with what the tree says. */
export async function plant(folder: string, tree: Tree): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, value] of Object.entries(tree)) {
    const at = path.join(folder, name);
    if (typeof value === 'string' || Buffer.isBuffer(value)) await writeFile(at, value);
    else if (isLink(value)) await symlink(value.link, at);
    else await plant(at, value);
  }
}

/** Saves as careful editors do: beside the file, then over it. */
export async function saveAtomically(file: string, text: string): Promise<void> {
  await writeFile(`${file}.tmp~`, text);
  await rename(`${file}.tmp~`, file);
}

export const makeExecutable = (file: string): Promise<void> => chmod(file, 0o755);

/** What lies in a folder, as lines that compare: path, kind, permissions, modification time, and the content's digest or the link's text. */
export async function describeFolder(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = await Promise.all(names.map((name) => describeEntry(folder, name)));
  return lines.toSorted();
}

async function describeEntry(folder: string, name: string): Promise<string> {
  const at = path.join(folder, name);
  const stats = await lstat(at);
  if (stats.isSymbolicLink()) return `${name} link ${await readlink(at)}`;
  if (stats.isDirectory()) return `${name} folder`;
  const digest = createHash('sha256').update(await readFile(at)).digest('hex');
  // Times are kept to the microsecond: a finer rest may be lost on the way.
  return `${name} file ${(stats.mode & 0o777).toString(8)} ${microseconds(stats.mtimeMs)} ${digest}`;
}
