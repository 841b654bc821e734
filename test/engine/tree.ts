import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { microseconds } from '../../electron/engine/scan/listing.ts';

/** A folder, written down: text is a file; the other things say what they are. */
export interface Tree {
  readonly [name: string]: string | Uint8Array | Tree | FileFact | LinkFact;
}
export interface FileFact {
  readonly file: string | Uint8Array;
  readonly mode?: number;
  /** Seconds since 1970. */
  readonly modified?: number;
}
export interface LinkFact {
  readonly link: string;
}

export function isFile(node: Tree[string]): node is FileFact {
  return typeof node === 'object' && 'file' in node && (typeof node.file === 'string' || node.file instanceof Uint8Array);
}
export function isLink(node: Tree[string]): node is LinkFact {
  return typeof node === 'object' && 'link' in node && typeof node.link === 'string';
}

export function writeTree(folder: string, tree: Tree): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, node] of Object.entries(tree)) {
    const at = path.join(folder, name);
    if (typeof node === 'string' || node instanceof Uint8Array) writeFileSync(at, node);
    else if (isLink(node)) symlinkSync(node.link, at);
    else if (isFile(node)) {
      writeFileSync(at, node.file);
      if (node.mode !== undefined) chmodSync(at, node.mode);
      if (node.modified !== undefined) utimesSync(at, node.modified, node.modified);
    } else writeTree(at, node);
  }
}

/** Names and contents of a folder, files as text (latin1, so that any bytes compare). */
export function readTree(folder: string): Tree {
  const tree: Record<string, Tree[string]> = {};
  for (const name of readdirSync(folder).sort()) {
    const at = path.join(folder, name);
    const stat = lstatSync(at);
    if (stat.isDirectory()) tree[name] = readTree(at);
    else if (stat.isSymbolicLink()) tree[name] = { link: readlinkSync(at) };
    else if (stat.isFile()) tree[name] = readFileSync(at, 'latin1');
  }
  return tree;
}

/** Everything a restore must bring back, path by path: kind, bytes, permission bits, time in microseconds, link text. */
export function facts(folder: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  const names = readdirSync(path.join(folder, below)).sort();
  for (const name of names) {
    const inner = below === '' ? name : `${below}/${name}`;
    const at = path.join(folder, inner);
    const stat = lstatSync(at);
    const time = microseconds(stat.mtimeMs);
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isDirectory()) {
      const inside = facts(folder, inner);
      if (Object.keys(inside).length === 0) found[inner] = `folder ${mode} ${time}`;
      Object.assign(found, inside);
    } else if (stat.isSymbolicLink()) found[inner] = `link ${readlinkSync(at)} ${time}`;
    else found[inner] = `file ${mode} ${time} ${readFileSync(at).toString('base64')}`;
  }
  return found;
}
