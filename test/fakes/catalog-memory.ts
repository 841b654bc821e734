import { latest } from '../../electron/engine/model/alias.ts';
import type { Artifact, ArtifactId } from '../../electron/engine/model/artifact.ts';
import type { Deletion } from '../../electron/engine/model/deletion.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { nowhere, type DigestTable } from '../../electron/engine/model/digest-table.ts';
import { comparePaths, isWithin, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import { keepAll, type VersionTimeToLive } from '../../electron/engine/model/keep.ts';
import type { Metadata } from '../../electron/engine/model/metadata.ts';
import type { Operation } from '../../electron/engine/model/operation.ts';
import type { Version, VersionRecord } from '../../electron/engine/model/version.ts';
import type {
  Catalog,
  CatalogReader,
  CatalogWriter,
  KnownChunk,
  KnownFolder,
  StagingNote,
} from '../../electron/engine/ports/catalog.ts';
import type { ChunkLocation, SealedContainer } from '../../electron/engine/ports/container-store.ts';
import { asKept, type Belongings, type State, type VersionInMemory } from './catalog-state.ts';
import { copyOfRemotes, noRemotes, readRemotes, writeRemotes } from './remotes-memory.ts';

function copyOf(state: State): State {
  const belongings = [...state.belongings].map(
    ([id, { versions, aliases, protectedAliases, folders, pending }]): [ArtifactId, Belongings] => [
      id,
      {
        versions: new Map(versions),
        aliases: new Map(aliases),
        protectedAliases: new Set(protectedAliases),
        folders: new Map(folders),
        pending: new Set(pending),
      },
    ],
  );
  return {
    artifacts: new Map(state.artifacts),
    belongings: new Map(belongings),
    chunks: new Map(state.chunks),
    containers: new Map(state.containers),
    damaged: new Set(state.damaged),
    proofs: new Map(state.proofs),
    seenContents: new Map(state.seenContents),
    operations: new Map(state.operations),
    deletions: new Map(state.deletions),
    stagingNotes: new Map(state.stagingNotes),
    settings: new Map(state.settings),
    remotes: copyOfRemotes(state.remotes),
    lastIds: { ...state.lastIds },
  };
}

/** The catalog in plain maps. A transaction works on a copy that takes the state's place at its end. */
export function createCatalogInMemory(): Catalog {
  let state: State = {
    artifacts: new Map(),
    belongings: new Map(),
    chunks: new Map(),
    containers: new Map(),
    damaged: new Set(),
    proofs: new Map(),
    seenContents: new Map(),
    operations: new Map(),
    deletions: new Map(),
    stagingNotes: new Map(),
    settings: new Map(),
    remotes: noRemotes(),
    lastIds: { artifact: 0, operation: 0 },
  };
  let open = false;
  const current = (): State => state;
  const reader = readState(current);
  const writer: CatalogWriter = {
    ...reader,
    ...writeState(() => {
      if (!open) throw new Error('the catalog is written inside a transaction only');
      return state;
    }),
  };

  function transact<T>(change: (writer: CatalogWriter) => T): T {
    if (open) throw new Error('a transaction of the catalog cannot stand inside another');
    const before = state;
    open = true;
    try {
      state = copyOf(before);
      const result = change(writer);
      if (result instanceof Promise) throw new TypeError('a transaction of the catalog is synchronous');
      return result;
    } catch (error) {
      state = before;
      throw error;
    } finally {
      open = false;
    }
  }

  return { ...reader, transact, close: () => undefined };
}

function readState(current: () => State): CatalogReader {
  const of = (artifact: ArtifactId): Belongings => current().belongings.get(artifact) ?? noBelongings();
  const versionsOf = (artifact: ArtifactId): Version[] =>
    [...of(artifact).versions.keys()].sort((a, b) => b - a).map((index) => toVersion(of(artifact), index));
  const foldersOf = (artifact: ArtifactId): KnownFolder[] =>
    [...of(artifact).folders.values()].sort((a, b) => comparePaths(a.path, b.path));

  return {
    artifacts: () => [...current().artifacts.values()],
    artifactByName: (name) => [...current().artifacts.values()].find((each) => each.name === name) ?? null,
    artifactById: (id) => current().artifacts.get(id) ?? null,
    versions: (artifact, page) =>
      versionsOf(artifact)
        .filter((each) => each.index < (page?.before ?? Infinity))
        .slice(0, page?.limit ?? Infinity),
    version: (artifact, index) => (of(artifact).versions.has(index) ? toVersion(of(artifact), index) : null),
    versionCount: (artifact) => of(artifact).versions.size,
    aliasIndex: (artifact, alias) => of(artifact).aliases.get(alias) ?? null,
    aliases: (artifact) => new Map(of(artifact).aliases),
    protectedAliases: (artifact) => new Set(of(artifact).protectedAliases),
    oldestWithDigest: (artifact, digest) =>
      versionsOf(artifact).findLast((each) => each.digest === digest)?.index ?? null,
    hasOwnTimeToLive: (artifact) => versionsOf(artifact).some((each) => typeof each.timeToLive === 'number'),

    folder: (artifact, path) => of(artifact).folders.get(path) ?? null,
    foldersWithin: (artifact, path) => foldersOf(artifact).filter((each) => isWithin(each.path, path)).values(),
    foldersWithDifferingTimes: (artifact) => foldersOf(artifact).filter((each) => each.timesDiffer),

    chunk: (digest) => current().chunks.get(digest) ?? null,
    locations: (digests) => digests.map((digest) => current().chunks.get(digest)?.location ?? null),
    chunks: () => [...current().chunks].map(([digest, chunk]) => ({ digest, ...chunk })).values(),
    containers: () => [...current().containers.values()],
    damagedChunks: () => [...current().damaged].sort(),
    isDamaged: (digest) => current().damaged.has(digest),
    proofs: () => new Map(current().proofs),

    operations: ({ artifact, limit, before }) =>
      [...current().operations.values()]
        .filter((each) => each.id < (before ?? Infinity) && (artifact === undefined || each.artifact === artifact))
        .reverse()
        .slice(0, limit),
    operation: (id) => current().operations.get(id) ?? null,
    undoableRestores: (artifact) =>
      [...current().operations.values()]
        .filter((each) => each.artifact === artifact && each.kind === 'restore' && each.undo !== null && !each.undone)
        .reverse(),
    deletions: () => [...current().deletions.values()],
    stagingNotes: () => [...current().stagingNotes].map(([id, root]) => ({ id, root })),
    pendingRecords: () =>
      [...current().belongings].flatMap(([artifact, { pending }]) => [...pending].map((index) => ({ artifact, index }))),
    seenContent: (identity) => current().seenContents.get(identity) ?? null,
    setting: (key) => current().settings.get(key) ?? null,
    ...readRemotes(() => current().remotes, (artifact) => current().artifacts.has(artifact)),
  };
}

function writeState(current: () => State): Omit<CatalogWriter, keyof CatalogReader> {
  return {
    ...writeArtifacts(current),
    ...writeVersions(current),
    ...writeFolders(current),
    ...writeChunks(current),
    ...writeTheRest(current),
    ...writeRemotes(current),
  };
}

function writeArtifacts(current: () => State) {
  return {
    insertArtifact: (artifact: Parameters<CatalogWriter['insertArtifact']>[0]): Artifact => {
      const { artifacts, belongings, lastIds } = current();
      if ([...artifacts.values()].some((each) => each.name === artifact.name)) throw new Error('that name is taken');
      const id = ++lastIds.artifact as ArtifactId;
      const inserted: Artifact = { id, paused: false, keep: keepAll, timeToLive: 'never', nextIndex: 0, ...artifact };
      artifacts.set(id, inserted);
      belongings.set(id, noBelongings());
      return inserted;
    },
    updateArtifact: (id: ArtifactId, change: Partial<Artifact>): void => {
      const artifact = current().artifacts.get(id);
      if (artifact === undefined) throw new Error(`there is no artifact ${id}`);
      const next = { ...artifact, ...change };
      if (next.nextIndex < artifact.nextIndex) throw new RangeError('the next index of an artifact never goes back');
      current().artifacts.set(id, next);
    },
    removeArtifact: (id: ArtifactId): void => {
      if ((current().belongings.get(id)?.versions.size ?? 0) > 0) throw new Error('it has versions');
      current().artifacts.delete(id);
      current().belongings.delete(id);
    },
    reviveArtifact: (artifact: Artifact): void => {
      const { artifacts, belongings } = current();
      const isTaken = [...artifacts.values()].some(({ id, name }) => id === artifact.id || name === artifact.name);
      if (isTaken) throw new Error('that name or id is taken');
      artifacts.set(artifact.id, asKept(artifact));
      belongings.set(artifact.id, noBelongings());
    },
  };
}

function writeVersions(current: () => State) {
  function edit(artifact: ArtifactId, index: number, change: Partial<VersionInMemory>): void {
    const version = current().belongings.get(artifact)?.versions.get(index);
    if (version === undefined) throw new Error(`artifact ${artifact} has no version ${index}`);
    belongingsOf(current(), artifact).versions.set(index, { ...version, ...change });
  }
  return {
    insertVersion: (record: VersionRecord): void => {
      const artifact = current().artifacts.get(record.artifact);
      if (artifact?.nextIndex !== record.index) throw new Error(`${record.index} is not the next index`);
      current().artifacts.set(artifact.id, { ...artifact, nextIndex: record.index + 1 });
      const version: VersionInMemory = { record: asKept(record), description: '', metadata: {}, tags: [], pinned: false, timeToLive: 'inherit' };
      belongingsOf(current(), artifact.id).versions.set(record.index, version);
    },
    removeVersions: (artifact: ArtifactId, indexes: readonly number[]): void => {
      for (const index of indexes) {
        edit(artifact, index, {});
        const { versions, aliases, protectedAliases } = belongingsOf(current(), artifact);
        versions.delete(index);
        for (const [alias, named] of aliases) if (named === index && aliases.delete(alias)) protectedAliases.delete(alias);
      }
    },
    reviveVersion: (version: Version): void => {
      const { description, metadata, tags, pinned, timeToLive, aliases, protectedAliases, ...record } = version;
      void [aliases, protectedAliases]; // they move, and are set by themselves
      const { versions } = belongingsOf(current(), record.artifact);
      if (versions.has(record.index)) throw new Error('that version is there');
      versions.set(record.index, asKept({ record, description, metadata, tags, pinned, timeToLive }));
    },
    rewriteVersion: (artifact: ArtifactId, index: number, manifest: Parameters<CatalogWriter['rewriteVersion']>[2]): void => {
      edit(artifact, index, {});
      const { versions } = belongingsOf(current(), artifact);
      const version = versions.get(index) as VersionInMemory;
      versions.set(index, { ...version, record: { ...version.record, ...asKept(manifest) } });
    },
    setDescription: (artifact: ArtifactId, index: number, description: string) => edit(artifact, index, { description }),
    setMetadata: (artifact: ArtifactId, index: number, metadata: Metadata) =>
      edit(artifact, index, { metadata: asKept(metadata) }),
    setTags: (artifact: ArtifactId, index: number, tags: readonly string[]) =>
      edit(artifact, index, { tags: [...new Set(tags)] }),
    setPinned: (artifact: ArtifactId, index: number, pinned: boolean) => edit(artifact, index, { pinned }),
    setTimeToLive: (artifact: ArtifactId, index: number, timeToLive: VersionTimeToLive) => edit(artifact, index, { timeToLive }),
    setAlias: (artifact: ArtifactId, alias: string, index: number): void => {
      edit(artifact, index, {});
      belongingsOf(current(), artifact).aliases.set(alias, index);
    },
    removeAlias: (artifact: ArtifactId, alias: string): void => {
      current().belongings.get(artifact)?.aliases.delete(alias);
      current().belongings.get(artifact)?.protectedAliases.delete(alias);
    },
    setAliasProtected: (artifact: ArtifactId, alias: string, isProtected: boolean): void => {
      const { aliases, protectedAliases } = belongingsOf(current(), artifact);
      if (!aliases.has(alias)) throw new Error(`artifact ${artifact} has no alias ${alias}`);
      if (isProtected) protectedAliases.add(alias);
      else protectedAliases.delete(alias);
    },
  };
}

function writeFolders(current: () => State) {
  return {
    putFolder: (artifact: ArtifactId, folder: KnownFolder): void => {
      belongingsOf(current(), artifact).folders.set(folder.path, { ...folder, listing: folder.listing.slice() });
    },
    removeFoldersWithin: (artifact: ArtifactId, path: FolderPath): void => {
      const folders = current().belongings.get(artifact)?.folders;
      for (const each of [...(folders?.keys() ?? [])]) if (isWithin(each, path)) folders?.delete(each);
    },
    clearDifferingTimes: (artifact: ArtifactId): void => {
      const folders = current().belongings.get(artifact)?.folders;
      for (const each of [...(folders?.values() ?? [])]) folders?.set(each.path, { ...each, timesDiffer: false });
    },
  };
}

type ChunkWrites =
  | 'addContainer'
  | 'addContainers'
  | 'addElsewhere'
  | 'noteDamaged'
  | 'forgetDamaged'
  | 'noteProof'
  | 'forgetProof'
  | 'addReferences'
  | 'removeReferences'
  | 'replaceContainers';

function writeChunks(current: () => State): Pick<CatalogWriter, ChunkWrites> {
  function mend(digest: Digest, kind: KnownChunk['kind'], location: ChunkLocation): void {
    const { chunks } = current();
    const chunk = chunks.get(digest);
    if (chunk === undefined) return;
    addDead(chunk.location, location.length);
    chunks.set(digest, { ...chunk, kind, length: location.length, location });
  }
  function addDead(location: ChunkLocation | null, bytes: number): void {
    if (location === null) return;
    const id = location.container;
    const container = current().containers.get(id);
    if (container === undefined) throw new Error('a chunk lies in no container');
    current().containers.set(id, { ...container, deadBytes: container.deadBytes + bytes });
  }
  function addContainer({ id, size, chunks }: SealedContainer): void {
    if (current().containers.has(id)) throw new Error(`the container ${id} is named already`);
    const rawBytes = [...chunks].reduce((sum, { length }) => sum + length, 0);
    current().containers.set(id, { id, size, rawBytes, deadBytes: 0 });
    for (const { digest, kind, ...location } of chunks) {
      const known = current().chunks.get(digest);
      if (current().damaged.delete(digest)) mend(digest, kind, location);
      else if (known?.location === null) current().chunks.set(digest, { ...known, location });
      else if (known !== undefined) addDead(location, location.length);
      else current().chunks.set(digest, { kind, length: location.length, location, references: 0 });
    }
  }
  /** Returns content bytes that nobody named before. */
  function addReferences(counts: DigestTable): number {
    let fresh = 0;
    for (const [digest, count] of counts) {
      const chunk = current().chunks.get(digest);
      if (chunk === undefined) throw new Error(`no container names the chunk ${digest}`);
      current().chunks.set(digest, { ...chunk, references: chunk.references + count });
      if (chunk.references === 0 && count > 0 && chunk.kind === 'data') fresh += chunk.length;
    }
    return fresh;
  }
  function forgetNew(known: ReadonlySet<Digest>, counts: DigestTable): void {
    const { chunks } = current();
    for (const [digest, { location }] of chunks) {
      if (known.has(digest) || counts.find(digest) !== nowhere) continue;
      chunks.delete(digest);
      addDead(location, location?.length ?? 0);
    }
  }
  return {
    addElsewhere: (chunks) => {
      for (const { digest, kind, length } of chunks) {
        if (!current().chunks.has(digest)) current().chunks.set(digest, { kind, length, location: null, references: 0 });
      }
    },
    noteDamaged: (digests) => {
      for (const digest of digests) if (current().chunks.has(digest)) current().damaged.add(digest);
    },
    forgetDamaged: (digests) => {
      for (const digest of digests) current().damaged.delete(digest);
    },
    noteProof: (id, proof) => void current().proofs.set(id, proof),
    forgetProof: (id) => void current().proofs.delete(id),
    addContainer,
    addContainers: (containers, counts) => {
      const known = new Set(current().chunks.keys());
      for (const container of containers) addContainer(container);
      forgetNew(known, counts);
      return addReferences(counts);
    },
    addReferences: (counts) => void addReferences(counts),
    removeReferences: (counts) => {
      const { chunks } = current();
      for (const [digest, count] of counts) {
        const chunk = chunks.get(digest);
        if (chunk === undefined) throw new Error(`no container names the chunk ${digest}`);
        if (count > chunk.references) throw new Error(`the chunk ${digest} is not named that often`);
        if (count < chunk.references) {
          chunks.set(digest, { ...chunk, references: chunk.references - count });
          continue;
        }
        chunks.delete(digest);
        current().damaged.delete(digest);
        addDead(chunk.location, chunk.length);
      }
    },
    replaceContainers: (old, made) => {
      const { chunks, containers } = current();
      for (const id of old) {
        if (!containers.delete(id)) throw new Error(`there is no container ${id}`);
        current().proofs.delete(id);
      }
      if (made !== null) {
        const rawBytes = [...made.chunks].reduce((sum, { length }) => sum + length, 0);
        containers.set(made.id, { id: made.id, size: made.size, rawBytes, deadBytes: 0 });
      }
      for (const { digest, kind: _, ...location } of made?.chunks ?? []) {
        const chunk = chunks.get(digest);
        if (chunk?.location == null || !old.includes(chunk.location.container)) throw new Error(`the chunk ${digest} does not lie there`);
        chunks.set(digest, { ...chunk, location });
      }
      for (const chunk of chunks.values()) if (chunk.location !== null && !containers.has(chunk.location.container)) throw new Error('something alive was left out');
    },
  };
}

function writeTheRest(current: () => State) {
  return {
    addOperation: (operation: Omit<Operation, 'id' | 'undone'>): Operation => {
      const id = ++current().lastIds.operation;
      const added: Operation = { ...asKept(operation), id, undone: false };
      current().operations.set(id, added);
      return added;
    },
    reviveOperation: (operation: Operation): void => {
      const { operations, lastIds } = current();
      if (operations.has(operation.id)) throw new Error('that operation is there');
      operations.set(operation.id, asKept(operation));
      lastIds.operation = Math.max(lastIds.operation, operation.id);
    },
    addDeletion: (deletion: Deletion): void => {
      if (current().deletions.has(deletion.operation)) throw new Error('that deletion is there');
      current().deletions.set(deletion.operation, asKept(deletion));
    },
    removeDeletion: (operation: number): void => void current().deletions.delete(operation),
    forgetUndo: (id: number): void => {
      const operation = current().operations.get(id);
      if (operation !== undefined) current().operations.set(id, { ...operation, undo: null });
    },
    markUndone: (id: number): void => {
      const operation = current().operations.get(id);
      if (operation === undefined) throw new Error(`there is no operation ${id}`);
      current().operations.set(id, { ...operation, undone: true });
    },
    noteStaging: ({ id, root }: StagingNote) => void current().stagingNotes.set(id, root),
    removeStagingNote: (id: string) => void current().stagingNotes.delete(id),
    markRecordPending: (artifact: ArtifactId, index: number | null) => {
      belongingsOf(current(), artifact).pending.add(index);
    },
    clearRecordPending: (artifact: ArtifactId, index: number | null) => {
      current().belongings.get(artifact)?.pending.delete(index);
    },
    noteSeenContent: (identity: string, digest: Digest) => void current().seenContents.set(identity, digest),
    setSetting: (key: string, value: string) => void current().settings.set(key, value),
  };
}

function noBelongings(): Belongings {
  return { versions: new Map(), aliases: new Map(), protectedAliases: new Set(), folders: new Map(), pending: new Set() };
}

function belongingsOf(state: State, artifact: ArtifactId): Belongings {
  const belongings = state.belongings.get(artifact);
  if (belongings === undefined) throw new Error(`there is no artifact ${artifact}`);
  return belongings;
}


function toVersion({ versions, aliases, protectedAliases }: Belongings, index: number): Version {
  const version = versions.get(index);
  if (version === undefined) throw new Error(`there is no version ${index}`);
  const { record, ...labels } = version;
  const names = [...aliases].filter(([, at]) => at === index).map(([alias]) => alias);
  const sorted = names.filter((each) => each !== latest).sort();
  const shown = names.length > sorted.length ? [latest, ...sorted] : sorted;
  return { ...record, ...labels, aliases: shown, protectedAliases: shown.filter((each) => protectedAliases.has(each)) };
}
