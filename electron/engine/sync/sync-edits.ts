import type { Artifact } from '../model/artifact.ts';
import { maximumMetadataKeys } from '../model/metadata.ts';
import type { Claim, PushedBy } from '../model/remote.ts';
import { editsOf, type VersionEdits } from '../model/version-edits.ts';
import type { Generation } from '../ports/bucket.ts';
import { count, FieldError, take, text, type Fields } from '../records/checked-fields.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { tellEdited } from '../versions/edit-version.ts';
import { forgetAsked, isAsked, noteAsked } from './asked.ts';
import { encodeBucketDocument, readDocument } from './bucket-document.ts';
import { editsKey } from './bucket-keys.ts';
import { readEdits } from './checked-edits.ts';
import { clientId } from './linked.ts';
import type { ListedEdits } from './list-edits.ts';
import { agreedEdits, mergeEdits, sameEdits, withField, type EditConflict } from './merge-edits.ts';
import type { Syncing } from './pull-versions.ts';
import { sideBySide } from './side-by-side.ts';
import type { SyncCore } from './sync-core.ts';
import { byDocument, pushedBy } from './version-file.ts';

export interface VersionEditConflict extends EditConflict {
  readonly index: number;
  /** Of their edits. */
  readonly generation: Generation | null;
  /** Who put theirs. */
  readonly by: PushedBy | null;
}

export interface SyncedEdits {
  readonly taken: readonly number[];
  readonly put: readonly number[];
  readonly conflicts: readonly VersionEditConflict[];
}

/** What can be edited of a version, as it lies in the bucket. */
interface Theirs {
  readonly edits: VersionEdits;
  readonly generation: Generation | null;
  readonly isOurs: boolean;
  readonly by: PushedBy | null;
}

const versionsAtOnce = 8;
const mostTries = 5;

/** Brings descriptions, metadata, tags, pins and times to live together. With `push: false` nothing is put. */
export async function syncEdits(core: SyncCore, syncing: Syncing, listed: ListedEdits, { push }: { readonly push: boolean }): Promise<SyncedEdits> {
  const { artifact } = syncing;
  const changed = changedOf(core, syncing, listed);
  const outcome = { taken: [] as number[], put: [] as number[], conflicts: [] as VersionEditConflict[] };
  const here = new Map(core.catalog.versions(artifact.id).map((version) => [version.index, editsOf(version)]));
  const isEdited = ({ index, base }: Claim): boolean => changed.has(index) || (base !== null && !sameEdits(base, here.get(index) ?? base));
  const claims = core.catalog.claims(artifact.id).filter((claim) => claim.state === 'claimed' && isEdited(claim));
  await sideBySide(claims, versionsAtOnce, async ({ index }) => {
    let isChanged = changed.has(index);
    for (let tries = 0; tries < mostTries; tries++) {
      const done = await syncOne(core, syncing, index, isChanged, push);
      if (done === 'again') {
        isChanged = true;
        continue;
      }
      if (done.isTaken) outcome.taken.push(index);
      if (done.isPut) outcome.put.push(index);
      outcome.conflicts.push(...done.conflicts);
      return;
    }
  });
  return outcome;
}

interface Done {
  readonly isTaken: boolean;
  readonly isPut: boolean;
  readonly conflicts: readonly VersionEditConflict[];
}

const nothing: Done = { isTaken: false, isPut: false, conflicts: [] };

async function syncOne(core: SyncCore, syncing: Syncing, index: number, isChanged: boolean, push: boolean): Promise<Done | 'again'> {
  const { artifact } = syncing;
  const claim = core.catalog.claim(artifact.id, index);
  if (claim === null || claim.base === null) return nothing;
  const read = isChanged ? await readTheirs(core, syncing, index) : null;
  const version = core.catalog.version(artifact.id, index);
  if (version === null) return nothing; // deleted here: what others say of it is no matter here
  const theirs = read ?? { edits: claim.base, generation: claim.generation, isOurs: false, by: null };
  const base = theirs.isOurs ? theirs.edits : claim.base;
  const ours = editsOf(version);
  const merged = mergeEdits(base, ours, theirs.edits);
  const told = (conflict: EditConflict, generation: Generation | null): VersionEditConflict => ({ index, ...conflict, generation, by: theirs.by });
  if (hasTooMany(merged.here) || hasTooMany(merged.there)) {
    return { ...nothing, conflicts: [told({ field: 'metadata', base: base.metadata, ours: ours.metadata, theirs: theirs.edits.metadata }, theirs.generation)] };
  }
  const isPut = push && !sameEdits(merged.there, theirs.edits);
  const generation = isPut ? await put(core, syncing, index, merged.there, theirs.generation) : theirs.generation;
  if (isPut && generation === null) return 'again';
  const agreed = agreedEdits(base, isPut ? merged.there : theirs.edits, merged.conflicts);
  const isTaken = !sameEdits(merged.here, ours);
  // What is undecided is read again each time: `agreed` does not have it, and what the bucket has of it must never be taken for that.
  const isOpen = merged.conflicts.length > 0;
  keep(core, artifact, { ...claim, base: agreed, generation: isOpen ? claim.generation : generation }, isTaken ? merged.here : null);
  return { isTaken, isPut, conflicts: merged.conflicts.map((conflict) => told(conflict, generation)) };
}

function hasTooMany({ metadata }: VersionEdits): boolean {
  return Object.keys(metadata).length > maximumMetadataKeys;
}

/** Versions whose edits in the bucket are others than those that were seen last. */
function changedOf(core: SyncCore, { artifact }: Syncing, { edits }: ListedEdits): Set<number> {
  const changed = [...edits].filter(([index, generation]) => core.catalog.claim(artifact.id, index)?.generation !== generation);
  return new Set(changed.map(([index]) => index));
}

async function readTheirs(core: SyncCore, { bucket, artifact, activity }: Syncing, index: number): Promise<Theirs | null> {
  const key = editsKey(artifact.name, index);
  const read = (record: Fields): { readonly edits: VersionEdits; readonly by: PushedBy; readonly put: string } => {
    if (take(record, 'index', count) !== index) throw new FieldError('it is of another version');
    return { edits: readEdits(record), by: take(record, 'by', pushedBy), put: take(record, 'put', text) };
  };
  const found = await readDocument(bucket, key, read, activity.signal);
  if (found === null) return null;
  const { edits, by, put: asked } = found.value;
  return { edits, by, generation: found.entry.generation, isOurs: isAsked(core, artifact, key, asked) };
}

/** The new generation; null when something else lies there by now. */
async function put(core: SyncCore, { bucket, artifact, activity }: Syncing, index: number, edits: VersionEdits, seen: Generation | null): Promise<Generation | null> {
  const key = editsKey(artifact.name, index);
  const by = byDocument({ actor: core.actor, client: clientId(core), at: core.clock.now() });
  const content = encodeBucketDocument({ index, ...edits, by, put: noteAsked(core, artifact, key) });
  const outcome = await bucket.put(key, content, seen === null ? { kind: 'absent' } : { kind: 'generation', generation: seen }, { signal: activity.signal });
  return outcome.outcome === 'put' ? outcome.entry.generation : null;
}

/** Notes what both agree about, and lets the version here be what the merge made of it. */
function keep(core: SyncCore, artifact: Artifact, claim: Claim, edits: VersionEdits | null): void {
  const { index } = claim;
  core.catalog.transact((writer) => {
    writer.putClaim(artifact.id, claim);
    if (edits === null || writer.version(artifact.id, index) === null) return;
    writer.setDescription(artifact.id, index, edits.description);
    writer.setMetadata(artifact.id, index, edits.metadata);
    writer.setTags(artifact.id, index, edits.tags);
    writer.setPinned(artifact.id, index, edits.pinned);
    writer.setTimeToLive(artifact.id, index, edits.timeToLive);
    writer.markRecordPending(artifact.id, index);
  });
  forgetAsked(core, artifact, editsKey(artifact.name, index));
  if (edits === null) return;
  writePendingRecords(core);
  tellEdited(core, artifact, index);
}

/** Decides a conflict: all fields that both changed are as on that side from now on; what is ours is put with the next push. */
export function settleEdits(core: SyncCore, artifact: Artifact, conflicts: readonly VersionEditConflict[], side: 'ours' | 'theirs'): void {
  for (const { index, field, theirs } of conflicts) {
    const claim = core.catalog.claim(artifact.id, index);
    const version = core.catalog.version(artifact.id, index);
    if (claim === null || claim.base === null || version === null) continue;
    const base = withField(claim.base, field, theirs);
    keep(core, artifact, { ...claim, base }, side === 'ours' ? null : withField(editsOf(version), field, theirs));
  }
}
