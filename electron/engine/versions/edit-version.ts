import type { Core } from '../core.ts';
import { addressOf, findArtifact, findVersion } from '../find-version.ts';
import { checkAlias, latest } from '../model/alias.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import { checkTimeToLive, type VersionTimeToLive } from '../model/keep.ts';
import { checkMetadata } from '../model/metadata.ts';
import type { Operation } from '../model/operation.ts';
import type { Version } from '../model/version.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { refuseProtectedAlias } from './protected-alias.ts';
import { noteProtectedBy } from './protected-by.ts';

export interface Addressed {
  readonly artifact: string;
  /** `latest`, an alias, or `v3`. */
  readonly reference: string;
}

export const longestDescription = 100_000;

type Note = Pick<Operation, 'kind' | 'arguments' | 'undo'>;

/** One edit: a transaction with its line of history, then the records, then the facts. */
function edit(core: Core, artifact: Artifact, indexes: readonly number[], note: Note, change: (writer: CatalogWriter) => void): void {
  const operation = core.catalog.transact((writer) => {
    change(writer);
    return recordOperation(core, writer, { ...note, artifact: artifact.name });
  });
  writePendingRecords(core);
  for (const index of indexes) tellEdited(core, artifact, index);
  core.facts.tell({ kind: 'operation.recorded', operation });
}

export function tellEdited(core: Core, artifact: Artifact, index: number): void {
  const version = core.catalog.version(artifact.id, index);
  if (version !== null) core.facts.tell({ kind: 'version.edited', artifact, version });
}

function resolve(core: Core, addressed: Addressed): { artifact: Artifact; version: Version } {
  const artifact = findArtifact(core.catalog, addressed.artifact);
  return { artifact, version: findVersion(core.catalog, artifact, addressed.reference) };
}

function reread(core: Core, artifact: Artifact, index: number): Version {
  return findVersion(core.catalog, artifact, `v${index}`);
}

export function describe(core: Core, addressed: Addressed, description: string): Version {
  const { artifact, version } = resolve(core, addressed);
  if (description.length > longestDescription) {
    throw new Failure('description.invalid', `A description can have at most ${longestDescription} characters.`);
  }
  if (description === version.description) return version;
  const { index } = version;
  const undo = { kind: 'description', index, description: version.description } as const;
  edit(core, artifact, [index], { kind: 'describe', arguments: { version: index, description }, undo }, (writer) => {
    writer.setDescription(artifact.id, index, description);
    writer.markRecordPending(artifact.id, index);
  });
  return reread(core, artifact, index);
}

/** Sets and removes metadata keys of one version. */
export function editMetadata(
  core: Core,
  addressed: Addressed,
  change: { readonly set: Readonly<Record<string, unknown>>; readonly remove: readonly string[] },
): Version {
  const { artifact, version } = resolve(core, addressed);
  const kept = Object.entries(version.metadata).filter(([key]) => !change.remove.includes(key));
  const metadata = checkMetadata({ ...Object.fromEntries(kept), ...change.set });
  const { index } = version;
  const undo = { kind: 'metadata', index, metadata: version.metadata } as const;
  edit(core, artifact, [index], { kind: 'metadata', arguments: { version: index, ...change }, undo }, (writer) => {
    writer.setMetadata(artifact.id, index, metadata);
    writer.markRecordPending(artifact.id, index);
  });
  return reread(core, artifact, index);
}

/** Pins a version, so that no keep rule and no time to live takes it, or lets it go on as others. */
export function setPinned(core: Core, addressed: Addressed, pinned: boolean): Version {
  const { artifact, version } = resolve(core, addressed);
  if (version.pinned === pinned) return version;
  const { index } = version;
  const note = { kind: pinned ? 'pin' : 'unpin', arguments: { version: index }, undo: { kind: 'pin', index, pinned: !pinned } } as const;
  edit(core, artifact, [index], note, (writer) => {
    writer.setPinned(artifact.id, index, pinned);
    writer.markRecordPending(artifact.id, index);
  });
  return reread(core, artifact, index);
}

/** Gives a version a time to live of its own, or its artifact's again. */
export function setTimeToLive(core: Core, addressed: Addressed, time: VersionTimeToLive): Version {
  const { artifact, version } = resolve(core, addressed);
  const timeToLive = checkTimeToLive(time);
  if (version.timeToLive === timeToLive) return version;
  const { index } = version;
  const undo = { kind: 'time-to-live', index, timeToLive: version.timeToLive } as const;
  edit(core, artifact, [index], { kind: 'time-to-live', arguments: { version: index, timeToLive }, undo }, (writer) => {
    writer.setTimeToLive(artifact.id, index, timeToLive);
    writer.markRecordPending(artifact.id, index);
  });
  return reread(core, artifact, index);
}

function checkTag(tag: string): string {
  const trimmed = tag.trim();
  if (trimmed === '' || trimmed.length > 128) {
    throw new Failure('tag.invalid', 'A tag needs 1 to 128 characters.', { tag });
  }
  return trimmed;
}

export function addTag(core: Core, addressed: Addressed, tag: string): Version {
  const checked = checkTag(tag);
  return editTags(core, addressed, 'tag.add', checked, (tags) => [...new Set([...tags, checked])].toSorted());
}

export function removeTag(core: Core, addressed: Addressed, tag: string): Version {
  return editTags(core, addressed, 'tag.remove', tag, (tags) => tags.filter((other) => other !== tag));
}

function editTags(
  core: Core,
  addressed: Addressed,
  kind: 'tag.add' | 'tag.remove',
  tag: string,
  change: (tags: readonly string[]) => readonly string[],
): Version {
  const { artifact, version } = resolve(core, addressed);
  const tags = change(version.tags);
  if (tags.length === version.tags.length) return version;
  const { index } = version;
  const undo = { kind: 'tags', index, tags: version.tags } as const;
  edit(core, artifact, [index], { kind, arguments: { version: index, tag }, undo }, (writer) => {
    writer.setTags(artifact.id, index, tags);
    writer.markRecordPending(artifact.id, index);
  });
  return reread(core, artifact, index);
}

/** Points an alias at a version, wherever it was before. */
export function setAlias(core: Core, addressed: Addressed, text: string): { version: Version; movedFrom: number | null } {
  const { artifact, version } = resolve(core, addressed);
  const alias = checkAlias(text);
  const before = core.catalog.aliasIndex(artifact.id, alias);
  const { index } = version;
  if (before === index) return { version, movedFrom: null };
  refuseProtectedAlias(core.catalog, artifact, alias);
  const kind = before === null ? 'alias.add' : 'alias.move';
  const undo = { kind: 'alias', alias, index: before } as const;
  const touched = before === null ? [index] : [before, index];
  edit(core, artifact, touched, { kind, arguments: { alias, version: index, from: before }, undo }, (writer) => {
    writer.setAlias(artifact.id, alias, index);
    writer.markRecordPending(artifact.id, null);
  });
  return { version: reread(core, artifact, index), movedFrom: before };
}

function aliasedVersion(core: Core, name: string, alias: string): { artifact: Artifact; index: number } {
  const artifact = findArtifact(core.catalog, name);
  if (alias === latest) throw new Failure('alias.invalid', '"latest" is moved by Strata itself and always there.', { alias });
  const index = core.catalog.aliasIndex(artifact.id, alias);
  if (index === null) {
    throw new Failure('alias.not-found', `The artifact "${name}" has no alias "${alias}".`, { artifact: name, alias });
  }
  return { artifact, index };
}

export function removeAlias(core: Core, name: string, alias: string): Version {
  const { artifact, index } = aliasedVersion(core, name, alias);
  refuseProtectedAlias(core.catalog, artifact, alias);
  const undo = { kind: 'alias', alias, index } as const;
  edit(core, artifact, [index], { kind: 'alias.remove', arguments: { alias, version: index }, undo }, (writer) => {
    writer.removeAlias(artifact.id, alias);
    writer.markRecordPending(artifact.id, null);
  });
  return reread(core, artifact, index);
}

/** Protects an alias: it stays where it is, and its version stays too. Or lets it be like others again. */
export function setAliasProtected(core: Core, name: string, alias: string, isProtected: boolean): Version {
  const { artifact, index } = aliasedVersion(core, name, alias);
  if (core.catalog.protectedAliases(artifact.id).has(alias) === isProtected) return reread(core, artifact, index);
  const undo = { kind: 'alias-protection', alias, isProtected: !isProtected, index } as const;
  const note = { kind: isProtected ? 'alias.protect' : 'alias.unprotect', arguments: { alias, version: index }, undo } as const;
  edit(core, artifact, [index], note, (writer) => {
    writer.setAliasProtected(artifact.id, alias, isProtected);
    noteProtectedBy(writer, artifact, alias, null);
    writer.markRecordPending(artifact.id, null);
  });
  return reread(core, artifact, index);
}

/** Gives an alias another name on the version where it is. Refuses a name that another version has. */
export function renameAlias(core: Core, name: string, alias: string, to: string): Version {
  const { artifact, index } = aliasedVersion(core, name, alias);
  refuseProtectedAlias(core.catalog, artifact, alias);
  const renamed = checkAlias(to);
  const taken = core.catalog.aliasIndex(artifact.id, renamed);
  if (taken !== null && taken !== index) {
    throw new Failure('alias.invalid', `"${renamed}" already names ${addressOf(artifact, taken)}; move or remove it first.`, { alias: renamed });
  }
  edit(core, artifact, [index], { kind: 'alias.move', arguments: { alias: renamed, was: alias, version: index }, undo: null }, (writer) => {
    writer.removeAlias(artifact.id, alias);
    writer.setAlias(artifact.id, renamed, index);
    writer.markRecordPending(artifact.id, null);
  });
  return reread(core, artifact, index);
}
