import { findVersion } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { entryPathFrom } from '../versions/history.ts';
import { fetchContent } from './fetch-content.ts';
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
