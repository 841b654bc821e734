import { describe, expect, it } from 'vitest';
import { asRoot, createManifestBuilder, sealNode } from '../../electron/engine/manifest/build-manifest.ts';
import { createNodeEncoder } from '../../electron/engine/manifest/encode-node.ts';
import { isLeaf, type ChildNode, type InnerNode, type ManifestNode, type ManifestRoot } from '../../electron/engine/manifest/node.ts';
import { decodeNode } from '../../electron/engine/manifest/decode-node.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { FileEntry } from '../../electron/engine/model/entry.ts';
import { checkManifest } from '../../electron/engine/sync/check-manifest.ts';
import { digester, digestOf } from '../fakes/digester-node.ts';

const fileOf = (path: string, change: Partial<FileEntry> = {}): FileEntry => ({
  kind: 'file',
  path: path as EntryPath,
  blob: digestOf(path),
  size: 10,
  list: null,
  executable: false,
  mode: 0o644,
  modifiedAt: 0,
  ...change,
});

/** A manifest of many files, with a way to put another node in the place of one. */
function manifestOf(entries: readonly FileEntry[]) {
  const nodes = new Map<Digest, Uint8Array>();
  const builder = createManifestBuilder(digester, (digest, bytes) => void nodes.set(digest, bytes.slice()));
  for (const entry of entries) builder.add(entry);
  const root = builder.finish();
  const source = {
    read: (digest: Digest): Uint8Array => {
      const bytes = nodes.get(digest);
      if (bytes === undefined) throw new Error(`no node ${digest}`);
      return bytes;
    },
  };
  const put = ({ level, items }: ManifestNode): ChildNode => sealNode(items, level, createNodeEncoder(), digester, (digest, bytes) => void nodes.set(digest, bytes.slice()));
  /** The root with other children, as whoever made it would tell of it. */
  const rerooted = (change: (children: ChildNode[]) => ChildNode[]): ManifestRoot => {
    const top = decodeNode(source.read(root.node)) as InnerNode;
    return asRoot(put({ level: top.level, items: change([...top.items]) }));
  };
  return { root, source, put, rerooted, node: (digest: Digest) => decodeNode(source.read(digest)) };
}

function check({ node, ...record }: ManifestRoot, source: { read(digest: Digest): Uint8Array }, alive: ReadonlySet<Digest> = new Set()): Map<Digest, number> {
  const content = new Map<Digest, number>();
  const steps = checkManifest({ root: node, ...record }, { source, digester, isAlive: (digest) => alive.has(digest), onContent: (digest, length) => void content.set(digest, length) });
  for (let step = steps.next(); step.done !== true; step = steps.next());
  return content;
}

const refusal = expect.objectContaining({ code: 'store.damaged' });
const many = Array.from({ length: 2_000 }, (_, i) => fileOf(`d${String(i % 7)}/f${String(i).padStart(5, '0')}`)).toSorted((a, b) => (a.path < b.path ? -1 : 1));

describe('a manifest from outside', () => {
  it('passes when it is one, and tells what contents it names, with their lengths', () => {
    const { root, source } = manifestOf(many);
    const content = check(root, source);
    expect(content.size).toBe(many.length);
    expect([...new Set(content.values())]).toEqual([10]);
  });

  it('is not entered where it lives here already', () => {
    const { root, source, node } = manifestOf(many);
    const top = node(root.node) as InnerNode;
    const [first] = top.items;
    expect(check(root, source, new Set([first!.node])).size).toBe(many.length - first!.files);
    expect(check(root, source, new Set([root.node])).size).toBe(0);
  });

  it('is refused when its version says other sums or another content', () => {
    const { root, source } = manifestOf(many);
    for (const lie of [{ files: 1 }, { bytes: 1 }, { digest: digestOf('other') }]) expect(() => check({ ...root, ...lie }, source)).toThrow(refusal);
  });

  it('is refused when a node says of a child what is not so', () => {
    const { source, rerooted } = manifestOf(many);
    const lies: Partial<ChildNode>[] = [{ files: 1 }, { bytes: 0 }, { content: digestOf('other') }];
    for (const lie of lies) expect(() => check(rerooted(([first, ...others]) => [{ ...first!, ...lie }, ...others]), source)).toThrow(refusal);
  });

  it('is refused when nodes repeat or overlap what came before them', () => {
    const { source, put, rerooted, node } = manifestOf(many);
    // The first entry of all stands once more at the beginning of the second child, however deep its first leaf lies.
    const withFirst = (child: ChildNode, entry: FileEntry): ChildNode => {
      const inner = node(child.node);
      if (isLeaf(inner)) return put({ level: 0, items: [entry, ...inner.items] });
      const [first, ...others] = inner.items as [ChildNode, ...ChildNode[]];
      return put({ level: inner.level, items: [withFirst(first, entry), ...others] });
    };
    const overlapping = rerooted(([first, second, ...others]) => [first!, withFirst(second!, many[0]!), ...others]);
    expect(() => check(overlapping, source)).toThrow(expect.objectContaining({ data: { what: 'nodes of a manifest are out of order' } }));
  });

  it('is refused when a big file has no list, so that one chunk would have to be of any size', () => {
    const { root, source } = manifestOf([fileOf('big', { size: 300_000 })]);
    expect(() => check(root, source)).toThrow(refusal);
  });
});
