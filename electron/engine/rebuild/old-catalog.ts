import type { Digest } from '../model/digest.ts';
import type { Operation } from '../model/operation.ts';
import type { Version } from '../model/version.ts';
import type { CatalogReader, StagingNote } from '../ports/catalog.ts';
import { parseDeletionName, recordName } from '../records/record-name.ts';
import { referenceSettings, type ReferenceSettings } from '../references/carry-over.ts';
import { limitKey } from '../store/limit.ts';
import { recordsToRemove } from '../store/write-records.ts';
import { areDeletionsPending } from '../store/write-deletion-records.ts';
import { allPausedKey } from '../tracking/live-artifacts.ts';
import { isDamage } from '../verify/finding.ts';

/** What the old catalog knew beyond the records; it may itself be an older copy. */
export interface OldCatalog {
  /** Oldest first. */
  readonly operations: readonly Operation[];
  readonly stagingNotes: readonly StagingNote[];
  /** What a person set for the whole store, by its key. */
  readonly settings: ReadonlyMap<string, string>;
  /** What only the catalog knows of artifacts' references, by name. */
  readonly references: ReadonlyMap<string, ReferenceSettings>;
  /** Contents that lay in a bucket alone. */
  readonly away: ReadonlySet<Digest>;
  /** Versions by the names of their records. */
  readonly versions: ReadonlyMap<string, Version>;
  /** Records that had not been written yet. */
  readonly unwritten: ReadonlySet<string>;
  /** Whether a record was only left to be removed. */
  isGone(name: string): boolean;
}

/** Reads an old catalog; null when it cannot be read to its end. */
export function readOldCatalog(catalog: CatalogReader): OldCatalog | null {
  try {
    return { ...versionsIn(catalog), operations: allOperations(catalog), stagingNotes: catalog.stagingNotes(), away: awayIn(catalog), settings: settingsIn(catalog), references: referencesIn(catalog) };
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

function referencesIn(catalog: CatalogReader): Map<string, ReferenceSettings> {
  return new Map(catalog.artifacts().map((artifact) => [artifact.name, referenceSettings(catalog, artifact)]));
}

function awayIn(catalog: CatalogReader): Set<Digest> {
  const damaged = new Set(catalog.damagedChunks());
  const away = new Set<Digest>();
  for (const { digest, kind, location } of catalog.chunks()) if (kind === 'data' && location === null && !damaged.has(digest)) away.add(digest);
  return away;
}

function settingsIn(catalog: CatalogReader): Map<string, string> {
  const settings = new Map<string, string>();
  for (const key of [allPausedKey, limitKey]) {
    const value = catalog.setting(key);
    if (value !== null) settings.set(key, value);
  }
  return settings;
}

function allOperations(catalog: CatalogReader): Operation[] {
  const pages: Operation[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const page = catalog.operations({ limit: 1_000, before });
    pages.push(...page);
    const last = page.at(-1);
    if (last === undefined) return pages.toReversed();
    before = last.id;
  }
}

function versionsIn(catalog: CatalogReader): Pick<OldCatalog, 'versions' | 'unwritten' | 'isGone'> {
  const names = new Map(catalog.artifacts().map(({ id, name }) => [id, name]));
  const versions = new Map<string, Version>();
  for (const [id, artifact] of names) for (const version of catalog.versions(id)) versions.set(recordName({ artifact, index: version.index }), version);
  const due = catalog.pendingRecords().flatMap(({ artifact, index }) => {
    const name = names.get(artifact);
    return name === undefined || index === null ? [] : recordName({ artifact: name, index });
  });
  const removed = new Set(recordsToRemove(catalog).filter((name) => catalog.artifactByName(name) === null));
  const waiting = areDeletionsPending(catalog) ? new Set(catalog.deletions().map(({ operation }) => operation)) : null;
  const isGone = (name: string): boolean => {
    const operation = parseDeletionName(name);
    if (operation !== null) return waiting !== null && !waiting.has(operation) && catalog.operation(operation) !== null;
    return removed.has(name.slice(0, name.indexOf('/'))) || (due.includes(name) && !versions.has(name));
  };
  return { versions, unwritten: new Set(due.filter((name) => versions.has(name))), isGone };
}
