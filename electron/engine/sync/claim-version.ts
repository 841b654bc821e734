import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { Version } from '../model/version.ts';
import { madeFrom } from '../tracking/made-from.ts';
import { decodeBucketDocument, encodeBucketDocument } from './bucket-document.ts';
import { versionKey } from './bucket-keys.ts';
import { clientId, linkOf } from './linked.ts';
import { confirm, type Syncing } from './pull-versions.ts';
import type { SyncCore } from './sync-core.ts';
import { readVersionFile, versionFileDocument, type VersionFile } from './version-file.ts';

/** `taken`: somebody else has the index by now. */
export type ClaimOutcome = { readonly outcome: 'claimed'; readonly index: number; readonly isVoid: boolean } | { readonly outcome: 'taken' } | { readonly outcome: 'done' };

/**
 * Asks for the first index that nobody is known to have, for the version that has it here. An index whose version was deleted before it was pushed
 * is claimed as void, so that indexes have no gaps and "the first that is not there is free" holds. What was asked for is noted first: when
 * the answer is lost, the version's random id tells that what lies there is ours. A version whose manifest was not sent, because it was rewritten
 * meanwhile, waits for the next push.
 */
export async function claimNext(core: SyncCore, syncing: Syncing, isSent: (root: Digest) => boolean): Promise<ClaimOutcome> {
  const { bucket, artifact, activity } = syncing;
  const { next } = linkOf(core, artifact);
  if (next >= (core.catalog.artifactById(artifact.id)?.nextIndex ?? 0)) return { outcome: 'done' };
  const version = core.catalog.version(artifact.id, next);
  if (version !== null && !isSent(version.root)) return { outcome: 'done' };
  const file = ask(core, artifact, next);
  const key = versionKey(artifact.name, next);
  const content = encodeBucketDocument(versionFileDocument(file));
  const outcome = await bucket.put(key, content, { kind: 'absent' }, { signal: activity.signal });
  if (outcome.outcome === 'put') {
    confirm(core, artifact, file);
    return { outcome: 'claimed', index: next, isVoid: file.version === null };
  }
  const present = await bucket.read(key, { limit: 16 * 1024 * 1024, signal: activity.signal });
  const theirs = present === null ? null : decodeBucketDocument(bucket, key, present.bytes, readVersionFile(next));
  if (theirs?.uid !== file.uid) return { outcome: 'taken' };
  confirm(core, artifact, theirs);
  return { outcome: 'claimed', index: next, isVoid: theirs.version === null };
}

/** Notes what is asked for, and gives it. A version keeps its id through every try. */
function ask(core: SyncCore, artifact: Artifact, index: number): VersionFile {
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  return core.catalog.transact((writer) => {
    const uid = writer.claim(artifact.id, index)?.uid ?? core.newId();
    writer.putClaim(artifact.id, { index, uid, state: 'asking', by: null, pulled: false, base: null, generation: null });
    return { uid, by, index, version: writer.version(artifact.id, index), madeFrom: madeFrom(writer, artifact).get(index) ?? null };
  });
}

/** Versions here that nobody in the bucket knows yet, oldest first. */
export function unclaimed(core: SyncCore, artifact: Artifact): Version[] {
  const { next } = linkOf(core, artifact);
  return core.catalog.versions(artifact.id).filter(({ index }) => index >= next).toReversed();
}
