import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { KnownChunk, KnownContainer } from '../ports/catalog.ts';
import type { ContainerId, IndexedChunk } from '../ports/container-store.ts';
import type { Broken, Finding, Found } from './finding.ts';
import { takeInBreaths } from '../breaths.ts';

/** Every container is there, is whole at its ends, and holds each chunk where the catalog looks for it. */
export async function compareContainers(core: Core, found: Found, activity: ActivityHandle): Promise<void> {
  const onDisk = new Map(core.containers.list().map(({ id, size }) => [id, size]));
  const named = core.catalog.containers();
  const rows = await takeInBreaths(core.clock, rowsOf(core), activity.signal);
  activity.advance({ phase: 'Checking containers', files: 0, totalFiles: named.length });
  for (const [done, container] of named.entries()) {
    const steps = compareContainer(core, container, onDisk.get(container.id), rows.get(container.id) ?? 0, found.broken);
    const finding = await takeInBreaths(core.clock, steps, activity.signal);
    if (finding !== null) found.findings.push(finding);
    onDisk.delete(container.id);
    rows.delete(container.id);
    activity.advance({ files: done + 1 });
  }
  for (const id of rows.keys()) markLeft(core, id, new Set(), found.broken);
  for (const id of onDisk.keys()) {
    found.findings.push({ code: 'container.unnamed', message: `The container ${id} belongs to no version; the next start removes it.`, touches: [] });
  }
}

/** How many chunks the catalog has in each container. */
function* rowsOf(core: Core): Generator<void, Map<ContainerId, number>> {
  const rows = new Map<ContainerId, number>();
  for (const { location } of core.catalog.chunks()) {
    if (location !== null) rows.set(location.container, (rows.get(location.container) ?? 0) + 1);
    yield;
  }
  return rows;
}

function* compareContainer(
  core: Core,
  { id, size, deadBytes }: KnownContainer,
  onDisk: number | undefined,
  rows: number,
  broken: Map<Digest, Broken>,
): Generator<void, Finding | null> {
  if (onDisk === undefined) {
    markLeft(core, id, new Set(), broken);
    return { code: 'container.missing', message: `The container ${id} is missing.`, touches: [], container: id };
  }
  const differs = (why: string): Finding => ({ code: 'container.differs', message: `The container ${id} ${why}.`, touches: [], container: id });
  if (onDisk !== size) return differs(`has ${onDisk} bytes instead of ${size}`);
  const seen = new Set<Digest>();
  let stranger: Digest | null = null;
  try {
    for (const chunk of core.containers.readIndex(id).chunks) {
      yield;
      const known = core.catalog.chunk(chunk.digest);
      if (known === null && deadBytes === 0) stranger ??= chunk.digest; // otherwise it may be nobody's
      if (known?.location === null && deadBytes === 0) broken.set(chunk.digest, misplaced(chunk.digest));
      if (known?.location?.container !== id) continue;
      seen.add(chunk.digest);
      if (!isAsKnown(chunk, known)) broken.set(chunk.digest, misplaced(chunk.digest));
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'store.newer-format') return { code: 'container.differs', message: error.message, touches: [], container: id };
    if (error.code !== 'store.damaged') throw error;
    return differs('is damaged at its beginning, at its end or in its index');
  }
  if (seen.size !== rows) markLeft(core, id, seen, broken);
  return stranger === null ? null : differs(`holds the chunk ${stranger}, which the catalog does not know`);
}

function isAsKnown(chunk: IndexedChunk, { kind, length, location }: KnownChunk): boolean {
  const isThere = chunk.frameOffset === location?.frameOffset && chunk.frameLength === location.frameLength && chunk.offset === location.offset;
  return isThere && chunk.length === length && chunk.kind === kind;
}

function misplaced(digest: Digest): Broken {
  return { code: 'chunk.misplaced', message: `The catalog looks for the chunk ${digest} where it does not lie` };
}

/** Marks what the catalog has in a container and the container itself has not. */
function markLeft(core: Core, id: ContainerId, seen: ReadonlySet<Digest>, broken: Map<Digest, Broken>): void {
  for (const { digest, location } of core.catalog.chunks()) {
    if (location?.container !== id || seen.has(digest)) continue;
    broken.set(digest, { code: 'chunk.missing', message: `The chunk ${digest} is not in the store` });
  }
}
