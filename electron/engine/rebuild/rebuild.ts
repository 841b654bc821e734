import type { Core } from '../core.ts';
import { putReferenceSettings } from '../references/carry-over.ts';
import { storedNodes } from '../store/stored-nodes.ts';
import type { Catalog, CatalogReader } from '../ports/catalog.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { brokenFindings } from '../verify/broken-findings.ts';
import { missingChunk, type Broken } from '../verify/finding.ts';
import { pause, takeInBreaths } from '../breaths.ts';
import { beginWalk, walkRoot, type NamedVersion } from '../verify/walk-trees.ts';
import type { Digest } from '../model/digest.ts';
import { addArtifacts } from './add-artifacts.ts';
import { addContainers } from './add-containers.ts';
import { addDeletions } from './add-deletions.ts';
import { putCounts } from './count-again.ts';
import { nameMissing } from './name-missing.ts';
import { readOldCatalog, type OldCatalog } from './old-catalog.ts';
import { readRecords } from './read-records.ts';
import type { RebuildProblem, RebuildReport } from './rebuild-report.ts';

export interface RebuildRequest {
  /** An empty catalog. What is in it when this fails is to be thrown away. */
  readonly catalog: Catalog;
  /** The catalog before, where it can be opened. */
  readonly old: CatalogReader | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly phase: string; readonly done: number; readonly total: number }) => void;
}

type RebuildPorts = Pick<Core, 'records' | 'containers' | 'clock' | 'actor'>;

/**
 * Makes the catalog anew from containers and version records alone: artifacts, versions with all that is said of them, aliases, deletions that can
 * be taken back, the places of chunks, the counts of references. What is known of folders starts empty, so that the next look reads
 * them again. The history of operations is nowhere else: it is taken over from the old catalog where that can be read. Whatever cannot
 * be read is told, and then nothing in the store is taken for dead.
 */
export async function rebuild(ports: RebuildPorts, request: RebuildRequest): Promise<RebuildReport> {
  const { catalog } = request;
  const old = request.old === null ? null : readOldCatalog(request.old);
  const { artifacts, deletions: records, problems } = readRecords(ports.records, old);
  await stepped(ports, request, 'Reading containers', ports.containers.list().length, addContainers(catalog, ports.containers, problems));
  const deletions = catalog.transact((writer) => {
    addArtifacts(writer, artifacts.values(), problems);
    return addDeletions(writer, records, old?.operations ?? []);
  });
  const versions = versionsIn(catalog);
  const roots = [...versions.map(({ version }) => version.root), ...deletions.flatMap((deletion) => deletion.versions.map(({ root }) => root))];
  await countAgain(ports, request, { versions, roots, away: old?.away ?? new Set() }, problems);
  const report = {
    artifacts: artifacts.size,
    versions: versions.length,
    deletions: deletions.length,
    containers: catalog.containers().length,
    chunks: [...catalog.chunks()].length,
    operations: old?.operations.length ?? 0,
    history: historyOf(old, versions),
  };
  finish(ports, catalog, old, report);
  return { ...report, problems };
}

function versionsIn(catalog: CatalogReader): NamedVersion[] {
  return catalog.artifacts().flatMap((artifact) => catalog.versions(artifact.id).map((version) => ({ artifact, version })));
}

/** What has to be counted, and what of it the old catalog knew to lie in a bucket alone. */
interface Rooted {
  readonly versions: readonly NamedVersion[];
  readonly roots: readonly Digest[];
  readonly away: ReadonlySet<Digest>;
}

async function countAgain(
  ports: RebuildPorts,
  request: RebuildRequest,
  { versions, roots, away }: Rooted,
  problems: RebuildProblem[],
): Promise<void> {
  const { catalog } = request;
  const nodes = storedNodes(catalog, ports.containers);
  const walk = beginWalk();
  for (const [done, root] of roots.entries()) {
    request.onProgress({ phase: 'Counting what versions hold', done, total: roots.length });
    await takeInBreaths(ports.clock, walkRoot({ nodes }, root, walk), request.signal);
  }
  const lost = await takeInBreaths(ports.clock, nameMissing({ nodes }, catalog, roots, walk, away), request.signal);
  const letGo = problems.length === 0 && walk.broken.size === 0;
  const missing = [...putCounts(catalog, walk, letGo), ...lost];
  const broken = new Map<Digest, Broken>(walk.broken);
  for (const digest of missing) broken.set(digest, missingChunk(digest));
  catalog.transact((writer) => writer.noteDamaged(walk.broken.keys()));
  for (const { message } of brokenFindings({ nodes }, broken, versions, true)) problems.push({ of: 'chunk', message });
}

function historyOf(old: OldCatalog | null, versions: readonly NamedVersion[]): RebuildReport['history'] {
  if (old === null || (old.operations.length === 0 && versions.length > 0)) return 'lost';
  const last = old.operations.at(-1)?.at ?? 0;
  return versions.some(({ version }) => version.createdAt > last) ? 'older' : 'kept';
}

function finish(ports: RebuildPorts, catalog: Catalog, old: OldCatalog | null, report: Omit<RebuildReport, 'problems'>): void {
  catalog.transact((writer) => {
    for (const note of old?.stagingNotes ?? []) writer.noteStaging(note);
    for (const [key, value] of old?.settings ?? []) writer.setSetting(key, value);
    for (const artifact of writer.artifacts()) putReferenceSettings(writer, artifact, old?.references.get(artifact.name) ?? []);
    recordOperation(ports, writer, { kind: 'rebuild', artifact: null, arguments: report, undo: null });
  });
}

async function stepped(ports: RebuildPorts, { signal, onProgress }: RebuildRequest, phase: string, total: number, steps: Generator<void>): Promise<void> {
  let done = 0;
  onProgress({ phase, done, total });
  for (const _ of steps) {
    onProgress({ phase, done: (done += 1), total });
    await pause(ports.clock);
    signal.throwIfAborted();
  }
}
