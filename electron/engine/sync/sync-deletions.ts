import { deleteForOthers } from '../delete/delete-versions.ts';
import { changeTeamDeletions, teamDeletions, type KnownDeletion } from '../delete/team-deletions.ts';
import { reviveVersions } from '../delete/undo-delete.ts';
import { latest } from '../model/alias.ts';
import { Failure } from '../model/failure.ts';
import type { PushedBy } from '../model/remote.ts';
import { formatIndex } from '../model/version-address.ts';
import { forgetAsked, isAsked, noteAsked } from './asked.ts';
import { encodeBucketDocument, readDocument } from './bucket-document.ts';
import { deletionKey, versionKey } from './bucket-keys.ts';
import { deletionDocument, readDeletion } from './deletion-file.ts';
import { clientId } from './linked.ts';
import type { ListedEdits } from './list-edits.ts';
import type { Syncing } from './pull-versions.ts';
import { sideBySide } from './side-by-side.ts';
import { aliasesNaming } from './sync-aliases.ts';
import type { SyncCore } from './sync-core.ts';
import { readVersionFile } from './version-file.ts';

/** A deletion that was wanted here and did not happen in the bucket. It stays deleted here. */
export interface RefusedDeletion {
  readonly index: number;
  /** An alias names the version there; null: somebody edited it since it was seen here. */
  readonly alias: string | null;
}

export interface SyncedDeletions {
  /** Deleted in the bucket from now on. */
  readonly put: readonly number[];
  /** Deleted by others, and here now too; it can be taken back. */
  readonly taken: readonly number[];
  /** Deleted by others, and kept here, since an alias or a pin that they did not know stands against it. */
  readonly kept: readonly number[];
  /** Their deletion was taken back here, and holds for nobody any more. */
  readonly withdrawn: readonly number[];
  /** Their deletion was taken back by others, and they are here again. */
  readonly revived: readonly number[];
  readonly refused: readonly RefusedDeletion[];
}

const documentsAtOnce = 8;

/**
 * Brings deletions that hold for everybody together. What others deleted is deleted here, as if it had been done here; what was deleted or brought back
 * here is told to the bucket with `push`. Aliases must be in step already: who names a version keeps it.
 */
export async function syncDeletions(core: SyncCore, syncing: Syncing, listed: ListedEdits, { push }: { readonly push: boolean }): Promise<SyncedDeletions> {
  const revived = await learnOfReturned(core, syncing, listed);
  const { taken, kept } = await learnOfDeleted(core, syncing, listed);
  const withdrawn = push ? await withdraw(core, syncing) : [];
  const { put, refused } = push ? await putWanted(core, syncing, listed) : { put: [], refused: [] };
  return { put, taken, kept, withdrawn, revived, refused };
}

/** Deletions that lie in the bucket no more: somebody took them back. */
async function learnOfReturned(core: SyncCore, { bucket, artifact, activity }: Syncing, { deletions }: ListedEdits): Promise<number[]> {
  const { known } = teamDeletions(core.catalog, artifact.id);
  const gone = Object.keys(known).map(Number).filter((index) => !deletions.has(index));
  const living: number[] = [];
  for (const index of gone) {
    const record = await readDocument(bucket, versionKey(artifact.name, index), readVersionFile(index), activity.signal);
    if (record?.value.version == null) markVoid(core, artifact, index);
    else living.push(index);
  }
  const revived = living.length === 0 ? [] : await reviveVersions(core, artifact, living);
  if (gone.length > 0) forgetKnown(core, artifact, gone);
  return revived;
}

type Artifact = Syncing['artifact'];

interface Learnt {
  readonly index: number;
  readonly by: PushedBy;
  readonly known: KnownDeletion;
  readonly isOurs: boolean;
}

async function learnOfDeleted(core: SyncCore, syncing: Syncing, { deletions }: ListedEdits): Promise<{ readonly taken: number[]; readonly kept: number[] }> {
  const { bucket, artifact, activity } = syncing;
  const { known } = teamDeletions(core.catalog, artifact.id);
  const isNews = (index: number): boolean => known[index]?.generation !== deletions.get(index)?.generation && core.catalog.claim(artifact.id, index)?.state !== 'asking';
  const news: Learnt[] = [];
  await sideBySide([...deletions.keys()].filter(isNews), documentsAtOnce, async (index) => {
    const found = await readDeletion(bucket, artifact.name, index, activity.signal);
    if (found === null || core.catalog.claim(artifact.id, index) === null) return;
    const { by, isFinal, put } = found.value;
    news.push({ index, by, known: { generation: found.entry.generation, isFinal }, isOurs: isAsked(core, artifact, found.entry.key, put) });
  });
  for (const { index, known: one } of news) if (one.isFinal) markVoid(core, artifact, index);
  const isHere = ({ index }: Learnt): boolean => core.catalog.version(artifact.id, index) !== null;
  const theirs = news.filter((one) => !one.isOurs && known[one.index] === undefined && isHere(one));
  const kept = theirs.filter(({ index }) => standsAgainst(core, artifact, index)).map(({ index }) => index);
  const taken: number[] = [];
  for (const [actor, some] of Map.groupBy(theirs.filter(({ index }) => !kept.includes(index)), ({ by }) => by.actor)) {
    taken.push(...(await takeDeletion(core, syncing, actor, some.map(({ index }) => index))));
  }
  noteKnown(core, artifact, news);
  return { taken, kept };
}

/** Whether a version here has an alias, or a pin that the bucket does not know: whoever deleted it did not know of that. */
function standsAgainst(core: SyncCore, artifact: Artifact, index: number): boolean {
  const version = core.catalog.version(artifact.id, index);
  if (version === null) return false;
  const isPinnedHere = version.pinned && core.catalog.claim(artifact.id, index)?.base?.pinned !== true;
  return isPinnedHere || version.aliases.some((alias) => alias !== latest);
}

async function takeDeletion(core: SyncCore, { artifact, remote }: Syncing, by: string, indexes: readonly number[]): Promise<readonly number[]> {
  const present = (): string[] => indexes.filter((index) => core.catalog.version(artifact.id, index) !== null && !standsAgainst(core, artifact, index)).map(formatIndex);
  const decide = () => (present().length === 0 ? null : { targets: [{ artifact: artifact.name, references: present() }], deleteAliases: false, now: false });
  const done = await deleteForOthers(core, artifact.name, { kind: 'delete', more: { by, remote: remote.name }, decide });
  return done?.plan.parts.flatMap(({ versions }) => versions.map(({ index }) => index)) ?? [];
}

function noteKnown(core: SyncCore, artifact: Artifact, news: readonly Learnt[]): void {
  if (news.length === 0) return;
  const known = Object.fromEntries(news.map((one) => [one.index, one.known]));
  const uids = new Set(news.map(({ index }) => core.catalog.claim(artifact.id, index)?.uid));
  core.catalog.transact((writer) =>
    changeTeamDeletions(writer, artifact.id, (before) => ({ wanted: before.wanted.filter((uid) => !uids.has(uid)), known: { ...before.known, ...known } })),
  );
  for (const { index } of news) forgetAsked(core, artifact, deletionKey(artifact.name, index));
}

function forgetKnown(core: SyncCore, artifact: Artifact, indexes: readonly number[]): void {
  const isGone = (index: string): boolean => indexes.includes(Number(index));
  core.catalog.transact((writer) =>
    changeTeamDeletions(writer, artifact.id, ({ wanted, known }) => ({ wanted, known: Object.fromEntries(Object.entries(known).filter(([index]) => !isGone(index))) })),
  );
}

/** The index names nothing any more; a version that is here all the same stays here alone. */
function markVoid(core: SyncCore, artifact: Artifact, index: number): void {
  const claim = core.catalog.claim(artifact.id, index);
  if (claim === null || claim.state === 'void') return;
  core.catalog.transact((writer) => writer.putClaim(artifact.id, { ...claim, state: 'void', base: null, generation: null }));
}

/** A version that is here although it is deleted in the bucket was brought back here, or kept: then it comes back for everybody. */
async function withdraw(core: SyncCore, { bucket, artifact, activity }: Syncing): Promise<number[]> {
  const { known } = teamDeletions(core.catalog, artifact.id);
  const back: number[] = [];
  for (const [text, { generation, isFinal }] of Object.entries(known)) {
    const index = Number(text);
    if (isFinal || core.catalog.version(artifact.id, index) === null) continue;
    const { outcome } = await bucket.delete(deletionKey(artifact.name, index), { generation, signal: activity.signal });
    // Something else lies there by now: the next look tells what.
    if (outcome === 'refused') continue;
    back.push(index);
    forgetKnown(core, artifact, [index]);
  }
  return back;
}

async function putWanted(core: SyncCore, syncing: Syncing, listed: ListedEdits): Promise<Pick<SyncedDeletions, 'put' | 'refused'>> {
  const { artifact } = syncing;
  const { wanted } = teamDeletions(core.catalog, artifact.id);
  if (wanted.length === 0) return { put: [], refused: [] };
  const claims = core.catalog.claims(artifact.id);
  const isHere = (index: number): boolean => core.catalog.version(artifact.id, index) !== null;
  const going = claims.filter(({ uid, state, index }) => state === 'claimed' && wanted.includes(uid) && !isHere(index));
  const naming = going.length === 0 ? [] : await aliasesNaming(core, syncing, new Set(going.map(({ index }) => index)));
  const refused: RefusedDeletion[] = [];
  const put: number[] = [];
  await sideBySide(going, documentsAtOnce, async ({ index, uid, generation }) => {
    const alias = naming.find((one) => one.index === index)?.alias ?? null;
    const isEdited = (listed.edits.get(index) ?? null) !== generation;
    if (alias !== null || isEdited) refused.push({ index, alias });
    else if (await putDeletion(core, syncing, index, uid)) put.push(index);
  });
  const asking = new Set(claims.filter(({ state }) => state === 'asking').map(({ uid }) => uid));
  core.catalog.transact((writer) => changeTeamDeletions(writer, artifact.id, (before) => ({ ...before, wanted: before.wanted.filter((uid) => asking.has(uid) || !wanted.includes(uid)) })));
  return { put: put.toSorted((a, b) => a - b), refused };
}

/** False: somebody else deleted it too. */
async function putDeletion(core: SyncCore, { bucket, artifact, activity }: Syncing, index: number, uid: string): Promise<boolean> {
  const key = deletionKey(artifact.name, index);
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  const content = encodeBucketDocument(deletionDocument({ index, uid, isFinal: false, by, put: noteAsked(core, artifact, key) }));
  const outcome = await bucket.put(key, content, { kind: 'absent' }, { signal: activity.signal });
  const entry = outcome.outcome === 'put' ? outcome.entry : outcome.present;
  if (entry === null) throw new Failure('bucket.unavailable', `The deletion of ${artifact.name}:${formatIndex(index)} was taken back while it was put; push again.`, { artifact: artifact.name });
  noteKnown(core, artifact, [{ index, by, known: { generation: entry.generation, isFinal: false }, isOurs: true }]);
  return outcome.outcome === 'put';
}
