import type { Handlers } from '../../../shared/dispatcher.ts';
import type { Core } from '../../engine/core.ts';
import type { Engine } from '../../engine/engine.ts';
import { findArtifact, findVersion } from '../../engine/find-version.ts';
import { checkAlias } from '../../engine/model/alias.ts';
import type { Artifact } from '../../engine/model/artifact.ts';
import { addedReferences } from '../../engine/references/added-references.ts';
import { rescanNow } from '../../engine/references/rescan-when-due.ts';
import { snapshotInTurn } from '../../engine/snapshot/snapshot-in-turn.ts';
import { checkFolder } from '../../engine/tracking/check-folder.ts';
import { proposeName } from '../../engine/tracking/propose-name.ts';
import { resemblesLatest } from '../../engine/tracking/resembles-latest.ts';
import { track } from '../../engine/tracking/track.ts';
import { configure, setPaused, untrack } from '../../engine/tracking/untrack.ts';
import { artifactView, versionView } from './views.ts';

type ArtifactMethods =
  | 'artifact.list'
  | 'artifact.get'
  | 'artifact.inspect'
  | 'artifact.track'
  | 'artifact.untrack'
  | 'artifact.configure'
  | 'artifact.setPaused'
  | 'artifact.snapshot'
  | 'home.setAllPaused';

export function artifactHandlers(engine: Engine): Pick<Handlers, ArtifactMethods> {
  const { core, live } = engine;
  const shown = (artifact: Artifact) => ({ artifact: artifactView(engine, artifact) });
  return {
    'artifact.list': () => ({ artifacts: core.catalog.artifacts().map((artifact) => artifactView(engine, artifact)) }),
    'artifact.get': ({ artifact }) => shown(findArtifact(core.catalog, artifact)),
    'artifact.inspect': ({ path, artifact }) => inspect(core, path, artifact),
    'artifact.track': async ({ path, quietWindowMs, name, type, mode }) => {
      const { artifact, version, ...tracked } = await track(core, live, {
        path,
        ...(mode === undefined ? {} : { mode }),
        ...(name === undefined ? {} : { name }),
        ...(type === undefined ? {} : { type }),
        ...(quietWindowMs === undefined ? {} : { quietWindow: quietWindowMs }),
      });
      return { ...shown(artifact), version: versionView(version), ...tracked };
    },
    'artifact.untrack': async ({ artifact }) => shown(await untrack(core, live, artifact)),
    'artifact.configure': ({ artifact, quietWindowMs }) => shown(configure(core, live, artifact, { quietWindow: quietWindowMs })),
    'artifact.setPaused': ({ artifact, paused }) => shown(setPaused(core, live, artifact, paused)),
    'home.setAllPaused': ({ paused }) => {
      live.setAllPaused(paused);
      return { allPaused: live.allPaused() };
    },
    'artifact.snapshot': ({ artifact, description, aliases }) => snapshotNow(engine, artifact, description, aliases ?? []),
  };
}

async function inspect(core: Core, path: string, name: string | undefined) {
  const folder = checkFolder(core, path);
  if (name === undefined) return { path: folder.path, proposedName: await proposeName(core, folder), resembles: true };
  return { path: folder.path, proposedName: name, resembles: await resemblesLatest(core, findArtifact(core.catalog, name), folder.path) };
}

async function snapshotNow(engine: Engine, name: string, description: string | undefined, aliases: readonly string[]) {
  const { core, live } = engine;
  const artifact = findArtifact(core.catalog, name);
  for (const alias of aliases) checkAlias(alias);
  const named = { aliases, ...(description === undefined ? {} : { description }) };
  const refers = addedReferences(core.catalog, artifact).length > 0;
  if (refers && artifact.path === null) {
    const { created, version } = await rescanNow(core, name, { origin: 'manual', ...named });
    return { created, version: versionView(version) };
  }
  // Sources first: what is named then is the version that has both.
  const scanned = refers ? await rescanNow(core, name, { origin: 'manual' }) : null;
  const request = () => ({
    artifact: findArtifact(core.catalog, name),
    folders: [{ path: '' as const, deep: true }],
    origin: 'manual' as const,
    waitForRest: false,
    ...named,
  });
  const { created, version, again } = await core.activities.run(
    { kind: 'snapshot', artifact: name, phase: 'Looking for changes' },
    (activity) =>
      snapshotInTurn(core, name, live.showing(artifact), request, activity),
  );
  live.settled(artifact, again);
  return { created: created || scanned?.created === true, version: versionView(findVersion(core.catalog, artifact, `v${version.index}`)) };
}
