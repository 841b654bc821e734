import type { BucketKey } from '../model/bucket-key.ts';
import { artifactDocument } from './artifact-file.ts';
import { readAliasFile } from './alias-file.ts';
import { encodeBucketDocument, readDocument } from './bucket-document.ts';
import { aliasesPrefix, artifactKey, artifactPrefix, deletionKey, editsKey, versionKey } from './bucket-keys.ts';
import { deletionDocument, readDeletion } from './deletion-file.ts';
import { sweepGrace } from './plan-sweep.ts';
import { sideBySide } from './side-by-side.ts';
import type { SurveyedArtifact, SurveyedVersion } from './survey-bucket.ts';
import type { Sweeping } from './sweeping.ts';
import { readVersionFile, versionFileDocument } from './version-file.ts';

const keysAtOnce = 8;

/** What of a bucket's versions is needed. */
export interface Settled {
  readonly artifact: SurveyedArtifact;
  /** For good: its index is void by now, or its artifact gone. */
  readonly gone: readonly SurveyedVersion[];
  /** It can still be taken back. */
  readonly deleted: readonly SurveyedVersion[];
  readonly living: readonly SurveyedVersion[];
}

/**
 * Makes deletions final that nobody took back in time: from then on indexes are void. A version that an alias names is kept, and its deletion taken
 * away: aliases win over deletions. Of an artifact that was deleted itself, everything goes.
 */
export async function settleDeletions(sweeping: Sweeping, artifact: SurveyedArtifact): Promise<Settled> {
  const { document, versions } = artifact;
  const due = sweeping.lease.at - sweepGrace;
  if (document.value.deleted !== null) {
    const isGone = document.value.deleted.isFinal || (document.entry.putAt <= due && (await endArtifact(sweeping, artifact)));
    if (isGone) await removeArtifact(sweeping, artifact.name);
    return { artifact, gone: isGone ? versions : [], deleted: isGone ? [] : versions, living: [] };
  }
  const living = versions.filter(({ deletion }) => deletion === null);
  const waiting = versions.filter(({ deletion }) => deletion !== null && deletion.putAt > due);
  const ending = versions.filter(({ deletion }) => deletion !== null && deletion.putAt <= due);
  const named = ending.length + waiting.length === 0 ? new Set<number>() : await namedIndexes(sweeping, artifact.name);
  const gone: SurveyedVersion[] = [];
  const deleted: SurveyedVersion[] = [];
  const kept: SurveyedVersion[] = [];
  await sideBySide(waiting, keysAtOnce, async (version) => void (named.has(version.file.index) ? kept : deleted).push(version));
  await sideBySide(ending, keysAtOnce, async (version) => {
    const isGone = named.has(version.file.index) ? !(await keepNamed(sweeping, artifact.name, version)) : await endVersion(sweeping, artifact.name, version);
    (isGone ? gone : kept).push(version);
  });
  return { artifact, gone, deleted, living: [...living, ...kept] };
}

async function namedIndexes({ bucket, activity }: Sweeping, artifact: string): Promise<Set<number>> {
  const keys: BucketKey[] = [];
  for await (const { key } of bucket.list(aliasesPrefix(artifact), { signal: activity.signal })) keys.push(key);
  const named = new Set<number>();
  await sideBySide(keys, keysAtOnce, async (key) => {
    const index = (await readDocument(bucket, key, readAliasFile, activity.signal))?.value.index ?? null;
    if (index !== null) named.add(index);
  });
  return named;
}

/** False: it is final already, and an alias came too late. */
async function keepNamed(sweeping: Sweeping, artifact: string, { file }: SurveyedVersion): Promise<boolean> {
  const { bucket, activity } = sweeping;
  const found = await readDeletion(bucket, artifact, file.index, activity.signal);
  if (found?.value.isFinal === true) {
    await makeVoid(sweeping, artifact, file.index);
    return false;
  }
  if (found !== null) await bucket.delete(found.entry.key, { generation: found.entry.generation, signal: activity.signal });
  return true;
}

/** False: it was taken back meanwhile. */
async function endVersion(sweeping: Sweeping, artifact: string, { file }: SurveyedVersion): Promise<boolean> {
  const { bucket, activity } = sweeping;
  const found = await readDeletion(bucket, artifact, file.index, activity.signal);
  if (found === null) return false;
  if (!found.value.isFinal) {
    const content = encodeBucketDocument(deletionDocument({ ...found.value, isFinal: true, put: sweeping.core.newId() }));
    const { outcome } = await bucket.put(deletionKey(artifact, file.index), content, { kind: 'generation', generation: found.entry.generation }, { signal: activity.signal });
    if (outcome === 'refused') return false;
  }
  await makeVoid(sweeping, artifact, file.index);
  return true;
}

/** The record is read anew: an earlier sweep may have been interrupted right behind it. */
async function makeVoid({ bucket, activity }: Sweeping, artifact: string, index: number): Promise<void> {
  const { signal } = activity;
  const key = versionKey(artifact, index);
  const record = await readDocument(bucket, key, readVersionFile(index), signal);
  if (record?.value.version != null) {
    const content = encodeBucketDocument(versionFileDocument({ ...record.value, version: null }));
    await bucket.put(key, content, { kind: 'generation', generation: record.entry.generation }, { signal });
  }
  await bucket.delete(editsKey(artifact, index), { signal });
}

/** False: it was brought back meanwhile. */
async function endArtifact({ bucket, activity }: Sweeping, { name, document }: SurveyedArtifact): Promise<boolean> {
  const { deleted } = document.value;
  if (deleted === null) return false;
  const content = encodeBucketDocument(artifactDocument({ ...document.value, deleted: { ...deleted, isFinal: true } }));
  const { outcome } = await bucket.put(artifactKey(name), content, { kind: 'generation', generation: document.entry.generation }, { signal: activity.signal });
  return outcome === 'put';
}

/** Its document goes last: what broke off is seen, and goes on. */
async function removeArtifact({ bucket, activity }: Sweeping, name: string): Promise<void> {
  const { signal } = activity;
  const own = artifactKey(name);
  const keys: BucketKey[] = [];
  for await (const { key } of bucket.list(artifactPrefix(name), { signal })) if (key !== own) keys.push(key);
  await sideBySide(keys, keysAtOnce, async (key) => void (await bucket.delete(key, { signal })));
  await bucket.delete(own, { signal });
}
