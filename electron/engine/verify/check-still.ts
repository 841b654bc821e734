import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { deletedRoots } from '../delete/letting-go.ts';
import { compareContainers } from './compare-containers.ts';
import { compareCounts, type WrongCount } from './compare-counts.ts';
import { compareRecords } from './compare-records.ts';
import type { Found } from './finding.ts';
import { takeInBreaths } from '../breaths.ts';
import { beginWalk, compareSums, walkRoot, type NamedVersion, type Walk } from './walk-trees.ts';

/** What was seen while nothing moved. */
export interface Checked {
  readonly walk: Walk;
  readonly versions: readonly NamedVersion[];
  readonly wrongCounts: readonly WrongCount[];
  /** Content bytes of everything named. */
  readonly bytes: number;
}

/**
 * The check of trees, counts, records and containers while nothing moves: every artifact's turn is held, or a version that is being stored
 * would look like a wrong count. An artifact that appeared meanwhile was not held, so the check is made again.
 */
export async function checkStill(core: Core, found: Found, activity: ActivityHandle): Promise<Checked> {
  for (;;) {
    const names = core.catalog.artifacts().map(({ name }) => name);
    const seen: Found = { findings: [], broken: new Map() };
    const checked = await core.turns.takeAll(names, () => core.stored.use(() => check(core, seen, activity)));
    if (core.catalog.artifacts().length !== names.length) continue;
    found.findings.push(...seen.findings);
    for (const [digest, broken] of seen.broken) found.broken.set(digest, broken);
    return checked;
  }
}

async function check(core: Core, found: Found, activity: ActivityHandle): Promise<Checked> {
  const walk = beginWalk();
  const versions = allVersions(core);
  activity.advance({ phase: 'Checking versions', totalFiles: versions.length });
  for (const [done, named] of versions.entries()) {
    await takeInBreaths(core.clock, walkRoot(core, named.version.root, walk), activity.signal);
    const differs = compareSums(core, named, walk);
    if (differs !== null) found.findings.push(differs);
    activity.advance({ files: done + 1 });
  }
  for (const { digest, kind } of deletedRoots(core.catalog)) await takeInBreaths(core.clock, walkRoot(core, digest, walk, kind), activity.signal);
  for (const [digest, broken] of walk.broken) found.broken.set(digest, broken);
  const wrongCounts = await takeInBreaths(core.clock, compareCounts(core, walk, found), activity.signal);
  found.findings.push(...(await takeInBreaths(core.clock, compareRecords(core), activity.signal)));
  await compareContainers(core, found, activity);
  return { walk, versions, wrongCounts, bytes: await takeInBreaths(core.clock, namedBytes(core, walk), activity.signal) };
}

function allVersions(core: Core): NamedVersion[] {
  return core.catalog
    .artifacts()
    .flatMap((artifact) => core.catalog.versions(artifact.id).map((version) => ({ artifact, version })));
}

function* namedBytes(core: Core, walk: Walk): Generator<void, number> {
  let bytes = 0;
  for (const { digest, kind, length } of core.catalog.chunks()) {
    if (kind === 'data' && walk.counts.has(digest)) bytes += length;
    yield;
  }
  return bytes;
}
