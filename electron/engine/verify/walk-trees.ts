import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import { addressOf } from '../find-version.ts';
import { manifestTotals } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { Version } from '../model/version.ts';
import type { NamedChild } from '../manifest/children.ts';
import { childrenOf } from '../store/children-of.ts';
import { damagedChunk, isDamage, type Broken, type Finding, type Found } from './finding.ts';

export interface NamedVersion {
  readonly artifact: Artifact;
  readonly version: Version;
}

/** What was seen below the roots. */
export interface Walk {
  /** How often living nodes and versions name each chunk. */
  readonly counts: Map<Digest, number>;
  /** The nodes: of manifests and of chunk lists. */
  readonly kinds: Map<Digest, 'manifest' | 'list'>;
  /** Nodes that could not be read; what is below them was not seen. */
  readonly broken: Map<Digest, Broken>;
}

export type WalkCore = Pick<Core, 'nodes'>;

export function beginWalk(): Walk {
  return { counts: new Map(), kinds: new Map(), broken: new Map() };
}

/** Names a root once more, and everything below what is named for the first time. Yields after each node. */
export function* walkRoot(core: WalkCore, root: Digest, walk: Walk, kind: NamedChild['kind'] = 'manifest'): Generator<void> {
  const open: NamedChild[] = [{ digest: root, kind }];
  for (let named = open.pop(); named !== undefined; named = open.pop()) {
    const before = walk.counts.get(named.digest) ?? 0;
    walk.counts.set(named.digest, before + 1);
    if (before > 0 || named.kind === 'data') continue;
    walk.kinds.set(named.digest, named.kind);
    for (const child of readChildren(core, named, walk)) open.push(child);
    yield;
  }
}

function readChildren(core: WalkCore, named: NamedChild, walk: Walk): readonly NamedChild[] {
  try {
    return childrenOf(named, core.nodes.read(named.digest));
  } catch (error) {
    if (!isDamage(error)) throw error;
    walk.broken.set(named.digest, damagedChunk(named.digest));
    return [];
  }
}

/** Whether a version is what its own manifest makes of it. */
export function compareSums(core: Core, { artifact, version }: NamedVersion, walk: Walk): Finding | null {
  if (walk.broken.has(version.root)) return null;
  const totals = manifestTotals(version.root, core.nodes, core.digester);
  if (totals.files === version.files && totals.bytes === version.bytes && totals.digest === version.digest) return null;
  const name = addressOf(artifact, version.index);
  return { code: 'version.differs', message: `${name} does not match its own manifest.`, touches: [{ version: name, path: null }] };
}

/** Every chunk list is as long as its chunks are. Yields after each. */
export function* checkLists(core: Core, walk: Walk, { broken }: Found): Generator<void> {
  for (const [list, kind] of walk.kinds) {
    if (kind !== 'list' || broken.has(list)) continue;
    try {
      for (const { digest, length } of readChunkList(list, core.nodes)) {
        const known = core.catalog.chunk(digest);
        if (known !== null && known.length !== length) broken.set(list, damagedChunk(list));
      }
    } catch (error) {
      if (!isDamage(error)) throw error; // a node below is damaged and told of by itself
    }
    yield;
  }
}
