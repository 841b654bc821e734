import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { ChunkKind, ContainerId } from '../ports/container-store.ts';
import { brokenFindings } from '../verify/broken-findings.ts';
import { checkStill, type Checked } from '../verify/check-still.ts';
import type { Finding, Found } from '../verify/finding.ts';
import { noteHealth } from '../verify/health.ts';
import { touchedBy } from '../verify/touched-by.ts';
import { addKnownDamage, verifyAll, type VerifyReport } from '../verify/verify.ts';
import type { ChunkSource, LostChunk } from './chunk-source.ts';
import { folderSource } from './folder-source.ts';
import { mendChunks } from './mend-chunks.ts';
import { mendCounts } from './mend-counts.ts';
import { mendRecords } from './mend-records.ts';
import { replaceDamaged } from './replace-damaged.ts';
import { storeSource } from './store-source.ts';

export interface RepairReport {
  /** The deep look before. */
  readonly verified: VerifyReport;
  /** Chunks that were stored again, and their bytes. */
  readonly chunks: number;
  readonly bytes: number;
  /** Damaged containers that were written again. */
  readonly containers: number;
  readonly records: number;
  readonly counts: number;
  /** What could not be mended. */
  readonly lost: readonly Finding[];
}

/** Damage in a manifest hides what is below it, so that mending it may show more to mend. */
const mostPasses = 3;

/**
 * Looks at every byte and mends what can be mended: lost chunks are taken from wherever their bytes still are, damaged containers are written
 * again without the damage, records and counts are set right. What is left is told, and everything else stays usable.
 */
export async function repair(core: Core, activity: ActivityHandle, more: readonly ChunkSource[] = []): Promise<RepairReport> {
  const { report: verified, checked, found } = await verifyAll(core, null, true, activity, false);
  if (checked === null || verified.findings.length === 0) return { verified, ...nothing, lost: verified.findings };
  const suspects = suspectsOf(core, found);
  const mended = await mendPasses(core, [storeSource(core), ...folderSources(core), ...more], checked, found, activity);
  const containers = await replaceDamaged(core, suspects, activity);
  const records = mendRecords(core, found.findings);
  const hasWrongCounts = checked.wrongCounts.length > 0 || mended.chunks > 0;
  const counts = hasWrongCounts ? await mendCounts(core) : 0;
  const lost = await lookAgain(core, activity);
  const done = { ...mended, containers, records, counts };
  const told = { kind: 'repair' as const, artifact: null, arguments: { ...done, lost: lost.length }, undo: null };
  const operation = core.catalog.transact((writer) => recordOperation(core, writer, told));
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'store.changed' });
  return { verified, ...done, lost };
}

const nothing = { chunks: 0, bytes: 0, containers: 0, records: 0, counts: 0 };

function folderSources(core: Core): ChunkSource[] {
  const tracked = core.catalog.artifacts().filter(({ mode }) => mode === 'copy');
  return tracked.flatMap((artifact) => (artifact.path === null ? [] : [folderSource(core, artifact, artifact.path)]));
}

/** Containers that something is wrong with: by their own findings, or because a damaged chunk lies there now. */
function suspectsOf(core: Core, { findings, broken }: Found): Set<ContainerId> {
  const ids = new Set(findings.flatMap(({ container }) => container ?? []));
  for (const digest of broken.keys()) {
    const known = core.catalog.chunk(digest);
    if (known !== null && known.location !== null) ids.add(known.location.container);
  }
  return ids;
}

async function mendPasses(
  core: Core,
  sources: readonly ChunkSource[],
  checked: Checked,
  found: Found,
  activity: ActivityHandle,
): Promise<{ chunks: number; bytes: number }> {
  const all = { chunks: 0, bytes: 0 };
  const left = new Set(found.broken.keys());
  for (let pass = 0; pass < mostPasses && left.size > 0; pass++) {
    const lost = lostChunks(core, checked, left);
    const mended = await mendChunks(core, sources, lost, activity);
    all.chunks += mended.chunks;
    all.bytes += mended.bytes;
    for (const digest of left) if (!lost.has(digest)) left.delete(digest);
    if (mended.chunks === 0) break;
  }
  return all;
}

function lostChunks(core: Core, { walk, versions }: Checked, broken: ReadonlySet<Digest>): Map<Digest, LostChunk> {
  const touches = touchedBy(core, versions, broken);
  const kindOf = (digest: Digest): ChunkKind => walk.kinds.get(digest) ?? (walk.counts.has(digest) ? 'data' : (core.catalog.chunk(digest)?.kind ?? 'data'));
  return new Map([...broken].map((digest) => [digest, { kind: kindOf(digest), touches: touches.get(digest) ?? [] }]));
}

async function lookAgain(core: Core, activity: ActivityHandle): Promise<Finding[]> {
  const found: Found = { findings: [], broken: new Map() };
  const { versions } = await checkStill(core, found, activity);
  addKnownDamage(core, found);
  const lost = [...found.findings, ...brokenFindings(core, found.broken, versions, true)];
  noteHealth(core, true, lost);
  return lost;
}
