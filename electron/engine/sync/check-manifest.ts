import { listedLength, readChunkList } from '../chunking/chunk-list.ts';
import { maximumChunk } from '../chunking/chunker.ts';
import { contentPart, isLeaf, sumItems, type ChildNode } from '../manifest/node.ts';
import { readNode, type NodeSource } from '../manifest/node-source.ts';
import type { Digest } from '../model/digest.ts';
import type { FileEntry } from '../model/entry.ts';
import { damaged } from '../manifest/byte-reader.ts';
import type { Digester } from '../ports/digester.ts';
import type { VersionRecord } from '../model/version.ts';

export interface ManifestCheck {
  readonly source: NodeSource;
  readonly digester: Digester;
  /** Whether all below a node was checked before: a version here holds it. */
  readonly isAlive: (digest: Digest) => boolean;
  /** Told of every chunk of content that is named below nodes that are not alive, with its length. May throw. */
  readonly onContent: (digest: Digest, length: number) => void;
}

/**
 * Checks that a manifest from outside is one: that each node that is new is what its parent says of it (level, order, entries, bytes, content
 * digest), that lists are as long as their files, and that the whole is what the version's record says. Costs what is new. Yields after each
 * node. Throws Failure `store.damaged`.
 */
export function* checkManifest(record: Pick<VersionRecord, 'root' | 'digest' | 'files' | 'bytes'>, check: ManifestCheck): Generator<void> {
  const { source, digester } = check;
  const root = readNode(source, record.root);
  const { files, bytes } = sumItems(root.items, root.level);
  if (files !== record.files || bytes !== record.bytes) throw damaged('a manifest is of another size than its version says');
  if (digester.digest(contentPart(source.read(record.root))) !== record.digest) throw damaged('a manifest has another content than its version says');
  const seen = new Set<string>();
  const open: { readonly node: Digest; readonly after: string | null }[] = [{ node: record.root, after: null }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    // The same node may follow another path elsewhere; then its beginning is checked again.
    const key = `${at.node} ${at.after ?? ''}`;
    if (seen.has(key) || check.isAlive(at.node)) continue;
    seen.add(key);
    const node = readNode(source, at.node);
    if (isLeaf(node)) for (const entry of node.items) checkEntry(entry, check);
    else open.push(...checkChildren(node.items, node.level, at.after, check));
    yield;
  }
}

function checkChildren(children: readonly ChildNode[], level: number, after: string | null, check: ManifestCheck): { readonly node: Digest; readonly after: string | null }[] {
  const found: { readonly node: Digest; readonly after: string | null }[] = [];
  let before = after;
  for (const child of children) {
    const node = readNode(check.source, child.node);
    const { files, bytes } = sumItems(node.items, node.level);
    const isAsSaid = node.level === level - 1 && files === child.files && bytes === child.bytes && node.items.at(-1)?.path === child.path;
    const content = check.digester.digest(contentPart(check.source.read(child.node)));
    if (!isAsSaid || content !== child.content) throw damaged('a node is not what its parent says');
    if (before !== null && firstPath(child.node, check.source) <= before) throw damaged('nodes of a manifest are out of order');
    found.push({ node: child.node, after: before });
    before = child.path;
  }
  return found;
}

function firstPath(digest: Digest, source: NodeSource): string {
  let node = readNode(source, digest);
  while (!isLeaf(node)) node = readNode(source, (node.items[0] as ChildNode).node);
  return node.items[0]?.path ?? '';
}

function checkEntry(entry: { readonly kind: string }, check: ManifestCheck): void {
  if (entry.kind === 'file') checkFile(entry as FileEntry, check);
}

function checkFile({ blob, size, list }: FileEntry, { source, isAlive, onContent }: ManifestCheck): void {
  if (list === null) {
    if (size > maximumChunk) throw damaged('a big file has no list of its chunks');
    if (size > 0) onContent(blob, size);
    return;
  }
  if (isAlive(list)) {
    if (listedLength(list, source) !== size) throw damaged('a chunk list is of another size than its file');
    return;
  }
  for (const { digest, length } of readChunkList(list, source, size)) onContent(digest, length);
}
