import type { EngineEvent } from '../../../shared/contract.ts';
import type { ArtifactView, VersionView } from '../../../shared/values.ts';

export type ArtifactsByName = Readonly<Record<string, ArtifactView>>;

export function withArtifact(byName: ArtifactsByName, artifact: ArtifactView): ArtifactsByName {
  return { ...byName, [artifact.name]: artifact };
}

/** What the artifacts are after a fact. The same record comes back when the fact says nothing about them. */
export function foldArtifacts(byName: ArtifactsByName, event: EngineEvent): ArtifactsByName {
  switch (event.kind) {
    case 'artifact.tracked':
    case 'artifact.untracked':
    case 'artifact.changed':
    case 'versions.deleted':
    case 'versions.revived':
    case 'version.renumbered':
      return withArtifact(byName, event.artifact);
    case 'artifact.removed':
      return Object.fromEntries(Object.entries(byName).filter(([name]) => name !== event.artifact));
    case 'version.created':
      return withCreated(byName, event.artifact, event.version);
    case 'version.edited':
      return withEdited(byName, event.artifact, event.version);
    default:
      return byName;
  }
}

/** A version may be told before or after the artifact that counts it: it is counted once. */
function withCreated(byName: ArtifactsByName, name: string, version: VersionView): ArtifactsByName {
  const artifact = byName[name];
  if (artifact === undefined) return byName;
  const known = artifact.latest?.index ?? -1;
  if (version.index <= known) return byName;
  return withArtifact(byName, { ...artifact, latest: version, versions: artifact.versions + 1 });
}

function withEdited(byName: ArtifactsByName, name: string, version: VersionView): ArtifactsByName {
  const artifact = byName[name];
  if (artifact?.latest?.index !== version.index) return byName;
  return withArtifact(byName, { ...artifact, latest: version });
}
