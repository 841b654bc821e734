import type { Artifact } from './model/artifact.ts';
import { Failure } from './model/failure.ts';
import type { Version } from './model/version.ts';
import { formatIndex, parseVersionReference } from './model/version-address.ts';
import type { CatalogReader } from './ports/catalog.ts';

/** The artifact with that name. Throws Failure `artifact.not-found`. */
export function findArtifact(catalog: CatalogReader, name: string): Artifact {
  const artifact = catalog.artifactByName(name);
  if (artifact === null) {
    throw new Failure('artifact.not-found', `There is no artifact named "${name}".`, { name });
  }
  return artifact;
}

/** The version a reference (`latest`, an alias, `v3`) names. Throws Failure `version.not-found`. */
export function findVersion(catalog: CatalogReader, artifact: Artifact, reference: string): Version {
  const parsed = parseVersionReference(reference);
  const index = parsed.kind === 'index' ? parsed.index : catalog.aliasIndex(artifact.id, parsed.alias);
  const version = index === null ? null : catalog.version(artifact.id, index);
  if (version === null) {
    throw new Failure('version.not-found', `The artifact "${artifact.name}" has no version "${reference}".`, {
      artifact: artifact.name,
      reference,
    });
  }
  return version;
}

/** The newest surviving version, or null before the baseline. */
export function latestVersion(catalog: CatalogReader, artifact: Artifact): Version | null {
  const index = catalog.aliasIndex(artifact.id, 'latest');
  return index === null ? null : catalog.version(artifact.id, index);
}

/** `animals:v3` */
export function addressOf(artifact: Artifact, index: number): string {
  return `${artifact.name}:${formatIndex(index)}`;
}
