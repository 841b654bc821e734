import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { latest } from '../../electron/engine/model/alias.ts';
import type { Artifact, ArtifactId } from '../../electron/engine/model/artifact.ts';
import type { Deletion } from '../../electron/engine/model/deletion.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { comparePaths, isWithin, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { Operation } from '../../electron/engine/model/operation.ts';
import type { VersionRecord } from '../../electron/engine/model/version.ts';
import type { Catalog, CatalogWriter, KnownFolder } from '../../electron/engine/ports/catalog.ts';
import type { ContainerId, IndexedChunk, SealedContainer } from '../../electron/engine/ports/container-store.ts';
import { DigestTable } from '../../electron/engine/model/digest-table.ts';
import { ChunkColumns } from '../../electron/engine/store/chunk-columns.ts';

/** A catalog without anything in it. */
export interface CatalogInstance {
  readonly catalog: Catalog;
  close(): void;
}

/** A digest that is the same 4 bytes eight times. */
export function digest(number: number): Digest {
  return number.toString(16).padStart(8, '0').repeat(8) as Digest;
}

export function recordOf(artifact: ArtifactId, index: number, change: Partial<VersionRecord> = {}): VersionRecord {
  return {
    artifact,
    index,
    digest: digest(index),
    root: digest(1_000 + index),
    files: 3,
    bytes: 5_000_000_000,
    addedBytes: 12,
    createdAt: 1_700_000_000_000 + index,
    actor: 'ada@lab',
    origin: 'save',
    identicalTo: null,
    changes: { added: 1, modified: 2, removed: 3, renamed: 0 },
    problems: [],
    ...change,
  };
}

const insertable = (name: string) => ({
  name,
  type: 'dataset',
  mode: 'copy' as const,
  path: `/home/ada/${name}`,
  quietWindow: 2_000,
  createdAt: 1_700_000_000_000,
});

function chunkOf(number: number, container: ContainerId, kind: IndexedChunk['kind'] = 'data'): IndexedChunk {
  return { digest: digest(number), kind, container, frameOffset: 16, frameLength: 900, offset: number, length: 7 };
}

export function containerOf(id: string, numbers: readonly number[]): SealedContainer {
  const container = id.repeat(32) as ContainerId;
  return { id: container, size: 1_000, chunks: ChunkColumns.of(container, numbers.map((number) => chunkOf(number, container))) };
}

const folderOf = (path: string, listing = path, timesDiffer = false): KnownFolder => ({
  path: path as FolderPath,
  listing: new TextEncoder().encode(listing),
  timesDiffer,
});

const counts = (...pairs: [number, number][]): DigestTable =>
  DigestTable.of(pairs.map(([number, count]) => [digest(number), count]));

const someOperation: Omit<Operation, 'id' | 'undone'> = {
  at: 1_700_000_000_000,
  actor: 'ada@lab',
  kind: 'alias.add',
  artifact: 'animals',
  arguments: { alias: 'best', index: 3, nested: { list: [1, 'two', null] } },
  undo: { kind: 'alias', alias: 'best', index: null },
};

export function describeCatalog(name: string, createInstance: () => CatalogInstance): void {
  describe(`the catalog (${name})`, () => {
    let instance: CatalogInstance;
    let catalog: Catalog;
    const write = <T>(change: (writer: CatalogWriter) => T): T => catalog.transact(change);
    const addArtifact = (artifact = 'animals'): Artifact => write((writer) => writer.insertArtifact(insertable(artifact)));
    const addVersions = (artifact: ArtifactId, count: number): void =>
      write((writer) => {
        const from = writer.artifactById(artifact)?.nextIndex ?? 0;
        for (let index = from; index < from + count; index++) writer.insertVersion(recordOf(artifact, index));
      });

    beforeEach(() => {
      instance = createInstance();
      catalog = instance.catalog;
    });
    afterEach(() => instance.close());

    describe('artifacts', () => {
      it('start at v0, not paused, and are found by name and by id', () => {
        const animals = addArtifact();
        expect(animals).toEqual({ ...insertable('animals'), id: animals.id, paused: false, keep: { kind: 'all' }, timeToLive: 'never', nextIndex: 0 });
        expect(catalog.artifactByName('animals')).toEqual(animals);
        expect(catalog.artifactById(animals.id)).toEqual(animals);
      });

      it('are listed in the order they were made', () => {
        const made = ['zebras', 'animals', 'maps'].map(addArtifact);
        expect(catalog.artifacts()).toEqual(made);
      });

      it('that are not there are null', () => {
        expect(catalog.artifactByName('animals')).toBeNull();
        expect(catalog.artifactById(7 as ArtifactId)).toBeNull();
        expect(catalog.artifacts()).toEqual([]);
      });

      it('differ by case alone', () => {
        const both = [addArtifact('Cats'), addArtifact('cats')];
        expect(catalog.artifactByName('Cats')).toEqual(both[0]);
        expect(catalog.artifactByName('cats')).toEqual(both[1]);
      });

      it('cannot take a name twice', () => {
        addArtifact();
        expect(() => addArtifact()).toThrow();
        expect(catalog.artifacts()).toHaveLength(1);
      });

      it('change only in what is named', () => {
        const { id } = addArtifact();
        write((writer) => writer.updateArtifact(id, { path: null, paused: true }));
        write((writer) => writer.updateArtifact(id, { quietWindow: 500, type: 'model', mode: 'reference' }));
        write((writer) => writer.updateArtifact(id, { keep: { kind: 'last', count: 7 }, timeToLive: 3_600 }));
        expect(catalog.artifactById(id)).toEqual({
          ...insertable('animals'),
          id,
          path: null,
          paused: true,
          quietWindow: 500,
          type: 'model',
          mode: 'reference',
          keep: { kind: 'last', count: 7 },
          timeToLive: 3_600,
          nextIndex: 0,
        });
      });

      it('that are not there cannot be changed', () => {
        expect(() => write((writer) => writer.updateArtifact(7 as ArtifactId, { paused: true }))).toThrow();
      });

      it('never let their next index go back', () => {
        const { id } = addArtifact();
        write((writer) => writer.updateArtifact(id, { nextIndex: 4 }));
        expect(() => write((writer) => writer.updateArtifact(id, { nextIndex: 3 }))).toThrow(RangeError);
        expect(catalog.artifactById(id)?.nextIndex).toBe(4);
      });

      it('without versions are removed with all that belongs to them, and with nothing of another', () => {
        const [animals, maps] = [addArtifact('animals'), addArtifact('maps')];
        write((writer) => {
          for (const { id } of [animals, maps]) {
            writer.putFolder(id, folderOf(''));
            writer.markRecordPending(id, null);
          }
          writer.addOperation(someOperation);
          writer.removeArtifact(animals.id);
        });
        expect(catalog.artifacts()).toEqual([maps]);
        expect(catalog.folder(animals.id, '')).toBeNull();
        expect(catalog.folder(maps.id, '')).not.toBeNull();
        expect(catalog.pendingRecords()).toEqual([{ artifact: maps.id, index: null }]);
        expect(catalog.operations({ limit: 9 })).toHaveLength(1);
      });

      it('with versions are not removed', () => {
        const { id } = addArtifact();
        addVersions(id, 1);
        expect(() => write((writer) => writer.removeArtifact(id))).toThrow();
        expect(catalog.version(id, 0)).not.toBeNull();
      });

      it('never get the id of a removed one', () => {
        const removed = addArtifact();
        write((writer) => writer.removeArtifact(removed.id));
        expect(addArtifact().id).not.toBe(removed.id);
      });
    });

    describe('versions', () => {
      it('come back as they were recorded, described by nothing yet', () => {
        const { id } = addArtifact();
        const record = recordOf(id, 0, {
          identicalTo: 0,
          origin: 'before-restore',
          problems: [{ path: 'a\nb/\ud800', reason: 'unreadable', message: 'It may not be read.' }],
        });
        write((writer) => writer.insertVersion(record));
        expect(catalog.version(id, 0)).toEqual({
          ...record,
          description: '',
          metadata: {},
          tags: [],
          aliases: [],
          protectedAliases: [],
          pinned: false,
          timeToLive: 'inherit',
        });
      });

      it('take the next index of their artifact and no other', () => {
        const { id } = addArtifact();
        addVersions(id, 2);
        for (const index of [0, 1, 3]) {
          expect(() => write((writer) => writer.insertVersion(recordOf(id, index)))).toThrow();
        }
        addVersions(id, 1);
        expect(catalog.artifactById(id)?.nextIndex).toBe(3);
        expect(catalog.versions(id).map((each) => each.index)).toEqual([2, 1, 0]);
      });

      it('belong to an artifact that is there', () => {
        expect(() => write((writer) => writer.insertVersion(recordOf(7 as ArtifactId, 0)))).toThrow();
      });

      it('are paged newest first', () => {
        const { id } = addArtifact();
        addVersions(id, 5);
        const page = (before: number | undefined, limit: number) =>
          catalog.versions(id, before === undefined ? { limit } : { before, limit }).map((each) => each.index);
        expect(page(undefined, 2)).toEqual([4, 3]);
        expect(page(3, 2)).toEqual([2, 1]);
        expect(page(1, 2)).toEqual([0]);
        expect(page(0, 2)).toEqual([]);
      });

      it('are counted and paged for their own artifact alone', () => {
        const [animals, maps] = [addArtifact('animals'), addArtifact('maps')];
        addVersions(animals.id, 3);
        addVersions(maps.id, 1);
        expect(catalog.versionCount(animals.id)).toBe(3);
        expect(catalog.versionCount(maps.id)).toBe(1);
        expect(catalog.versions(maps.id).map((each) => each.artifact)).toEqual([maps.id]);
        expect(catalog.version(maps.id, 2)).toBeNull();
      });

      it('are found by content: the oldest of the same artifact', () => {
        const [animals, maps] = [addArtifact('animals'), addArtifact('maps')];
        write((writer) => {
          writer.insertVersion(recordOf(maps.id, 0, { digest: digest(5) }));
          writer.insertVersion(recordOf(animals.id, 0, { digest: digest(4) }));
          writer.insertVersion(recordOf(animals.id, 1, { digest: digest(5) }));
          writer.insertVersion(recordOf(animals.id, 2, { digest: digest(5) }));
        });
        expect(catalog.oldestWithDigest(animals.id, digest(5))).toBe(1);
        expect(catalog.oldestWithDigest(maps.id, digest(5))).toBe(0);
        expect(catalog.oldestWithDigest(maps.id, digest(4))).toBeNull();
      });

      it('keep description, metadata and tags as they were last set', () => {
        const { id } = addArtifact();
        addVersions(id, 2);
        const metadata = { epochs: 3, loss: 0.25, notes: ['a', { b: null }], done: true };
        write((writer) => {
          writer.setDescription(id, 0, 'old');
          writer.setDescription(id, 0, 'Cats, “all” of them 🐈');
          writer.setMetadata(id, 0, metadata);
          writer.setTags(id, 0, ['old']);
          writer.setTags(id, 0, ['wild', 'tame', 'wild']);
        });
        expect(catalog.version(id, 0)).toMatchObject({
          description: 'Cats, “all” of them 🐈',
          metadata,
          tags: ['wild', 'tame'],
        });
        expect(catalog.version(id, 1)).toMatchObject({ description: '', metadata: {}, tags: [] });
      });

      it('share tags, and lose them when they are set to none', () => {
        const { id } = addArtifact();
        addVersions(id, 3);
        write((writer) => {
          for (const index of [0, 2]) writer.setTags(id, index, ['wild']);
          writer.setTags(id, 2, []);
        });
        expect(catalog.versions(id).map((each) => each.tags)).toEqual([[], [], ['wild']]);
      });

      it('are pinned, and have times to live of their own, until it is set otherwise', () => {
        const [{ id }, maps] = [addArtifact(), addArtifact('maps')];
        addVersions(id, 4);
        expect(catalog.hasOwnTimeToLive(id)).toBe(false);
        write((writer) => {
          writer.setPinned(id, 0, true);
          writer.setPinned(id, 1, true);
          writer.setPinned(id, 1, false);
          writer.setTimeToLive(id, 1, 'never');
        });
        expect(catalog.hasOwnTimeToLive(id)).toBe(false);
        write((writer) => writer.setTimeToLive(id, 2, 86_400));
        expect(catalog.hasOwnTimeToLive(id)).toBe(true);
        expect(catalog.hasOwnTimeToLive(maps.id)).toBe(false);
        expect(catalog.versions(id).map(({ pinned, timeToLive }) => [pinned, timeToLive])).toEqual([
          [false, 'inherit'],
          [false, 86_400],
          [false, 'never'],
          [true, 'inherit'],
        ]);
        write((writer) => writer.setTimeToLive(id, 2, 'inherit'));
        expect(catalog.hasOwnTimeToLive(id)).toBe(false);
      });

      it('that are not there cannot be described', () => {
        const { id } = addArtifact();
        expect(() => write((writer) => writer.setDescription(id, 0, 'x'))).toThrow();
        expect(() => write((writer) => writer.setMetadata(id, 0, {}))).toThrow();
        expect(() => write((writer) => writer.setTags(id, 0, []))).toThrow();
        expect(() => write((writer) => writer.setPinned(id, 0, true))).toThrow();
        expect(() => write((writer) => writer.setTimeToLive(id, 0, 'never'))).toThrow();
        expect(() => write((writer) => writer.setAlias(id, 'best', 0))).toThrow();
      });
    });

    describe('aliases', () => {
      it('are protected until it is set otherwise, wherever they move, and no longer when they are gone', () => {
        const [{ id }, maps] = [addArtifact(), addArtifact('maps')];
        addVersions(id, 2);
        addVersions(maps.id, 1);
        write((writer) => {
          for (const alias of ['best', 'b', 'a']) writer.setAlias(id, alias, 0);
          writer.setAlias(maps.id, 'best', 0);
          for (const alias of ['best', 'a', 'b']) writer.setAliasProtected(id, alias, true);
          writer.setAliasProtected(id, 'b', false);
        });
        expect(catalog.protectedAliases(id)).toEqual(new Set(['a', 'best']));
        expect(catalog.protectedAliases(maps.id)).toEqual(new Set());
        expect(catalog.version(id, 0)).toMatchObject({ aliases: ['a', 'b', 'best'], protectedAliases: ['a', 'best'] });
        write((writer) => writer.setAlias(id, 'best', 1));
        expect(catalog.versions(id).map(({ protectedAliases }) => protectedAliases)).toEqual([['best'], ['a']]);
        write((writer) => {
          writer.removeAlias(id, 'best');
          writer.removeVersions(id, [0]);
          writer.setAlias(id, 'best', 1);
          writer.setAlias(id, 'a', 1);
        });
        expect(catalog.protectedAliases(id)).toEqual(new Set());
        expect(() => write((writer) => writer.setAliasProtected(id, 'none', true))).toThrow();
      });

      it('name one version and move to another', () => {
        const { id } = addArtifact();
        addVersions(id, 2);
        write((writer) => writer.setAlias(id, 'best', 0));
        expect(catalog.aliasIndex(id, 'best')).toBe(0);
        write((writer) => writer.setAlias(id, 'best', 1));
        expect(catalog.aliasIndex(id, 'best')).toBe(1);
        expect(catalog.versions(id).map((each) => each.aliases)).toEqual([['best'], []]);
      });

      it('stand on their version sorted, latest first', () => {
        const { id } = addArtifact();
        addVersions(id, 1);
        write((writer) => {
          for (const alias of ['zoo', latest, 'best', 'Ärger', 'Best']) writer.setAlias(id, alias, 0);
        });
        expect(catalog.version(id, 0)?.aliases).toEqual([latest, 'Best', 'best', 'zoo', 'Ärger']);
      });

      it('are all listed with what they name', () => {
        const [animals, maps] = [addArtifact('animals'), addArtifact('maps')];
        addVersions(animals.id, 2);
        addVersions(maps.id, 1);
        write((writer) => {
          writer.setAlias(animals.id, latest, 1);
          writer.setAlias(animals.id, 'best', 0);
          writer.setAlias(maps.id, 'best', 0);
        });
        expect(new Map(catalog.aliases(animals.id))).toEqual(
          new Map([
            ['best', 0],
            [latest, 1],
          ]),
        );
        expect(catalog.aliases(maps.id).size).toBe(1);
      });

      it('are gone when removed; removing one that is not there does nothing', () => {
        const { id } = addArtifact();
        addVersions(id, 1);
        write((writer) => writer.setAlias(id, 'best', 0));
        write((writer) => writer.removeAlias(id, 'best'));
        write((writer) => writer.removeAlias(id, 'best'));
        expect(catalog.aliasIndex(id, 'best')).toBeNull();
        expect(catalog.aliases(id).size).toBe(0);
      });
    });

    describe('folders', () => {
      const odd = ['', 'a', 'a b', 'a.b', 'a/b', 'a/b/c', 'a0', 'ab', 'A', '-', 'é', '🐈', '\uffee', '🐈/cat', '\ud83d'];

      it('come back byte for byte, also empty ones', () => {
        const { id } = addArtifact();
        const every = Uint8Array.from({ length: 256 }, (_, i) => i);
        write((writer) => {
          writer.putFolder(id, { path: '', listing: every, timesDiffer: true });
          writer.putFolder(id, folderOf('empty', ''));
        });
        expect(catalog.folder(id, '')).toEqual({ path: '', listing: every, timesDiffer: true });
        expect(catalog.folder(id, 'empty' as FolderPath)?.listing).toEqual(new Uint8Array(0));
        expect(catalog.folder(id, 'other' as FolderPath)).toBeNull();
      });

      it('are kept as they were when put, whatever becomes of the bytes given', () => {
        const { id } = addArtifact();
        const folder = folderOf('a', 'before');
        write((writer) => writer.putFolder(id, folder));
        folder.listing.fill(0);
        expect(catalog.folder(id, 'a' as FolderPath)).toEqual(folderOf('a', 'before'));
      });

      it('are replaced by a later look', () => {
        const { id } = addArtifact();
        write((writer) => writer.putFolder(id, folderOf('a', 'old', true)));
        write((writer) => writer.putFolder(id, folderOf('a', 'new')));
        expect(catalog.folder(id, 'a' as FolderPath)).toEqual(folderOf('a', 'new'));
      });

      it('belong to an artifact that is there', () => {
        expect(() => write((writer) => writer.putFolder(7 as ArtifactId, folderOf('')))).toThrow();
      });

      it('are read with everything below them and nothing beside them, in path order', () => {
        const { id } = addArtifact();
        const other = addArtifact('other');
        write((writer) => {
          for (const path of odd) writer.putFolder(id, folderOf(path));
          writer.putFolder(other.id, folderOf('a/other'));
        });
        for (const path of [...odd, 'missing', 'a/b/c/d'] as FolderPath[]) {
          const expected = odd.filter((each) => isWithin(each, path)).sort(comparePaths);
          expect([...catalog.foldersWithin(id, path)].map((each) => each.path)).toEqual(expected);
        }
      });

      it('are removed with everything below them and nothing beside them', () => {
        for (const [i, path] of (odd as FolderPath[]).entries()) {
          const { id } = addArtifact(`animals-${i}`);
          write((writer) => {
            for (const each of odd) writer.putFolder(id, folderOf(each));
            writer.removeFoldersWithin(id, path);
          });
          const kept = odd.filter((each) => !isWithin(each, path)).sort(comparePaths);
          expect([...catalog.foldersWithin(id, '')].map((each) => each.path)).toEqual(kept);
        }
      });

      it('keep every path apart and in order, whatever its characters', () => {
        const { id } = addArtifact();
        const name = fc.string({ minLength: 1, maxLength: 4, unit: 'binary' }).map((each) => each.replaceAll(/[\0/]/g, '.'));
        const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/') as FolderPath);
        fc.assert(
          fc.property(fc.uniqueArray(path, { maxLength: 20 }), fc.nat(), (paths, pick) => {
            write((writer) => {
              writer.removeFoldersWithin(id, '');
              for (const each of paths) writer.putFolder(id, folderOf(each, JSON.stringify(each)));
            });
            const within = paths[pick % Math.max(1, paths.length)] ?? '';
            const expected = paths.filter((each) => isWithin(each, within)).sort(comparePaths);
            expect([...catalog.foldersWithin(id, within)]).toEqual(
              expected.map((each) => folderOf(each, JSON.stringify(each))),
            );
          }),
          { numRuns: 50 },
        );
      });

      it('can be written while they are read', () => {
        const { id } = addArtifact();
        const paths = Array.from({ length: 600 }, (_, i) => `folder-${String(i).padStart(4, '0')}`);
        write((writer) => {
          for (const path of paths) writer.putFolder(id, folderOf(path));
        });
        const read: string[] = [];
        for (const folder of catalog.foldersWithin(id, '')) {
          read.push(folder.path);
          write((writer) => writer.removeFoldersWithin(id, folder.path));
        }
        expect(read).toEqual(paths);
        expect([...catalog.foldersWithin(id, '')]).toEqual([]);
      });

      it('whose times differ are told until they are cleared', () => {
        const [animals, maps] = [addArtifact('animals'), addArtifact('maps')];
        write((writer) => {
          writer.putFolder(animals.id, folderOf('b', 'b', true));
          writer.putFolder(animals.id, folderOf('c'));
          writer.putFolder(animals.id, folderOf('', 'root', true));
          writer.putFolder(maps.id, folderOf('m', 'm', true));
        });
        expect(catalog.foldersWithDifferingTimes(animals.id)).toEqual([
          folderOf('', 'root', true),
          folderOf('b', 'b', true),
        ]);
        write((writer) => writer.clearDifferingTimes(animals.id));
        expect(catalog.foldersWithDifferingTimes(animals.id)).toEqual([]);
        expect(catalog.folder(animals.id, 'b' as FolderPath)).toEqual(folderOf('b'));
        expect(catalog.foldersWithDifferingTimes(maps.id)).toHaveLength(1);
      });
    });

    describe('chunks', () => {
      it('start without references where their container says they lie', () => {
        const container = 'c'.repeat(32) as ContainerId;
        const location = { container, frameOffset: 5e9, frameLength: 1_048_576, offset: 4_096, length: 65_536 };
        const kinds = ['data', 'list', 'manifest'] as const;
        write((writer) =>
          writer.addContainer({
            id: container,
            size: 6e9,
            chunks: ChunkColumns.of(container, kinds.map((kind, i) => ({ digest: digest(i), kind, ...location }))),
          }),
        );
        for (const [i, kind] of kinds.entries()) {
          expect(catalog.chunk(digest(i))).toEqual({ kind, length: location.length, location, references: 0 });
        }
        expect(catalog.chunk(digest(3))).toBeNull();
        expect(catalog.containers()).toEqual([{ id: container, size: 6e9, rawBytes: 3 * 65_536, deadBytes: 0 }]);
      });

      it('are all read, each once', () => {
        const numbers = Array.from({ length: 5_000 }, (_, i) => i * 7);
        write((writer) => {
          writer.addContainer(containerOf('a', numbers));
          writer.addContainer(containerOf('b', [0, 1]));
          writer.addReferences(counts([7, 2]));
        });
        const read = new Map([...catalog.chunks()].map((each) => [each.digest, each.references]));
        expect(read.size).toBe(5_001);
        expect(read.get(digest(7))).toBe(2);
        expect(read.get(digest(1))).toBe(0);
      });

      it('keep their first place when a later container holds them too', () => {
        write((writer) => writer.addContainer(containerOf('a', [1])));
        write((writer) => {
          writer.addContainer(containerOf('b', [1, 2]));
          writer.addContainer(containerOf('c', [1, 2]));
        });
        expect(catalog.chunk(digest(1))?.location?.container).toBe('a'.repeat(32));
        expect(catalog.chunk(digest(2))?.location?.container).toBe('b'.repeat(32));
        expect(catalog.containers().map((each) => each.id[0])).toEqual(['a', 'b', 'c']);
      });

      it('count as dead wherever else they lie, so that what is stored twice comes free', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 9]));
          writer.addReferences(counts([1, 1], [9, 1]));
        });
        write((writer) => {
          writer.addContainer(containerOf('b', [1, 2]));
          writer.addContainer(containerOf('c', [1, 2, 3]));
          writer.addReferences(counts([1, 1], [2, 1], [3, 1]));
        });
        expect(catalog.containers().map(({ deadBytes }) => deadBytes)).toEqual([0, 7, 14]);
        write((writer) => writer.removeReferences(counts([1, 2], [2, 1], [3, 1])));
        expect(catalog.containers().map(({ deadBytes }) => deadBytes)).toEqual([7, 14, 21]);
        write((writer) => writer.replaceContainers(['b', 'c'].map((id) => id.repeat(32) as ContainerId), null));
        expect([1, 2, 9].map((each) => catalog.chunk(digest(each))?.references ?? null)).toEqual([null, null, 1]);
      });

      it('come with the references of a new version, and tell the content that it brings to life', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2, 9]));
          writer.addReferences(counts([1, 1], [9, 1]));
        });
        const fresh = write((writer) => writer.addContainers([containerOf('b', [1, 3, 4]), containerOf('c', [3, 5])], counts([1, 2], [2, 1], [3, 4], [5, 1])));
        expect(fresh).toBe(3 * 7); // 2 lay there unnamed, 3 and 5 are new
        expect([1, 2, 3, 4, 5, 9].map((each) => catalog.chunk(digest(each))?.references ?? null)).toEqual([3, 1, 4, null, 1, 1]);
        expect([1, 2, 3, 5].map((each) => catalog.chunk(digest(each))?.location?.container[0])).toEqual(['a', 'a', 'b', 'c']);
        expect(catalog.containers().map(({ deadBytes }) => deadBytes)).toEqual([0, 14, 7]);
      });

      it('come with no container when one of those that a version names is nowhere', () => {
        write((writer) => writer.addContainer(containerOf('a', [1])));
        expect(() => write((writer) => writer.addContainers([containerOf('b', [2])], counts([2, 1], [3, 1])))).toThrow();
        expect(catalog.containers()).toHaveLength(1);
        expect(catalog.chunk(digest(2))).toBeNull();
      });

      it('lie in the new container from then on when they were damaged', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          writer.addReferences(counts([1, 1], [2, 1]));
          writer.noteDamaged([digest(1)]);
        });
        expect(write((writer) => writer.addContainers([containerOf('b', [1, 3])], counts([1, 1], [3, 1])))).toBe(7);
        expect(catalog.chunk(digest(1))).toMatchObject({ references: 2, location: { container: 'b'.repeat(32) } });
        expect(catalog.containers().map(({ deadBytes }) => deadBytes)).toEqual([7, 0]);
      });

      it('may lie elsewhere alone: named and counted, in no container, and moved into the first that holds them', () => {
        const [a] = [...containerOf('a', [1]).chunks];
        write((writer) => {
          writer.addContainer(containerOf('a', [1]));
          writer.addElsewhere([1, 2, 3].map((each) => ({ digest: digest(each), kind: 'data', length: 7 })));
          writer.addReferences(counts([1, 1], [2, 2], [3, 1]));
        });
        expect(catalog.chunk(digest(1))?.location?.container).toBe(a?.container);
        expect(catalog.chunk(digest(2))).toEqual({ kind: 'data', length: 7, location: null, references: 2 });
        expect(catalog.locations([digest(2), digest(1)]).map((each) => each?.container ?? null)).toEqual([null, a?.container]);
        expect(write((writer) => writer.addContainers([containerOf('b', [2, 4])], counts([2, 1], [4, 1])))).toBe(7); // of them only 4 is new
        expect(catalog.chunk(digest(2))).toMatchObject({ references: 3, location: { container: 'b'.repeat(32) } });
        write((writer) => writer.addContainer(containerOf('c', [3])));
        expect(catalog.chunk(digest(3))).toMatchObject({ references: 1, location: { container: 'c'.repeat(32) } });
        expect(catalog.containers().map(({ deadBytes }) => deadBytes)).toEqual([0, 0, 0]);
      });

      it('that lie elsewhere alone are forgotten when nobody names them any more, and no container is the worse for it', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1]));
          writer.addElsewhere([{ digest: digest(2), kind: 'list', length: 9 }]);
          writer.addReferences(counts([1, 1], [2, 1]));
        });
        expect([...catalog.chunks()].map(({ digest: each, kind, location }) => [each, kind, location?.container ?? null])).toContainEqual([digest(2), 'list', null]);
        write((writer) => writer.removeReferences(counts([2, 1])));
        expect(catalog.chunk(digest(2))).toBeNull();
        expect(catalog.containers().map(({ deadBytes }) => deadBytes)).toEqual([0]);
      });

      it('sum up their references, over transactions and within one', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2, 3]));
          writer.addReferences(counts([1, 1], [2, 5]));
          writer.addReferences(counts([1, 1]));
        });
        write((writer) => {
          writer.addReferences(counts([1, 1]));
          writer.addContainer(containerOf('b', [1, 3, 4]));
          writer.addReferences(counts([1, 10], [3, 2], [4, 1]));
          expect(writer.chunk(digest(1))?.references).toBe(13);
        });
        expect([1, 2, 3, 4].map((each) => catalog.chunk(digest(each))?.references)).toEqual([13, 5, 2, 1]);
        expect(catalog.chunk(digest(3))?.location?.container).toBe('a'.repeat(32));
      });

      it('gain no references when one of them is named by no container', () => {
        write((writer) => writer.addContainer(containerOf('a', [1])));
        expect(() => write((writer) => writer.addReferences(counts([1, 1], [2, 1])))).toThrow();
        expect(catalog.chunk(digest(1))?.references).toBe(0);
      });

      it('cannot have a count that is no count', () => {
        write((writer) => writer.addContainer(containerOf('a', [1])));
        for (const count of [-1, 0.5, Number.NaN]) {
          expect(() => write((writer) => writer.addReferences(counts([1, count])))).toThrow(RangeError);
        }
      });

      it('are seen by the transaction that names them', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          expect(writer.chunk(digest(1))?.references).toBe(0);
          writer.addReferences(counts([1, 3]));
          expect(writer.chunk(digest(1))?.references).toBe(3);
          expect(catalog.chunk(digest(1))?.references).toBe(3);
          expect([...writer.chunks()].map((each) => each.references).sort((a, b) => a - b)).toEqual([0, 3]);
          writer.addReferences(counts([1, 1]));
          expect(writer.chunk(digest(1))?.references).toBe(4);
        });
        expect(catalog.chunk(digest(1))?.references).toBe(4);
      });

      it('are located all at once, in the order in which they are asked for', () => {
        const numbers = Array.from({ length: 3_000 }, (_, i) => i * 3);
        write((writer) => writer.addContainer(containerOf('a', numbers)));
        write((writer) => {
          writer.addContainer(containerOf('b', [0, 1]));
          expect(writer.locations([1, 2, 0].map(digest)).map((each) => each?.container[0])).toEqual(['b', undefined, 'a']);
        });
        const asked = [...numbers.toReversed(), 2, 1, 1].map(digest);
        expect(catalog.locations(asked)).toEqual(asked.map((each) => catalog.chunk(each)?.location ?? null));
        expect(catalog.locations([])).toEqual([]);
      });

      it('of a container are named once', () => {
        write((writer) => writer.addContainer(containerOf('a', [1])));
        expect(() => write((writer) => writer.addContainer(containerOf('a', [2])))).toThrow();
        expect(catalog.chunk(digest(2))).toBeNull();
      });

      it('agree with plain counting and are all that is alive of their containers, whatever comes in which order', () => {
        const step = fc.record({ named: fc.array(fc.nat(30)), counted: fc.array(fc.tuple(fc.nat(30), fc.nat(3))) });
        fc.assert(
          fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 4 }), (transactions) => {
            instance.close();
            instance = createInstance();
            catalog = instance.catalog;
            const expected = new Map<Digest, number>();
            let containers = 0;
            for (const steps of transactions) {
              write((writer) => {
                for (const { named, counted } of steps) {
                  const id = (containers++).toString(16).padStart(32, '0') as ContainerId;
                  writer.addContainer({ id, size: 1, chunks: ChunkColumns.of(id, named.map((each) => chunkOf(each, id))) });
                  for (const each of named) expected.set(digest(each), expected.get(digest(each)) ?? 0);
                  const known = new Map(counted.filter(([each]) => expected.has(digest(each))));
                  writer.addReferences(counts(...known));
                  for (const [each, count] of known) expected.set(digest(each), expected.get(digest(each))! + count);
                }
              });
            }
            const read = [...catalog.chunks()];
            expect(new Map(read.map((each) => [each.digest, each.references]))).toEqual(expected);
            for (const { id, rawBytes, deadBytes } of catalog.containers()) {
              const alive = read.filter(({ location }) => location?.container === id);
              expect(rawBytes - deadBytes).toBe(alive.reduce((sum, { length }) => sum + length, 0));
            }
          }),
          { numRuns: 25 },
        );
      });
    });

    describe('letting go of chunks', () => {
      const dead = (): Record<string, number> =>
        Object.fromEntries(catalog.containers().map(({ id, deadBytes }) => [id[0] as string, deadBytes]));

      it('lowers the counts, forgets what nobody names, and counts its bytes as dead where they lie', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          writer.addContainer(containerOf('b', [3, 4]));
          writer.addReferences(counts([1, 3], [2, 1], [3, 1], [4, 2]));
        });
        write((writer) => writer.removeReferences(counts([1, 2], [2, 1], [3, 1])));
        expect([1, 2, 3, 4].map((each) => catalog.chunk(digest(each))?.references ?? null)).toEqual([1, null, null, 2]);
        expect(dead()).toEqual({ a: 7, b: 7 });
        write((writer) => writer.removeReferences(counts([1, 1])));
        expect(dead()).toEqual({ a: 14, b: 7 });
      });

      it('lets go of what was stored and never named', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          writer.addReferences(counts([1, 1]));
          writer.removeReferences(counts([2, 0]));
        });
        expect(catalog.chunk(digest(2))).toBeNull();
        expect(dead()).toEqual({ a: 7 });
      });

      it('changes nothing when a chunk is not named that often, or not known', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          writer.addReferences(counts([1, 1], [2, 1]));
        });
        expect(() => write((writer) => writer.removeReferences(counts([1, 1], [2, 2])))).toThrow();
        expect(() => write((writer) => writer.removeReferences(counts([1, 1], [9, 1])))).toThrow();
        expect(catalog.chunk(digest(1))?.references).toBe(1);
        expect(dead()).toEqual({ a: 0 });
      });

      it('puts one container in the place of others, with the counts as they were', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          writer.addContainer(containerOf('b', [3, 4]));
          writer.addContainer(containerOf('c', [5]));
          writer.addReferences(counts([1, 3], [2, 1], [3, 1], [4, 2], [5, 1]));
          writer.removeReferences(counts([2, 1], [3, 1]));
        });
        const made = containerOf('d', [4, 1]);
        write((writer) => writer.replaceContainers(['a', 'b'].map((id) => id.repeat(32) as ContainerId), made));
        expect(catalog.containers().map(({ id }) => id[0])).toEqual(['c', 'd']);
        expect(dead()).toEqual({ c: 0, d: 0 });
        const { container, frameOffset, frameLength, offset, length, kind } = made.chunks.at(0);
        const location = { container, frameOffset, frameLength, offset, length };
        expect(catalog.chunk(digest(4))).toEqual({ kind, references: 2, length: 7, location });
        expect(catalog.chunk(digest(1))).toMatchObject({ references: 3, location: { container: made.id } });
        expect(catalog.chunk(digest(5))?.location?.container[0]).toBe('c');
      });

      it('forgets a container of which nothing is alive', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1]));
          writer.addReferences(counts([1, 1]));
          writer.removeReferences(counts([1, 1]));
        });
        write((writer) => writer.replaceContainers(['a'.repeat(32) as ContainerId], null));
        expect(catalog.containers()).toEqual([]);
      });

      it('refuses to leave out what is alive, and to take in what did not lie there', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          writer.addContainer(containerOf('b', [3]));
          writer.addReferences(counts([1, 1], [2, 1], [3, 1]));
        });
        const a = ['a'.repeat(32) as ContainerId];
        expect(() => write((writer) => writer.replaceContainers(a, containerOf('d', [1])))).toThrow();
        expect(() => write((writer) => writer.replaceContainers(a, containerOf('d', [1, 2, 3])))).toThrow();
        expect(() => write((writer) => writer.replaceContainers(['f'.repeat(32) as ContainerId], null))).toThrow();
        expect(catalog.containers().map(({ id }) => id[0])).toEqual(['a', 'b']);
      });
    });

    describe('operations of an old catalog', () => {
      it('come back under their ids, and later ones go on behind them', () => {
        const old = { id: 41, at: 5, actor: 'me@here', kind: 'delete', artifact: 'cats', arguments: { versions: [1] }, undo: { kind: 'delete' }, undone: true } as const;
        write((writer) => writer.reviveOperation(old));
        expect(catalog.operation(41)).toEqual(old);
        expect(() => write((writer) => writer.reviveOperation(old))).toThrow();
        const next = write((writer) => writer.addOperation({ at: 6, actor: 'me@here', kind: 'rebuild', artifact: null, arguments: {}, undo: null }));
        expect(next.id).toBe(42);
      });
    });

    describe('damaged chunks', () => {
      const a = 'a'.repeat(32) as ContainerId;

      it('are noted when they are known, and forgotten when they turn out to be whole or nobody names them any more', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2, 3]));
          writer.addReferences(counts([1, 1], [2, 1], [3, 1]));
          writer.noteDamaged([digest(1), digest(2), digest(2), digest(9)]);
        });
        expect(catalog.damagedChunks().toSorted()).toEqual([digest(1), digest(2)].toSorted());
        expect([1, 3, 9].map((number) => catalog.isDamaged(digest(number)))).toEqual([true, false, false]);
        write((writer) => writer.forgetDamaged([digest(1), digest(3)]));
        write((writer) => writer.removeReferences(counts([2, 1])));
        expect(catalog.damagedChunks()).toEqual([]);
      });

      it('lie in the next container that holds them, with their counts, and are dead where they lay', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1, 2]));
          writer.addReferences(counts([1, 3], [2, 1]));
          writer.noteDamaged([digest(1)]);
        });
        const made = containerOf('b', [2, 1]);
        write((writer) => {
          writer.addContainer(made);
          writer.addReferences(counts([1, 1]));
        });
        const { digest: _, kind, ...location } = [...made.chunks][1] as IndexedChunk;
        expect(catalog.chunk(digest(1))).toEqual({ kind, references: 4, length: 7, location });
        expect(catalog.chunk(digest(2))?.location?.container).toBe(a);
        expect(catalog.damagedChunks()).toEqual([]);
        // Chunk 1 is dead in a, where it was damaged; chunk 2 in b, since it lies in a.
        expect(catalog.containers().map(({ deadBytes }) => deadBytes)).toEqual([location.length, location.length]);
      });

      it('stay as they were when the transaction fails', () => {
        write((writer) => {
          writer.addContainer(containerOf('a', [1]));
          writer.noteDamaged([digest(1)]);
        });
        expect(() =>
          write((writer) => {
            writer.addContainer(containerOf('b', [1]));
            throw new Error('no');
          }),
        ).toThrow('no');
        expect(catalog.damagedChunks()).toEqual([digest(1)]);
        expect(catalog.chunk(digest(1))?.location?.container).toBe(a);
      });
    });

    describe('proofs', () => {
      it('are replaced by later ones, and go with their container or alone', () => {
        const [a, b] = ['a'.repeat(32) as ContainerId, 'b'.repeat(32) as ContainerId];
        write((writer) => {
          writer.addContainer(containerOf('a', [1]));
          writer.addContainer(containerOf('b', [2]));
          for (const id of [a, b]) writer.noteProof(id, { at: 5, crc: 4_294_967_295 });
          writer.noteProof(a, { at: 7, crc: 1 });
        });
        expect(catalog.proofs()).toEqual(new Map([[a, { at: 7, crc: 1 }], [b, { at: 5, crc: 4_294_967_295 }]]));
        write((writer) => writer.replaceContainers([a], containerOf('c', [1])));
        write((writer) => writer.forgetProof(b));
        expect(catalog.proofs()).toEqual(new Map());
      });
    });

    describe('deletions', () => {
      it('take versions away with all about them, and bring them back as they were', () => {
        const animals = addArtifact();
        addVersions(animals.id, 3);
        write((writer) => {
          writer.setDescription(animals.id, 1, 'the good one');
          writer.setMetadata(animals.id, 1, { accuracy: 0.5 });
          writer.setTags(animals.id, 1, ['b', 'a']);
          writer.setPinned(animals.id, 1, true);
          writer.setTimeToLive(animals.id, 1, 60);
          writer.setAlias(animals.id, 'best', 1);
          writer.setAlias(animals.id, 'latest', 2);
        });
        const before = catalog.version(animals.id, 1)!;
        write((writer) => writer.removeVersions(animals.id, [1]));
        expect(catalog.versions(animals.id).map(({ index }) => index)).toEqual([2, 0]);
        expect([...catalog.aliases(animals.id).keys()]).toEqual(['latest']);
        expect(catalog.artifactById(animals.id)?.nextIndex).toBe(3);
        write((writer) => writer.reviveVersion(before));
        expect(catalog.version(animals.id, 1)).toEqual({ ...before, aliases: [] });
        write((writer) => writer.setAlias(animals.id, 'best', 1));
        expect(catalog.version(animals.id, 1)).toEqual(before);
      });

      it('of a version that is not there, or is there already, are refused', () => {
        const animals = addArtifact();
        addVersions(animals.id, 1);
        const version = catalog.version(animals.id, 0)!;
        expect(() => write((writer) => writer.removeVersions(animals.id, [0, 1]))).toThrow();
        expect(() => write((writer) => writer.reviveVersion(version))).toThrow();
        expect(catalog.versionCount(animals.id)).toBe(1);
      });

      it('of a whole artifact can be taken back under its id, unless the name is taken', () => {
        const animals = addArtifact();
        addVersions(animals.id, 1);
        write((writer) => writer.updateArtifact(animals.id, { keep: { kind: 'thin' }, timeToLive: 60 }));
        const known = catalog.artifactById(animals.id)!;
        write((writer) => {
          writer.removeVersions(animals.id, [0]);
          writer.removeArtifact(animals.id);
        });
        const other = addArtifact();
        expect(() => write((writer) => writer.reviveArtifact(known))).toThrow();
        write((writer) => writer.removeArtifact(other.id));
        write((writer) => writer.reviveArtifact(known));
        expect(catalog.artifactByName('animals')).toEqual(known);
      });

      it('are kept, oldest first, until they are removed', () => {
        const animals = addArtifact();
        addVersions(animals.id, 2);
        const versions = catalog.versions(animals.id).toReversed();
        const made = [0, 1].map((index) =>
          write((writer) => {
            const { id: operation } = writer.addOperation(someOperation);
            const deletion: Deletion = { operation, at: 5, due: 10, artifact: animals, whole: index === 1, versions: [versions[index]!] };
            writer.addDeletion(deletion);
            return deletion;
          }),
        );
        expect(catalog.deletions()).toEqual(made);
        write((writer) => writer.removeDeletion(made[0]!.operation));
        expect(catalog.deletions()).toEqual([made[1]]);
      });
    });

    describe('the history of operations', () => {
      it('keeps each operation as it was and gives it an id that grows', () => {
        const [first, second] = write((writer) => [
          writer.addOperation(someOperation),
          writer.addOperation({ ...someOperation, artifact: null, undo: null }),
        ]) as [Operation, Operation];
        expect(second.id).toBeGreaterThan(first.id);
        expect(first).toEqual({ ...someOperation, id: first.id, undone: false });
        expect(catalog.operation(first.id)).toEqual(first);
        expect(catalog.operation(second.id)).toMatchObject({ artifact: null, undo: null });
        expect(catalog.operation(second.id + 1)).toBeNull();
      });

      it('is read newest first, in pages, for all artifacts or for one', () => {
        const ids = write((writer) =>
          ['animals', 'maps', null, 'animals', 'animals'].map((artifact) => writer.addOperation({ ...someOperation, artifact }).id),
        );
        const read = (filter: Parameters<Catalog['operations']>[0]) =>
          catalog.operations(filter).map((each) => ids.indexOf(each.id));
        expect(read({ limit: 10 })).toEqual([4, 3, 2, 1, 0]);
        expect(read({ limit: 2 })).toEqual([4, 3]);
        expect(read({ limit: 2, before: ids[2]! })).toEqual([1, 0]);
        expect(read({ artifact: 'animals', limit: 2 })).toEqual([4, 3]);
        expect(read({ artifact: 'animals', limit: 10, before: ids[4]! })).toEqual([3, 0]);
        expect(read({ artifact: 'none', limit: 10 })).toEqual([]);
      });

      it('tells the restores of an artifact that can be taken back, newest first', () => {
        const restored: Omit<Operation, 'id' | 'undone'> = { ...someOperation, kind: 'restore', undo: { kind: 'restore', index: 1 } };
        const ids = write((writer) =>
          [restored, { ...restored, undo: null }, { ...restored, artifact: 'maps' }, someOperation, restored, restored].map(
            (each) => writer.addOperation(each).id,
          ),
        );
        expect(catalog.undoableRestores('animals').map(({ id }) => ids.indexOf(id))).toEqual([5, 4, 0]);
        write((writer) => writer.markUndone(ids[5]!));
        write((writer) => writer.forgetUndo(ids[0]!));
        expect(catalog.undoableRestores('animals')).toEqual([catalog.operation(ids[4]!)]);
      });

      it('tells which were undone', () => {
        const { id } = write((writer) => writer.addOperation(someOperation));
        write((writer) => writer.markUndone(id));
        expect(catalog.operation(id)?.undone).toBe(true);
        expect(() => write((writer) => writer.markUndone(id + 1))).toThrow();
      });
    });

    describe('notes', () => {
      it('of staging stay until they are removed', () => {
        write((writer) => {
          writer.noteStaging({ id: 'one', root: '/a' });
          writer.noteStaging({ id: 'two', root: '/b' });
        });
        expect(catalog.stagingNotes()).toHaveLength(2);
        write((writer) => writer.removeStagingNote('one'));
        write((writer) => writer.removeStagingNote('one'));
        expect(catalog.stagingNotes()).toEqual([{ id: 'two', root: '/b' }]);
      });

      it('of pending records stay, each once, until they are cleared', () => {
        const { id } = addArtifact();
        addVersions(id, 2);
        write((writer) => {
          for (const index of [null, 0, 1, 0, null]) writer.markRecordPending(id, index);
        });
        expect(catalog.pendingRecords()).toHaveLength(3);
        write((writer) => {
          writer.clearRecordPending(id, null);
          writer.clearRecordPending(id, 0);
          writer.clearRecordPending(id, 9);
        });
        expect(catalog.pendingRecords()).toEqual([{ artifact: id, index: 1 }]);
      });

      it('of contents that references turned out to name hold the last one', () => {
        expect(catalog.seenContent('k1')).toBeNull();
        const [first, last] = [digest(1), digest(2)];
        for (const digest of [first, last]) write((writer) => writer.noteSeenContent('k1', digest));
        expect(catalog.seenContent('k1')).toBe(last);
        expect(catalog.seenContent('k2')).toBeNull();
      });

      it('of settings hold the last value', () => {
        expect(catalog.setting('theme')).toBeNull();
        write((writer) => writer.setSetting('theme', 'dark'));
        write((writer) => writer.setSetting('theme', ''));
        expect(catalog.setting('theme')).toBe('');
      });
    });

    describe('a transaction', () => {
      /** One call of everything that writes. */
      function writeEverything(writer: CatalogWriter): void {
        const { id } = writer.insertArtifact(insertable('everything'));
        writer.updateArtifact(id, { paused: true });
        writer.insertVersion(recordOf(id, 0));
        writer.setDescription(id, 0, 'x');
        writer.setMetadata(id, 0, { x: 1 });
        writer.setTags(id, 0, ['x']);
        writer.setAlias(id, 'x', 0);
        writer.putFolder(id, folderOf('x', 'x', true));
        writer.addContainer(containerOf('e', [1, 2]));
        writer.addReferences(counts([1, 1]));
        writer.addOperation(someOperation);
        writer.noteStaging({ id: 'x', root: '/' });
        writer.markRecordPending(id, 0);
        writer.setSetting('x', 'y');
        writer.noteSeenContent('x', digest(1));
      }
      const everything = (): unknown => ({
        artifacts: catalog.artifacts(),
        versions: catalog.artifacts().map(({ id }) => [catalog.versions(id), [...catalog.foldersWithin(id, '')]]),
        chunks: [...catalog.chunks()],
        containers: catalog.containers(),
        operations: catalog.operations({ limit: 99 }),
        notes: [catalog.stagingNotes(), catalog.pendingRecords(), catalog.setting('x'), catalog.seenContent('x')],
      });

      it('gives back what its function gives', () => {
        expect(write(() => 42)).toBe(42);
      });

      it('that throws leaves nothing behind and passes the error on', () => {
        const { id } = addArtifact();
        addVersions(id, 1);
        const before = everything();
        const error = new Error('in the middle');
        const act = () =>
          write((writer) => {
            writeEverything(writer);
            writer.setAlias(id, 'moved', 0);
            throw error;
          });
        expect(act).toThrow(error);
        expect(everything()).toEqual(before);
        expect(catalog.chunk(digest(1))).toBeNull();
        write(writeEverything);
        expect(catalog.chunk(digest(1))?.references).toBe(1);
      });

      it('sees its own changes before it ends', () => {
        write((writer) => {
          writeEverything(writer);
          const artifact = writer.artifactByName('everything')!;
          expect(artifact).toMatchObject({ paused: true, nextIndex: 1 });
          expect(writer.version(artifact.id, 0)).toMatchObject({ description: 'x', tags: ['x'], aliases: ['x'] });
          expect(catalog.version(artifact.id, 0)).toMatchObject({ description: 'x', tags: ['x'], aliases: ['x'] });
          expect(writer.foldersWithDifferingTimes(artifact.id)).toHaveLength(1);
          expect(writer.containers()).toHaveLength(1);
          expect(writer.setting('x')).toBe('y');
        });
      });

      it('cannot stand inside another, which goes on', () => {
        write((writer) => {
          expect(() => write(() => undefined)).toThrow();
          writer.setSetting('x', 'after');
        });
        expect(catalog.setting('x')).toBe('after');
      });

      it('that is asynchronous is refused and leaves nothing', () => {
        const act = () =>
          write((writer) => {
            writer.setSetting('x', 'y');
        writer.noteSeenContent('x', digest(1));
            return Promise.resolve();
          });
        expect(act).toThrow(TypeError);
        expect(catalog.setting('x')).toBeNull();
      });

      it('cannot be written to after its end', () => {
        const kept = write((writer) => writer);
        expect(() => kept.setSetting('x', 'y')).toThrow();
        expect(() => kept.addContainer(containerOf('a', [1]))).toThrow();
        expect(catalog.setting('x')).toBeNull();
      });

      it('follows one that failed', () => {
        expect(() => write(() => JSON.parse('{') as unknown)).toThrow(SyntaxError);
        write((writer) => writer.setSetting('x', 'y'));
        expect(catalog.setting('x')).toBe('y');
      });
    });
  });
}
