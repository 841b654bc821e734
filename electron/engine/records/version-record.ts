import { checkAlias, latest } from '../model/alias.ts';
import { checkArtifactName, type Artifact, type TrackingMode } from '../model/artifact.ts';
import { isDigest, type Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import { keepAll } from '../model/keep.ts';
import { checkMetadata, type Metadata } from '../model/metadata.ts';
import type { Problem, ProblemReason } from '../model/problem.ts';
import type { ChangeCounts, Version, VersionOrigin } from '../model/version.ts';
import { count, FieldError, fields, integer, list, oneOf, orNull, take, takeOr, text, truth, type Fields } from './checked-fields.ts';
import { artifactTimeToLive, keepRule, versionTimeToLive } from './keep-fields.ts';
import { decodeDocument, encodeDocument } from './record-document.ts';
import { parseRecordName, recordName } from './record-name.ts';

/** `<artifact>/artifact.json`: the artifact and where its aliases point. */
export interface ArtifactRecord extends Omit<Artifact, 'id'> {
  readonly aliases: ReadonlyMap<string, number>;
  readonly protectedAliases: ReadonlySet<string>;
}

/** What a record tells of a version: whose it is stands beside, and its aliases are with the artifact, since they move. */
export type RecordedVersion = Omit<Version, 'artifact' | 'aliases' | 'protectedAliases'>;

/** `<artifact>/v<N>.json`: one version. */
export interface VersionFile extends RecordedVersion {
  /** The artifact's name; ids are the catalog's own. */
  readonly artifact: string;
}

export function encodeArtifactRecord(
  artifact: Omit<Artifact, 'id'>,
  aliases: ReadonlyMap<string, number>,
  protectedAliases: ReadonlySet<string>,
): string {
  const sorted = [...aliases].sort(([a], [b]) => (a < b ? -1 : 1));
  return encodeDocument({ ...artifactDocument(artifact), aliases: Object.fromEntries(sorted), protectedAliases: [...protectedAliases].sort() });
}

/** What a record tells of an artifact, without its aliases. */
export function artifactDocument(artifact: Omit<Artifact, 'id'>) {
  return {
    name: artifact.name,
    type: artifact.type,
    mode: artifact.mode,
    path: artifact.path,
    quietWindow: artifact.quietWindow,
    paused: artifact.paused,
    keep: artifact.keep,
    timeToLive: artifact.timeToLive,
    nextIndex: artifact.nextIndex,
    createdAt: artifact.createdAt,
  };
}

export function encodeVersionRecord(artifact: { readonly name: string }, version: RecordedVersion): string {
  return encodeDocument({ artifact: artifact.name, ...versionDocument(version) });
}

/** What a record tells of a version, without whose it is. */
export function versionDocument(version: RecordedVersion) {
  const { added, modified, removed, renamed } = version.changes;
  return {
    index: version.index,
    digest: version.digest,
    root: version.root,
    files: version.files,
    bytes: version.bytes,
    addedBytes: version.addedBytes,
    createdAt: version.createdAt,
    actor: version.actor,
    origin: version.origin,
    identicalTo: version.identicalTo,
    changes: { added, modified, removed, renamed },
    problems: version.problems.map(({ path, reason, message }) => ({ path, reason, message })),
    description: version.description,
    metadata: version.metadata,
    tags: version.tags,
    pinned: version.pinned,
    timeToLive: version.timeToLive,
  };
}

/**
 * Reads an artifact's record that lay under this name. It is trusted in nothing: throws Failure `store.damaged` when it is not whole or not of
 * that name, `store.newer-format` when a newer Strata wrote it.
 */
export function decodeArtifactRecord(name: string, document: string): ArtifactRecord {
  return decodeDocument(name, document, (record) => {
    const protectedAliases = takeOr(record, 'protectedAliases', (value) => new Set(list(value, text)), new Set<string>());
    const artifact = { ...readArtifact(record), aliases: take(record, 'aliases', aliasesOf), protectedAliases };
    mustBe(name, recordName({ artifact: artifact.name, index: null }));
    for (const [alias, index] of artifact.aliases) {
      if (index >= artifact.nextIndex) throw new FieldError(`"aliases" names a version that never was: ${alias}`);
    }
    for (const alias of protectedAliases) if (!artifact.aliases.has(alias)) throw new FieldError(`"protectedAliases" has what is no alias: ${alias}`);
    return artifact;
  });
}

/** The fields of `artifactDocument`. */
export function readArtifact(record: Fields): Omit<Artifact, 'id'> {
  return {
    name: take(record, 'name', artifactName),
    type: take(record, 'type', text),
    mode: take(record, 'mode', oneOf(modes)),
    path: take(record, 'path', orNull(text)),
    quietWindow: take(record, 'quietWindow', count),
    paused: take(record, 'paused', truth),
    keep: takeOr(record, 'keep', keepRule, keepAll),
    timeToLive: takeOr(record, 'timeToLive', artifactTimeToLive, 'never'),
    nextIndex: take(record, 'nextIndex', count),
    createdAt: take(record, 'createdAt', integer),
  };
}

/** Reads a version's record that lay under this name. Throws as `decodeArtifactRecord` does. */
export function decodeVersionRecord(name: string, document: string): VersionFile {
  return decodeDocument(name, document, (record) => {
    const version = { artifact: take(record, 'artifact', artifactName), ...readVersion(record) };
    mustBe(name, recordName(version));
    return version;
  });
}

/** The fields of `versionDocument`. */
export function readVersion(record: Fields): RecordedVersion {
  return {
    index: take(record, 'index', count),
    digest: take(record, 'digest', digest),
    root: take(record, 'root', digest),
    files: take(record, 'files', count),
    bytes: take(record, 'bytes', count),
    addedBytes: take(record, 'addedBytes', count),
    createdAt: take(record, 'createdAt', integer),
    actor: take(record, 'actor', text),
    origin: take(record, 'origin', oneOf(origins)),
    identicalTo: take(record, 'identicalTo', orNull(count)),
    changes: take(record, 'changes', changeCounts),
    problems: take(record, 'problems', (value) => list(value, problem)),
    description: take(record, 'description', text),
    metadata: take(record, 'metadata', metadata),
    tags: take(record, 'tags', (value) => list(value, text)),
    pinned: takeOr(record, 'pinned', truth, false),
    timeToLive: takeOr(record, 'timeToLive', versionTimeToLive, 'inherit'),
  };
}

/** A record under another's name would take that one's place. */
function mustBe(name: string, own: string): void {
  if (name !== own || parseRecordName(own) === null) throw new FieldError(`it says that it is "${own}"`);
}

const modes: readonly TrackingMode[] = ['copy', 'reference'];
const origins: readonly VersionOrigin[] = ['baseline', 'save', 'manual', 'before-restore', 'restore', 'rescan'];
const reasons: readonly ProblemReason[] = ['unreadable', 'unsettled', 'special', 'name', 'unsupported'];

function artifactName(value: unknown): string {
  return asField(() => checkArtifactName(text(value)));
}

function digest(value: unknown): Digest {
  const found = text(value);
  if (!isDigest(found)) throw new FieldError('is not a digest');
  return found;
}

function metadata(value: unknown): Metadata {
  return asField(() => checkMetadata(fields(value)));
}

function changeCounts(value: unknown): ChangeCounts {
  const changes = fields(value);
  return {
    added: take(changes, 'added', count),
    modified: take(changes, 'modified', count),
    removed: take(changes, 'removed', count),
    renamed: take(changes, 'renamed', count),
  };
}

function problem(value: unknown): Problem {
  const found = fields(value);
  return {
    path: take(found, 'path', text),
    reason: take(found, 'reason', oneOf(reasons)),
    message: take(found, 'message', text),
  };
}

function aliasesOf(value: unknown): ReadonlyMap<string, number> {
  const aliases = fields(value);
  for (const alias of Object.keys(aliases)) if (alias !== latest) asField(() => checkAlias(alias));
  return new Map(Object.keys(aliases).map((alias) => [alias, take(aliases, alias, count)]));
}

/** What the model refuses is damage here: nobody typed it just now. */
function asField<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Failure) throw new FieldError(`is refused: ${error.message.replace(/\.$/, '')}`);
    throw error;
  }
}
