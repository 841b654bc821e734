import { findVersion } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { entryPathFrom } from '../versions/history.ts';
import { fetchContent, type FetchedContent } from './fetch-content.ts';
import type { SyncCore } from './sync-core.ts';

/**
 * Brings what a version, or some of its paths, holds into the store, where it lies in a bucket alone. Costs nothing for an artifact that belongs to no
 * remote. Shown as an activity once it takes a while. Throws as `fetchContent` does.
 */
export async function fetchVersion(core: SyncCore, artifact: Artifact, reference: string, paths: readonly string[] | null): Promise<void> {
  if (core.catalog.link(artifact.id) === null) return;
  const version = findVersion(core.catalog, artifact, reference);
  const scope = paths?.map(entryPathFrom) ?? null;
  const beginning = { kind: 'fetch' as const, artifact: artifact.name, phase: 'Looking at the bucket', quiet: true };
  await core.activities.run(beginning, (activity) => fetchContent(core, { artifact, version, paths: scope }, activity));
}

/** The same for all of a version that somebody wants here now: always shown, and it tells what came. */
export function fetchNow(core: SyncCore, artifact: Artifact, reference: string): Promise<FetchedContent> {
  const version = findVersion(core.catalog, artifact, reference);
  // Of an artifact that belongs to no remote everything is here.
  if (core.catalog.link(artifact.id) === null) return Promise.resolve({ chunks: 0, bytes: 0 });
  const beginning = { kind: 'fetch' as const, artifact: artifact.name, phase: 'Looking at the bucket' };
  return core.activities.run(beginning, (activity) => fetchContent(core, { artifact, version, paths: null }, activity));
}
