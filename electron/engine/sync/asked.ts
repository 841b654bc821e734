import type { Artifact } from '../model/artifact.ts';
import type { BucketKey } from '../model/bucket-key.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { SyncCore } from './sync-core.ts';

/*
 * What this home asked a bucket to put under keys that move by their generation, noted before it asked: each put carries something random. When the
 * answer is lost, what lies there is known as ours by it, and is no change that somebody else made.
 */

type Asked = Readonly<Record<string, string>>;

function settingOf(artifact: Artifact): string {
  return `sync-asked:${artifact.id}`;
}

function askedOf(catalog: CatalogReader, artifact: Artifact): Asked {
  return JSON.parse(catalog.setting(settingOf(artifact)) ?? '{}') as Asked;
}

/** Notes that something is going to be put under a key, and gives the random text that it has to carry. */
export function noteAsked(core: SyncCore, artifact: Artifact, key: BucketKey): string {
  const put = core.newId();
  core.catalog.transact((writer) => writer.setSetting(settingOf(artifact), JSON.stringify({ ...askedOf(writer, artifact), [key]: put })));
  return put;
}

/** Whether what lies under a key is what this home asked for last. */
export function isAsked(core: SyncCore, artifact: Artifact, key: BucketKey, put: string): boolean {
  const asked = askedOf(core.catalog, artifact);
  return Object.hasOwn(asked, key) && asked[key] === put;
}

/** Both sides agree about the key by now. */
export function forgetAsked(core: SyncCore, artifact: Artifact, key: BucketKey): void {
  const { [key]: asked, ...others } = askedOf(core.catalog, artifact);
  if (asked !== undefined) core.catalog.transact((writer) => writer.setSetting(settingOf(artifact), JSON.stringify(others)));
}
