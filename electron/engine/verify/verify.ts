import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { ContainerId } from '../ports/container-store.ts';
import { checkStill, type Checked } from './check-still.ts';
import { damagedChunk, missingChunk, isDamage, type Finding, type Found } from './finding.ts';
import { brokenFindings } from './broken-findings.ts';
import { noteHealth } from './health.ts';
import { enterRound, finishRound, unproven } from './proof-round.ts';
import { takeInBreaths } from '../breaths.ts';
import { proveAll } from './prove-all.ts';
import { beginWalk, checkLists, walkRoot, type NamedVersion } from './walk-trees.ts';

export interface VerifyReport {
  readonly versions: number;
  readonly nodes: number;
  readonly chunks: number;
  /** Content bytes: looked up, or read when deep. */
  readonly bytes: number;
  readonly deep: boolean;
  readonly containers: number;
  /** Of these, read before: by the part of this look that had been cut short. */
  readonly provenBefore: number;
  readonly findings: readonly Finding[];
}

/** All that a look found, for those who would mend it. */
export interface Verified {
  readonly report: VerifyReport;
  readonly checked: Checked | null;
  readonly found: Found;
}

/**
 * Checks the store against itself: every version's tree is walked and its sums compared, every count of references is
 * recomputed from the roots, every container's own index and every record is compared with the catalog. `deep` reads every byte and
 * digests it again, in other threads, and goes on where it was cut short unless it is to begin `fresh`.
 * With `only`, trees and bytes of one artifact are looked at; counts are always those of the whole store.
 */
export async function verify(core: Core, only: Artifact | null, deep: boolean, activity: ActivityHandle, fresh = false): Promise<VerifyReport> {
  return (await verifyAll(core, only, deep, activity, fresh)).report;
}

export async function verifyAll(core: Core, only: Artifact | null, deep: boolean, activity: ActivityHandle, fresh: boolean): Promise<Verified> {
  const found: Found = { findings: [], broken: new Map() };
  const checked = await checkOrTell(core, found, activity);
  if (checked === null) return { report: nothingSeen(core, deep, found), checked, found };
  const { walk, versions } = checked;
  const shown = only === null ? versions : versions.filter(({ artifact }) => artifact.id === only.id);
  const proven = deep ? await proveEverything(core, only === null ? null : await chunksOf(core, shown), found, activity, fresh) : null;
  if (deep) await takeInBreaths(core.clock, checkLists(core, walk, found), activity.signal);
  addKnownDamage(core, found, deep);
  if (only === null) noteDamage(core, found, deep);
  const findings = [...found.findings, ...brokenFindings(core, found.broken, shown, only === null)];
  if (only === null) noteHealth(core, deep, findings);
  const report = {
    versions: shown.length,
    nodes: walk.kinds.size,
    chunks: walk.counts.size - walk.kinds.size,
    bytes: proven?.bytes ?? checked.bytes,
    deep,
    containers: core.catalog.containers().length,
    provenBefore: proven?.before ?? 0,
    findings,
  };
  core.facts.tell({ kind: 'store.changed' });
  return { report, checked, found };
}

/** A catalog that cannot be read any more is itself the finding. */
async function checkOrTell(core: Core, found: Found, activity: ActivityHandle): Promise<Checked | null> {
  activity.advance({ phase: 'Checking the catalog' });
  for (const sentence of await core.proving.proveCatalog()) found.findings.push(damagedCatalog(sentence));
  try {
    return await checkStill(core, found, activity);
  } catch (error) {
    if (!isDamage(error)) throw error;
    found.findings.push(damagedCatalog((error as Error).message));
    return null;
  }
}

function damagedCatalog(why: string): Finding {
  const sentence = why.replace(/\.$/, '');
  return { code: 'catalog.damaged', message: `The catalog is damaged (${sentence}); "rebuild" makes it anew from the store.`, touches: [] };
}

function nothingSeen(core: Core, deep: boolean, { findings }: Found): VerifyReport {
  core.log.error('the catalog cannot be read', { findings: findings.map(({ message }) => message) });
  return { versions: 0, nodes: 0, chunks: 0, bytes: 0, deep, containers: 0, provenBefore: 0, findings };
}

async function proveEverything(
  core: Core,
  only: ReadonlySet<Digest> | null,
  found: Found,
  activity: ActivityHandle,
  fresh: boolean,
): Promise<{ readonly bytes: number; readonly before: number }> {
  if (only !== null) {
    const seen: Found = { findings: found.findings, broken: new Map() };
    const bytes = await proveAll(core, containersOf(core, only), seen, activity);
    for (const [digest, broken] of seen.broken) if (only.has(digest)) found.broken.set(digest, broken);
    return { bytes, before: 0 };
  }
  const round = enterRound(core, fresh);
  const left = unproven(core.catalog, round);
  const before = core.catalog.containers().length - left.length;
  const bytes = await proveAll(core, left, found, activity);
  finishRound(core, round);
  return { bytes, before };
}

function containersOf(core: Core, chunks: ReadonlySet<Digest>): ContainerId[] {
  const ids = new Set<ContainerId>();
  for (const digest of chunks) {
    const known = core.catalog.chunk(digest);
    if (known !== null && known.location !== null) ids.add(known.location.container);
  }
  return [...ids];
}

async function chunksOf(core: Core, versions: readonly NamedVersion[]): Promise<ReadonlySet<Digest>> {
  const walk = beginWalk();
  for (const { version } of versions) await takeInBreaths(core.clock, walkRoot(core, version.root, walk));
  return new Set(walk.counts.keys());
}

/** What a deep look found before is not whole because nobody looks. `missing`: only what lies in no container, so that no look can find it whole. */
export function addKnownDamage(core: Core, { broken }: Found, missing = false): void {
  for (const digest of core.catalog.damagedChunks()) {
    const isMissing = core.catalog.chunk(digest)?.location === null;
    if (!broken.has(digest) && (isMissing || !missing)) broken.set(digest, isMissing ? missingChunk(digest) : damagedChunk(digest));
  }
}

/** Noted, so that the next one who stores these bytes mends them; what turned out to be whole is damaged no more. */
function noteDamage(core: Core, { broken }: Found, deep: boolean): void {
  const mended = deep ? core.catalog.damagedChunks().filter((digest) => !broken.has(digest)) : [];
  if (broken.size === 0 && mended.length === 0) return;
  core.catalog.transact((writer) => {
    writer.noteDamaged(broken.keys());
    writer.forgetDamaged(mended);
  });
}
