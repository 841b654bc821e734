import { latest } from '../model/alias.ts';
import type { Artifact } from '../model/artifact.ts';
import type { BucketKey } from '../model/bucket-key.ts';
import type { PushedBy, SyncedAlias } from '../model/remote.ts';
import type { BucketEntry, Generation } from '../ports/bucket.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { tellEdited } from '../versions/edit-version.ts';
import { noteProtectedBy } from '../versions/protected-by.ts';
import { aliasFileDocument, aliasFileName, readAliasFile } from './alias-file.ts';
import { forgetAsked, isAsked, noteAsked } from './asked.ts';
import { damagedInBucket, encodeBucketDocument, readDocument } from './bucket-document.ts';
import { aliasesPrefix, aliasKey } from './bucket-keys.ts';
import { clientId } from './linked.ts';
import { mergeAlias, noAlias, sameAlias, type AliasState } from './merge-alias.ts';
import type { Syncing } from './pull-versions.ts';
import { sideBySide } from './side-by-side.ts';
import type { SyncCore } from './sync-core.ts';
import { aliasHere } from './undecided.ts';

/** An alias that both sides moved to different ends: nothing was overwritten, somebody decides. */
export interface AliasConflict {
  readonly alias: string;
  readonly base: AliasState;
  readonly ours: AliasState;
  readonly theirs: AliasState;
  /** Of theirs. */
  readonly generation: Generation;
  /** Who put theirs. */
  readonly by: PushedBy | null;
}

export interface SyncedAliases {
  /** Aliases that are now as in the bucket. */
  readonly taken: readonly string[];
  /** Aliases that the bucket has now as they are here. */
  readonly put: readonly string[];
  readonly conflicts: readonly AliasConflict[];
}

/** An alias as it lies in the bucket. */
interface Theirs extends AliasState {
  readonly generation: Generation;
  /** It is what this home put, though the answer was lost. */
  readonly isOurs: boolean;
  /** Who put it; null: it is as it was when both agreed. */
  readonly by: PushedBy | null;
}

/** What both sides agree about. */
type Agreed = Omit<Theirs, 'isOurs' | 'by'>;

type Settled =
  | { readonly outcome: 'taken' | 'put' | 'nothing' | 'again' }
  | { readonly outcome: 'conflict'; readonly conflict: AliasConflict };

const aliasesAtOnce = 8;
const mostTries = 5;

interface AliasSync {
  readonly push: boolean;
  /** Versions that are deleted in the bucket: nobody names one anew before its deletion is taken back. */
  readonly deleted: ReadonlyMap<number, unknown>;
}

/**
 * Brings the aliases of an artifact and of the bucket together. With `push: false` nothing is put. Aliases of versions that
 * are not in the bucket yet, and those that name versions this home does not have, wait.
 */
export async function syncAliases(core: SyncCore, syncing: Syncing, how: AliasSync): Promise<SyncedAliases> {
  const { artifact } = syncing;
  const changed = await readChanged(core, syncing);
  const names = new Set([...core.catalog.syncedAliases(artifact.id).map(({ alias }) => alias), ...changed.keys(), ...core.catalog.aliases(artifact.id).keys()]);
  names.delete(latest);
  const outcome = { taken: [] as string[], put: [] as string[], conflicts: [] as AliasConflict[] };
  await sideBySide([...names].toSorted(), aliasesAtOnce, async (alias) => {
    let theirs = changed.get(alias) ?? unchanged(core, artifact, alias);
    for (let tries = 0; tries < mostTries; tries++) {
      const settled = await syncOne(core, syncing, alias, theirs, how);
      if (settled.outcome === 'conflict') outcome.conflicts.push(settled.conflict);
      if (settled.outcome === 'taken' || settled.outcome === 'put') outcome[settled.outcome].push(alias);
      if (settled.outcome !== 'again') return;
      theirs = await readOne(core, syncing, keyOf(core, artifact, alias)).then((found) => found?.theirs ?? null);
    }
  });
  return outcome;
}

async function syncOne(core: SyncCore, syncing: Syncing, alias: string, theirs: Theirs | null, { push, deleted }: AliasSync): Promise<Settled> {
  const { artifact } = syncing;
  const ours = aliasHere(core.catalog, artifact, alias);
  const base = theirs?.isOurs === true ? theirs : (syncedOf(core, artifact, alias) ?? noAlias);
  switch (mergeAlias(base, ours, theirs ?? noAlias)) {
    case 'same':
      if (theirs !== null) noteAgreed(core, artifact, alias, theirs);
      return { outcome: 'nothing' };
    case 'take':
      return { outcome: theirs !== null && take(core, artifact, alias, theirs) ? 'taken' : 'nothing' };
    case 'put':
      if (!push || !isInBucket(core, artifact, ours.index) || (ours.index !== null && deleted.has(ours.index))) return { outcome: 'nothing' };
      return { outcome: (await putOurs(core, syncing, alias, ours, theirs?.generation ?? null)) ? 'put' : 'again' };
    case 'conflict':
      return theirs === null ? { outcome: 'nothing' } : { outcome: 'conflict', conflict: conflictOf(alias, base, ours, theirs) };
  }
}

function conflictOf(alias: string, base: AliasState, ours: AliasState, theirs: Theirs): AliasConflict {
  const plain = ({ index, isProtected }: AliasState): AliasState => ({ index, isProtected });
  return { alias, base: plain(base), ours, theirs: plain(theirs), generation: theirs.generation, by: theirs.by };
}

function isInBucket(core: SyncCore, artifact: Artifact, index: number | null): boolean {
  return index === null || core.catalog.claim(artifact.id, index)?.state === 'claimed';
}

function keyOf(core: SyncCore, artifact: Artifact, alias: string): BucketKey {
  return aliasKey(artifact.name, aliasFileName(alias, core.digester));
}

function syncedOf(core: SyncCore, artifact: Artifact, alias: string): SyncedAlias | null {
  return core.catalog.syncedAliases(artifact.id).find((one) => one.alias === alias) ?? null;
}

function unchanged(core: SyncCore, artifact: Artifact, alias: string): Theirs | null {
  const synced = syncedOf(core, artifact, alias);
  return synced && { ...synced, isOurs: false, by: null };
}

/** Those that changed since they were seen last; the listing tells by their generations. */
async function readChanged(core: SyncCore, syncing: Syncing): Promise<Map<string, Theirs>> {
  const { bucket, artifact, activity } = syncing;
  const known = new Map(core.catalog.syncedAliases(artifact.id).map((one) => [keyOf(core, artifact, one.alias), one.generation]));
  const changed: BucketEntry[] = [];
  for await (const entry of bucket.list(aliasesPrefix(artifact.name), { signal: activity.signal })) {
    if (known.get(entry.key) !== entry.generation) changed.push(entry);
  }
  const theirs = new Map<string, Theirs>();
  await sideBySide(changed, aliasesAtOnce, async ({ key }) => {
    const found = await readOne(core, syncing, key);
    if (found !== null) theirs.set(found.alias, found.theirs);
  });
  return theirs;
}

async function readOne(core: SyncCore, { bucket, artifact, activity }: Syncing, key: BucketKey): Promise<{ readonly alias: string; readonly theirs: Theirs } | null> {
  const found = await readDocument(bucket, key, readAliasFile, activity.signal);
  if (found === null) return null;
  const { alias, index, isProtected, by, put } = found.value;
  if (key !== keyOf(core, artifact, alias)) throw damagedInBucket(bucket, key, 'it is of another alias');
  return { alias, theirs: { index, isProtected, generation: found.entry.generation, isOurs: isAsked(core, artifact, key, put), by } };
}

/** Every alias in the bucket that names one of these versions, read just now. */
export async function aliasesNaming(core: SyncCore, syncing: Syncing, indexes: ReadonlySet<number>): Promise<{ readonly alias: string; readonly index: number }[]> {
  const entries: BucketEntry[] = [];
  for await (const entry of syncing.bucket.list(aliasesPrefix(syncing.artifact.name), { signal: syncing.activity.signal })) entries.push(entry);
  const naming: { alias: string; index: number }[] = [];
  await sideBySide(entries, aliasesAtOnce, async ({ key }) => {
    const found = await readOne(core, syncing, key);
    const index = found?.theirs.index ?? null;
    if (found !== null && index !== null && indexes.has(index)) naming.push({ alias: found.alias, index });
  });
  return naming;
}

/** False: something else lies there by now. */
async function putOurs(core: SyncCore, { bucket, artifact, activity }: Syncing, alias: string, ours: AliasState, seen: Generation | null): Promise<boolean> {
  const key = keyOf(core, artifact, alias);
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  const content = encodeBucketDocument(aliasFileDocument({ alias, ...ours, by, put: noteAsked(core, artifact, key) }));
  const outcome = await bucket.put(key, content, seen === null ? { kind: 'absent' } : { kind: 'generation', generation: seen }, { signal: activity.signal });
  if (outcome.outcome === 'refused') return false;
  noteAgreed(core, artifact, alias, { ...ours, generation: outcome.entry.generation });
  return true;
}

function noteAgreed(core: SyncCore, artifact: Artifact, alias: string, { index, isProtected, generation }: Agreed): void {
  const known = syncedOf(core, artifact, alias);
  if (known !== null && known.generation === generation && sameAlias(known, { index, isProtected })) return;
  core.catalog.transact((writer) => writer.putSyncedAlias(artifact.id, { alias, index, isProtected, generation }));
  forgetAsked(core, artifact, keyOf(core, artifact, alias));
}

/** No alias in the bucket has it: whatever lies there is read again next time. */
const unread = '' as Generation;

/** An alias of a version that was deleted here names none here, and is looked at again each time: the version may come back. */
function standingHere(core: SyncCore, artifact: Artifact, { index, isProtected, generation }: Agreed): Agreed {
  const isHere = index === null || core.catalog.version(artifact.id, index) !== null;
  return isHere ? { index, isProtected, generation } : { ...noAlias, generation: unread };
}

/** False: nothing is another than before. */
function take(core: SyncCore, artifact: Artifact, alias: string, { by, ...theirs }: Omit<Theirs, 'isOurs'>): boolean {
  const agreed = standingHere(core, artifact, theirs);
  const { index, isProtected } = agreed;
  const before = core.catalog.aliasIndex(artifact.id, alias);
  if (agreed.generation === unread && before === null) return false;
  const protector = isProtected && by !== null && by.client !== clientId(core) ? by.actor : null;
  core.catalog.transact((writer) => {
    if (index === null) writer.removeAlias(artifact.id, alias);
    else {
      writer.setAlias(artifact.id, alias, index);
      writer.setAliasProtected(artifact.id, alias, isProtected);
      noteProtectedBy(writer, artifact, alias, protector);
    }
    writer.putSyncedAlias(artifact.id, { alias, ...agreed });
    writer.markRecordPending(artifact.id, null);
  });
  writePendingRecords(core);
  for (const touched of new Set([before, index])) if (touched !== null) tellEdited(core, artifact, touched);
  return true;
}

/** Decides a conflict: what is kept is here at once, and what is ours is put with the next push. */
export function settleAlias(core: SyncCore, artifact: Artifact, { alias, theirs, generation, by }: AliasConflict, keep: 'ours' | 'theirs'): void {
  if (keep === 'theirs') take(core, artifact, alias, { ...theirs, generation, by });
  else core.catalog.transact((writer) => writer.putSyncedAlias(artifact.id, { alias, ...theirs, generation }));
}
