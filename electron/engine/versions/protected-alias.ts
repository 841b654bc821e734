import { addressOf } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import { protectedBy } from './protected-by.ts';

/** Refuses to let an alias name something else, or nothing, while it is protected. Throws Failure `alias.protected`. */
export function refuseProtectedAlias(catalog: CatalogReader, artifact: Artifact, alias: string): void {
  if (!catalog.protectedAliases(artifact.id).has(alias)) return;
  throw protectedAliasRefusal(artifact, alias, catalog.aliasIndex(artifact.id, alias) ?? 0, 'it stays there until you unprotect it', protectedBy(catalog, artifact, alias));
}

/** Refuses to take away a version, or something in it, that a protected alias names. Throws Failure `alias.protected`. */
export function refuseProtectedVersions(catalog: CatalogReader, artifact: Artifact, versions: readonly Version[]): void {
  for (const { index, protectedAliases } of versions) {
    const [alias] = protectedAliases;
    if (alias !== undefined) throw protectedAliasRefusal(artifact, alias, index, 'unprotect it first', protectedBy(catalog, artifact, alias));
  }
}

/** `by`: who protected it, when that was somebody else. */
export function protectedAliasRefusal(artifact: Artifact, alias: string, index: number, how: string, by: string | null): Failure {
  const version = addressOf(artifact, index);
  return new Failure('alias.protected', `"${alias}" of ${version} is protected${by === null ? '' : ` by ${by}`}: ${how}.`, { artifact: artifact.name, version, alias, ...(by === null ? {} : { by }) });
}
