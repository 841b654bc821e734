import { addressOf } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import type { CatalogReader } from '../ports/catalog.ts';

/** Refuses to let an alias name something else, or nothing, while it is protected. Throws Failure `alias.protected`. */
export function refuseProtectedAlias(catalog: CatalogReader, artifact: Artifact, alias: string): void {
  if (!catalog.protectedAliases(artifact.id).has(alias)) return;
  throw refusal(artifact, alias, catalog.aliasIndex(artifact.id, alias) ?? 0, 'it stays there until you unprotect it');
}

/** Refuses to take away a version, or something in it, that a protected alias names. Throws Failure `alias.protected`. */
export function refuseProtectedVersions(artifact: Artifact, versions: readonly Version[]): void {
  for (const { index, protectedAliases } of versions) {
    const [alias] = protectedAliases;
    if (alias !== undefined) throw refusal(artifact, alias, index, 'unprotect it first');
  }
}

function refusal(artifact: Artifact, alias: string, index: number, how: string): Failure {
  const version = addressOf(artifact, index);
  return new Failure('alias.protected', `"${alias}" of ${version} is protected: ${how}.`, { artifact: artifact.name, version, alias });
}
