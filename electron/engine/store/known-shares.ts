import { takeInBreaths } from '../breaths.ts';
import type { Core } from '../core.ts';
import type { Fact } from '../facts.ts';
import type { ArtifactId } from '../model/artifact.ts';
import type { Version } from '../model/version.ts';
import { childrenOf } from './children-of.ts';
import { NamingGraph } from './naming-graph.ts';
import { shareOut } from './share-out.ts';
import type { Holder, Shares } from './shares.ts';

/** Who holds what, kept at hand while somebody asks. */
export interface KnownShares {
  /** For the versions that are there now. The first call reads every node once, a few ms at a time; later ones only new nodes. */
  read(): Promise<Shares>;
  /** The same if it is at hand already. */
  atHand(): Shares | null;
  close(): void;
}

/** After so long without a question, ms, the memory is given back. */
const keptFor = 60_000;

const changing: ReadonlySet<Fact['kind']> = new Set([
  'version.created',
  'version.edited',
  'versions.deleted',
  'versions.revived',
  'artifact.removed',
  'store.changed',
]);

export function createKnownShares(core: Core): KnownShares {
  let graph: NamingGraph | null = null;
  let known: Promise<Shares> | null = null;
  let atHand: Shares | null = null;
  let before: Promise<unknown> = Promise.resolve();
  let stopForgetting = (): void => undefined;

  const stopListening = core.facts.listen(({ kind }) => {
    if (changing.has(kind)) known = atHand = null;
  });

  /** One computation at a time: the next one finds what this one has read. */
  function compute(): Promise<Shares> {
    const mine = before.then(() => shareOutNow(core, () => (graph ??= graphOf(core)), () => (graph = null)));
    before = mine.then(
      (shares) => {
        if (known === mine) atHand = shares;
      },
      () => {
        if (known === mine) known = null;
      },
    );
    return mine;
  }

  function forget(): void {
    graph = null;
    known = atHand = null;
  }

  function close(): void {
    stopListening();
    stopForgetting();
    forget();
  }

  return {
    read() {
      stopForgetting();
      stopForgetting = core.clock.after(keptFor, forget);
      return (known ??= compute());
    },
    atHand: () => atHand,
    close,
  };
}

function graphOf(core: Core): NamingGraph {
  return new NamingGraph({
    children: (node) => childrenOf(node, core.nodes.read(node.digest)),
    // What lies in a bucket alone costs nothing here.
    length: (digest) => core.catalog.chunk(digest)?.location?.length ?? 0,
  });
}

interface Held {
  readonly holder: Holder;
  readonly root: Version['root'];
}

interface Holding {
  readonly held: readonly Held[];
  readonly deletions: readonly number[];
}

async function shareOutNow(core: Core, graph: () => NamingGraph, forgetGraph: () => void): Promise<Shares> {
  for (;;) {
    const { held, deletions } = holdingNow(core);
    try {
      const roots = held.map(({ root }) => root);
      const shares = await takeInBreaths(core.clock, shareOut(roots, graph()));
      return { holders: held.map(({ holder }) => holder), shares, deletions };
    } catch (error) {
      // What was being read may have been freed meanwhile; then it is begun again without it.
      forgetGraph();
      if (sameRoots(held, holdingNow(core).held)) throw error;
    }
  }
}

function sameRoots(held: readonly Held[], now: readonly Held[]): boolean {
  return held.length === now.length && held.every(({ root }, at) => root === now[at]?.root);
}

function holdingNow({ catalog }: Core): Holding {
  const byArtifact = new Map<ArtifactId, Held[]>();
  const hold = (artifact: ArtifactId, { index, createdAt, root }: Version, deletion: number | null): void => {
    const held = byArtifact.get(artifact) ?? [];
    held.push({ holder: { artifact, index, createdAt, deletion }, root });
    byArtifact.set(artifact, held);
  };
  for (const { id } of catalog.artifacts()) for (const version of catalog.versions(id)) hold(id, version, null);
  const deletions = catalog.deletions().toSorted((a, b) => a.due - b.due || a.operation - b.operation);
  for (const [place, { artifact, versions }] of deletions.entries()) {
    for (const version of versions) hold(artifact.id, version, place);
  }
  return {
    held: [...byArtifact.values()].flatMap((held) => held.toSorted((a, b) => a.holder.index - b.holder.index)),
    deletions: deletions.map(({ operation }) => operation),
  };
}
