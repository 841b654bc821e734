import type { ActivityHandle } from '../activities/activities.ts';
import { readChunkList } from '../chunking/chunk-list.ts';
import type { Core } from '../core.ts';
import { addressOf } from '../find-version.ts';
import { manifestTotals } from '../manifest/read-manifest.ts';
import type { NamedChild } from '../manifest/children.ts';
import type { Artifact } from '../model/artifact.ts';
import { digestFromBytes, type Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import type { KnownContainer } from '../ports/catalog.ts';
import { childrenOf } from './children-of.ts';
import { touchedBy, type Touch } from './touched-by.ts';

export type FindingCode = 'chunk.missing' | 'chunk.damaged' | 'count.wrong' | 'version.differs' | 'container.differs' | 'container.unnamed';

export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  readonly touches: readonly Touch[];
}

export interface VerifyReport {
  readonly versions: number;
  readonly nodes: number;
  readonly chunks: number;
  /** Content bytes: looked up, or read when deep. */
  readonly bytes: number;
  readonly deep: boolean;
  readonly findings: readonly Finding[];
}

interface Walk {
  /** How often living nodes and versions name each chunk. */
  readonly counts: Map<Digest, number>;
  readonly kinds: Map<Digest, NamedChild['kind']>;
  readonly broken: Map<Digest, { code: FindingCode; message: string }>;
  nodes: number;
}

/**
 * Checks the store against itself: every version's tree is walked and its sums compared, every count of references is
 * recomputed from the roots, every container's own index is compared with the catalog. `deep` reads every byte and digests it again.
 * With `only`, trees and bytes of one artifact are looked at; counts are always those of the whole store.
 */
export async function verify(core: Core, only: Artifact | null, deep: boolean, activity: ActivityHandle): Promise<VerifyReport> {
  const { walk, findings, versions } = await checkStill(core, activity);
  const shown = only === null ? versions : versions.filter(({ artifact }) => artifact.id === only.id);
  const bytes = deep
    ? await core.stored.use(() => readAll(core, walk, only === null ? null : chunksOf(core, shown), activity))
    : namedBytes(core, walk);
  findings.push(...brokenFindings(core, walk, shown));
  return { versions: shown.length, nodes: walk.nodes, chunks: walk.counts.size - walk.nodes, bytes, deep, findings };
}

interface Checked {
  readonly walk: Walk;
  readonly findings: Finding[];
  readonly versions: readonly { artifact: Artifact; version: Version }[];
}

/**
 * The check of trees, counts and containers while nothing moves: every artifact's turn is held, or a version that is being stored
 * would look like a wrong count. An artifact that appeared meanwhile was not held, so the check is made again.
 */
async function checkStill(core: Core, activity: ActivityHandle): Promise<Checked> {
  for (;;) {
    const names = core.catalog.artifacts().map(({ name }) => name);
    const checked = await core.turns.takeAll(names, () => core.stored.use(() => check(core, activity)));
    if (core.catalog.artifacts().length === names.length) return checked;
  }
}

async function check(core: Core, activity: ActivityHandle): Promise<Checked> {
  const walk: Walk = { counts: new Map(), kinds: new Map(), broken: new Map(), nodes: 0 };
  const findings: Finding[] = [];
  const versions = allVersions(core);
  activity.advance({ phase: 'Checking versions', totalFiles: versions.length });
  for (const [done, { artifact, version }] of versions.entries()) {
    activity.signal.throwIfAborted();
    walkRoot(core, version.root, walk);
    const differs = compareSums(core, artifact, version, walk);
    if (differs !== null) findings.push(differs);
    activity.advance({ files: done + 1 });
    await pause(core);
  }
  for (const { versions: waiting } of core.catalog.deletions()) for (const { root } of waiting) walkRoot(core, root, walk);
  findings.push(...compareCounts(core, walk));
  findings.push(...(await compareContainers(core, activity)));
  return { walk, findings, versions };
}

function allVersions(core: Core): { artifact: Artifact; version: Version }[] {
  return core.catalog
    .artifacts()
    .flatMap((artifact) => core.catalog.versions(artifact.id).map((version) => ({ artifact, version })));
}

function walkRoot(core: Core, root: Digest, walk: Walk): void {
  const open: NamedChild[] = [{ digest: root, kind: 'manifest' }];
  for (let named = open.pop(); named !== undefined; named = open.pop()) {
    const before = walk.counts.get(named.digest) ?? 0;
    walk.counts.set(named.digest, before + 1);
    walk.kinds.set(named.digest, named.kind);
    if (before > 0 || named.kind === 'data') continue;
    walk.nodes += 1;
    const children = readChildren(core, named, walk);
    open.push(...children);
  }
}

function readChildren(core: Core, named: NamedChild, walk: Walk): readonly NamedChild[] {
  try {
    return childrenOf(named, core.nodes.read(named.digest));
  } catch (error) {
    noteBroken(walk, named.digest, error);
    return [];
  }
}

function noteBroken(walk: Walk, digest: Digest, error: unknown): void {
  const damaged = error instanceof Failure && error.code === 'store.damaged';
  if (!damaged && !(error instanceof RangeError)) throw error;
  walk.broken.set(digest, { code: 'chunk.damaged', message: (error as Error).message });
}

function compareSums(core: Core, artifact: Artifact, version: Version, walk: Walk): Finding | null {
  if (walk.broken.has(version.root)) return null;
  const totals = manifestTotals(version.root, core.nodes, core.digester);
  if (totals.files === version.files && totals.bytes === version.bytes && totals.digest === version.digest) return null;
  const name = addressOf(artifact, version.index);
  return { code: 'version.differs', message: `${name} does not match its own manifest.`, touches: [{ version: name, path: null }] };
}

function compareCounts(core: Core, walk: Walk): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<Digest>();
  for (const { digest, references } of core.catalog.chunks()) {
    seen.add(digest);
    const counted = walk.counts.get(digest) ?? 0;
    if (counted === references || walk.broken.size > 0) continue;
    findings.push({
      code: 'count.wrong',
      message: `The chunk ${digest} is named ${counted} times, but the catalog counts ${references}.`,
      touches: [],
    });
  }
  for (const digest of walk.counts.keys()) {
    if (!seen.has(digest)) walk.broken.set(digest, { code: 'chunk.missing', message: `The chunk ${digest} is not in the store.` });
  }
  return findings;
}

async function compareContainers(core: Core, activity: ActivityHandle): Promise<Finding[]> {
  const findings: Finding[] = [];
  const onDisk = new Map(core.containers.list().map(({ id, size }) => [id, size]));
  const named = core.catalog.containers();
  activity.advance({ phase: 'Checking containers', files: 0, totalFiles: named.length });
  for (const [done, container] of named.entries()) {
    activity.signal.throwIfAborted();
    const { id } = container;
    const finding = compareContainer(core, container, onDisk.get(id));
    if (finding !== null) findings.push(finding);
    onDisk.delete(id);
    activity.advance({ files: done + 1 });
    await pause(core);
  }
  for (const id of onDisk.keys()) {
    findings.push({ code: 'container.unnamed', message: `The container ${id} belongs to no version; the next start removes it.`, touches: [] });
  }
  return findings;
}

function compareContainer(core: Core, { id, size, deadBytes }: KnownContainer, found: number | undefined): Finding | null {
  const isDead = deadBytes > 0; // what lies in it may be nobody's
  const differs = (why: string): Finding => ({ code: 'container.differs', message: `The container ${id} ${why}.`, touches: [] });
  if (found === undefined) return differs('is missing');
  if (found !== size) return differs(`has ${found} bytes instead of ${size}`);
  try {
    const { chunks } = core.containers.readIndex(id);
    for (let i = 0; i < chunks.length; i++) {
      const digest = digestFromBytes(chunks.digests, 32 * i);
      if (!isDead && core.catalog.chunk(digest) === null) return differs(`holds the chunk ${digest}, which the catalog does not know`);
    }
    return null;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    return differs('has a damaged index');
  }
}

function namedBytes(core: Core, walk: Walk): number {
  let bytes = 0;
  for (const { digest, kind, location } of core.catalog.chunks()) {
    if (kind === 'data' && walk.counts.has(digest)) bytes += location.length;
  }
  return bytes;
}

function chunksOf(core: Core, versions: readonly { version: Version }[]): ReadonlySet<Digest> {
  const walk: Walk = { counts: new Map(), kinds: new Map(), broken: new Map(), nodes: 0 };
  for (const { version } of versions) walkRoot(core, version.root, walk);
  return new Set(walk.counts.keys());
}

/** Reads and digests every named chunk, container by container so that frames are decompressed once. Returns the bytes read. */
async function readAll(core: Core, walk: Walk, only: ReadonlySet<Digest> | null, activity: ActivityHandle): Promise<number> {
  const chunks = [...core.catalog.chunks()].filter(({ digest }) => walk.counts.has(digest) && (only === null || only.has(digest)));
  chunks.sort(
    (a, b) =>
      (a.location.container < b.location.container ? -1 : a.location.container > b.location.container ? 1 : 0) ||
      a.location.frameOffset - b.location.frameOffset ||
      a.location.offset - b.location.offset,
  );
  const totalBytes = chunks.reduce((sum, { location }) => sum + location.length, 0);
  let bytes = 0;
  activity.advance({ phase: 'Reading every byte', files: 0, totalFiles: chunks.length, totalBytes });
  for (const [done, { digest, location }] of chunks.entries()) {
    try {
      core.containers.read(digest, location);
    } catch (error) {
      noteBroken(walk, digest, error);
    }
    bytes += location.length;
    if (done % 64 !== 0) continue;
    activity.signal.throwIfAborted();
    activity.advance({ files: done + 1, bytes });
    await pause(core);
  }
  activity.advance({ files: chunks.length, bytes });
  checkWholeBlobs(core, walk);
  return bytes;
}

/** A real turn of the event loop, so that a long verify does not keep others from their answers. */
function pause(core: Core): Promise<void> {
  return new Promise((resolve) => core.clock.after(0, resolve));
}

/** The digest of each blob of many chunks is what its list really yields. */
function checkWholeBlobs(core: Core, walk: Walk): void {
  for (const [digest, kind] of walk.kinds) {
    if (kind !== 'list' || walk.broken.has(digest)) continue;
    try {
      for (const { digest: chunk, length } of readChunkList(digest, core.nodes)) {
        const known = core.catalog.chunk(chunk);
        if (known !== null && known.location.length !== length) {
          walk.broken.set(digest, { code: 'chunk.damaged', message: `The chunk list ${digest} tells a wrong length.` });
        }
      }
    } catch (error) {
      noteBroken(walk, digest, error);
    }
  }
}

function brokenFindings(core: Core, walk: Walk, versions: readonly { artifact: Artifact; version: Version }[]): Finding[] {
  if (walk.broken.size === 0) return [];
  const touches = touchedBy(core, versions, new Set(walk.broken.keys()));
  return [...walk.broken].map(([digest, { code, message }]) => ({ code, message, touches: touches.get(digest) ?? [] }));
}
