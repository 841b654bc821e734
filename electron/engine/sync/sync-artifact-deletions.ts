import { changeTeamArtifactDeletions, teamArtifactDeletions, type TeamArtifactDeletion } from '../delete/team-deletions.ts';
import type { BucketKey } from '../model/bucket-key.ts';
import type { Remote } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { readAliasFile } from './alias-file.ts';
import { artifactDocument, readArtifactDocument } from './artifact-file.ts';
import { encodeBucketDocument, readDocument } from './bucket-document.ts';
import { aliasesPrefix, artifactKey } from './bucket-keys.ts';
import { clientId } from './linked.ts';
import type { SyncCore } from './sync-core.ts';

/** What became of artifacts that were deleted here for everybody, by their names. */
export interface SyncedArtifactDeletions {
  /** The bucket knows from now on. */
  readonly put: readonly string[];
  /** They are back for everybody. */
  readonly returned: readonly string[];
  /** A protected alias in the bucket names a version of it; it stays there. */
  readonly refused: readonly { readonly name: string; readonly alias: string }[];
}

type Outcome = { readonly state: 'put' | 'returned' | 'dropped' | 'waits' } | { readonly state: 'refused'; readonly alias: string };

/** Tells a bucket which artifacts were deleted here for everybody, and of which that was taken back. Costs nothing when there are none. */
export async function syncArtifactDeletions(core: SyncCore, bucket: Bucket, remote: Remote, signal: AbortSignal): Promise<SyncedArtifactDeletions> {
  const done = { put: [] as string[], returned: [] as string[], refused: [] as { name: string; alias: string }[] };
  for (const one of teamArtifactDeletions(core.catalog).filter((entry) => entry.remote === remote.id)) {
    const outcome = await syncOne(core, bucket, one, signal);
    if (outcome.state === 'waits') continue;
    if (outcome.state === 'refused') done.refused.push({ name: one.name, alias: outcome.alias });
    else if (outcome.state !== 'dropped') done[outcome.state].push(one.name);
    const stays = outcome.state === 'put';
    core.catalog.transact((writer) => changeTeamArtifactDeletions(writer, (before) => before.flatMap((other) => (other.artifact !== one.artifact ? [other] : stays ? [{ ...other, isSent: true }] : []))));
  }
  return done;
}

async function syncOne(core: SyncCore, bucket: Bucket, { artifact, name, uid, isSent }: TeamArtifactDeletion, signal: AbortSignal): Promise<Outcome> {
  const isHere = core.catalog.artifactById(artifact) !== null;
  if (isSent && !isHere) return { state: core.catalog.deletions().some((one) => one.artifact.id === artifact && one.whole) ? 'waits' : 'dropped' };
  if (!isSent && isHere) return { state: 'dropped' };
  const found = await readArtifactDocument(bucket, name, signal);
  if (found === null || found.value.uid !== uid || found.value.deleted?.isFinal === true) return { state: 'dropped' };
  if (!isHere && found.value.deleted !== null) return { state: 'put' };
  const alias = isHere ? null : await protectedAlias(bucket, name, signal);
  if (alias !== null) return { state: 'refused', alias };
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  const content = encodeBucketDocument(artifactDocument({ ...found.value, deleted: isHere ? null : { by, isFinal: false } }));
  const { outcome } = await bucket.put(artifactKey(name), content, { kind: 'generation', generation: found.entry.generation }, { signal });
  if (outcome === 'refused') return { state: 'waits' };
  return { state: isHere ? 'returned' : 'put' };
}

async function protectedAlias(bucket: Bucket, artifact: string, signal: AbortSignal): Promise<string | null> {
  const keys: BucketKey[] = [];
  for await (const { key } of bucket.list(aliasesPrefix(artifact), { signal })) keys.push(key);
  for (const key of keys) {
    const found = await readDocument(bucket, key, readAliasFile, signal);
    if (found !== null && found.value.isProtected) return found.value.alias;
  }
  return null;
}
