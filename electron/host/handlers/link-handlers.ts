import type { Handlers } from '../../../shared/dispatcher.ts';
import type { LinkView, WhereaboutsView } from '../../../shared/sync-values.ts';
import { findArtifact, findVersion } from '../../engine/find-version.ts';
import type { Artifact } from '../../engine/model/artifact.ts';
import type { Digest } from '../../engine/model/digest.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { accessOf } from '../../engine/remotes/remote-access.ts';
import type { AutomaticSync } from '../../engine/sync/automatic/automatic-sync.ts';
import { unclaimed } from '../../engine/sync/claim-version.ts';
import { contentAway } from '../../engine/sync/fetch-content.ts';
import { fetchNow } from '../../engine/sync/fetch-version.ts';
import { remoteOf } from '../../engine/sync/linked.ts';
import { rulesOf } from '../../engine/sync/rules-of.ts';
import { setSync, unlinkArtifact } from '../../engine/sync/set-sync.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { whereaboutsOf } from '../../engine/sync/whereabouts.ts';

type LinkMethods = 'artifact.link' | Extract<keyof Handlers, `sync.${string}`> | 'version.whereabouts' | 'version.away' | 'version.fetch';

/** How artifacts go together with their remotes by themselves, and where their contents are. */
export function linkHandlers(core: SyncCore, automatic: AutomaticSync): Pick<Handlers, LinkMethods> {
  const here = new Set<Digest>();
  const artifactOf = (name: string): Artifact => findArtifact(core.catalog, name);
  const linked = (name: string): LinkView => linkView(core, automatic, artifactOf(name)) as LinkView;
  return {
    'artifact.link': ({ artifact }) => ({ link: linkView(core, automatic, artifactOf(artifact)) }),
    'sync.list': () => ({
      links: core.catalog.artifacts().flatMap((artifact) => {
        const link = linkView(core, automatic, artifact);
        return link === null ? [] : [{ artifact: artifact.name, link }];
      }),
    }),
    'sync.set': ({ artifact, ...given }) => {
      setSync(core, artifact, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
      return { link: linked(artifact) };
    },
    'sync.tryAgain': ({ artifact }) => {
      automatic.tryAgain(artifactOf(artifact));
      return { link: linked(artifact) };
    },
    'sync.unlink': async ({ artifact }) => ({ remote: (await unlinkArtifact(core, artifact)).name }),
    'version.whereabouts': async ({ artifact }) => ({
      places: (await whereaboutsOf(core, artifactOf(artifact), here)).map(({ index, ...where }): WhereaboutsView => ({ ref: formatIndex(index), ...where })),
    }),
    'version.away': ({ artifact, ref }) => {
      const found = artifactOf(artifact);
      return contentAway(core, { artifact: found, version: findVersion(core.catalog, found, ref), paths: null });
    },
    'version.fetch': ({ artifact, ref }) => fetchNow(core, artifactOf(artifact), ref),
  };
}

function linkView(core: SyncCore, automatic: AutomaticSync, artifact: Artifact): LinkView | null {
  const link = core.catalog.link(artifact.id);
  if (link === null) return null;
  const own = core.catalog.claims(artifact.id).findLast(({ state, pulled, by }) => state === 'claimed' && !pulled && by !== null);
  return {
    remote: remoteOf(core, link.remote).name,
    content: link.content,
    writable: accessOf(core.catalog, link.remote).writable,
    waiting: unclaimed(core, artifact).length,
    next: link.next,
    rules: { ...rulesOf(core.catalog, artifact) },
    status: automatic.statusOf(artifact),
    conditions: { ...automatic.conditions() },
    pushedAt: own?.by?.at ?? null,
  };
}
