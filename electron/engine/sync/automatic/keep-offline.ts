import { latestVersion } from '../../find-version.ts';
import type { Artifact } from '../../model/artifact.ts';
import { Failure } from '../../model/failure.ts';
import type { OfflineChoice } from '../../model/sync-rules.ts';
import type { Version } from '../../model/version.ts';
import { formatIndex } from '../../model/version-address.ts';
import type { AskedBy } from '../asked-by.ts';
import { rootsThatAreHere } from '../content-here.ts';
import { fetchContent } from '../fetch-content.ts';
import { shownFor } from '../asked-by.ts';
import type { SyncCore } from '../sync-core.ts';

/**
 * Brings the contents here that the choice names, the newest version first. What was never pushed cannot come, and is no failure: it is in the log.
 * Throws as `fetchContent` does otherwise.
 */
export async function keepOffline(core: SyncCore, artifact: Artifact, choice: OfflineChoice, by: AskedBy): Promise<void> {
  const wanted = chosen(core, artifact, choice);
  const here = await rootsThatAreHere(core, wanted.map(({ root }) => root));
  const lacking = wanted.filter(({ root }) => !here.has(root));
  if (lacking.length === 0) return;
  const beginning = { kind: 'fetch' as const, artifact: artifact.name, phase: 'Looking at the bucket', ...shownFor(by) };
  await core.activities.run(beginning, async (activity) => {
    for (const version of lacking) {
      activity.signal.throwIfAborted();
      await fetchContent(core, { artifact, version, paths: null }, activity).catch((error: unknown) => {
        if (!(error instanceof Failure) || error.code !== 'content.elsewhere') throw error;
        core.log.info('contents of a version were never pushed and cannot be kept here', { artifact: artifact.name, version: formatIndex(version.index) });
      });
    }
  });
}

function chosen(core: SyncCore, artifact: Artifact, choice: OfflineChoice): Version[] {
  switch (choice) {
    case 'as-needed':
      return [];
    case 'newest': {
      const newest = latestVersion(core.catalog, artifact);
      return newest === null ? [] : [newest];
    }
    case 'all':
      return core.catalog.versions(artifact.id);
  }
}
