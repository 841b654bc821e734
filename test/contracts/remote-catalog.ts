import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Artifact } from '../../electron/engine/model/artifact.ts';
import type { Claim, RemoteId } from '../../electron/engine/model/remote.ts';
import type { Generation, ResumeToken } from '../../electron/engine/ports/bucket.ts';
import type { Catalog } from '../../electron/engine/ports/catalog.ts';
import { containerOf, digest, recordOf, type CatalogInstance } from './catalog.ts';

const claimOf = (index: number): Claim => ({
  index,
  uid: `uid${index}`,
  state: 'claimed',
  by: { actor: 'ada@lab', client: 'c1', at: 1_700_000_000_000 },
  pulled: true,
  base: { description: 'as it was', metadata: { score: 0.5 }, tags: ['a', 'b'], pinned: true, timeToLive: 60 },
  generation: 'g1' as Generation,
});

/** What a catalog remembers of buckets: run by every catalog. */
export function describeRemoteCatalog(name: string, open: () => CatalogInstance): void {
  describe(`what the catalog remembers of buckets (${name})`, () => {
    let instance: CatalogInstance;
    let catalog: Catalog;
    let remote: RemoteId;
    let artifact: Artifact;

    beforeEach(() => {
      instance = open();
      catalog = instance.catalog;
      ({ remote, artifact } = catalog.transact((writer) => ({
        remote: writer.addRemote({ name: 'nas', address: 'file:///mnt/nas' }).id,
        artifact: writer.insertArtifact({ name: 'animals', type: 'dataset', mode: 'copy', path: null, quietWindow: 2_000, createdAt: 1 }),
      })));
    });
    afterEach(() => instance.close());

    it('finds remotes by id, with the bucket that was met there', () => {
      expect(catalog.remotes()).toEqual([{ id: remote, name: 'nas', address: 'file:///mnt/nas', bucket: null }]);
      catalog.transact((writer) => writer.setBucket(remote, 'b1'));
      expect(catalog.remote(remote)?.bucket).toBe('b1');
      expect(catalog.remote((remote + 1) as RemoteId)).toBeNull();
    });

    it('lets no two remotes have one name', () => {
      expect(() => catalog.transact((writer) => writer.addRemote({ name: 'nas', address: 'gs://other' }))).toThrow();
      expect(catalog.remotes()).toHaveLength(1);
    });

    it('knows where chunks lie once a page of the index is taken in, in the order in which they are asked for', () => {
      catalog.transact((writer) => writer.addIndexPage(remote, { id: 'p1', putAt: 500, whole: false, containers: [containerOf('a', [1, 2])] }));
      expect(catalog.bucketPlaces(remote, [digest(2), digest(9), digest(1)])).toEqual([
        { kind: 'data', container: 'a'.repeat(32), containerSize: 1_000, frameOffset: 16, frameLength: 900, offset: 2, length: 7, whole: false, going: null },
        null,
        { kind: 'data', container: 'a'.repeat(32), containerSize: 1_000, frameOffset: 16, frameLength: 900, offset: 1, length: 7, whole: false, going: null },
      ]);
      expect(catalog.hasIndexPage(remote, 'p1')).toBe(true);
      expect(catalog.hasIndexPage(remote, 'p2')).toBe(false);
      expect(catalog.newestIndexPage(remote)).toBe(500);
    });

    it('keeps the first place of a chunk, and takes its being whole from any page', () => {
      catalog.transact((writer) => {
        writer.addIndexPage(remote, { id: 'p1', putAt: 500, whole: false, containers: [containerOf('a', [1])] });
        writer.addIndexPage(remote, { id: 'p2', putAt: 400, whole: true, containers: [containerOf('b', [1])] });
        writer.addIndexPage(remote, { id: 'p3', putAt: 300, whole: false, containers: [containerOf('c', [1])] });
      });
      expect(catalog.bucketPlaces(remote, [digest(1)])[0]).toMatchObject({ container: 'a'.repeat(32), whole: true });
      expect(catalog.newestIndexPage(remote)).toBe(500);
    });

    it('forgets places that turned out to be wrong, and those of a remote that is removed', () => {
      catalog.transact((writer) => writer.addIndexPage(remote, { id: 'p1', putAt: 500, whole: true, containers: [containerOf('a', [1, 2])] }));
      catalog.transact((writer) => writer.forgetBucketPlaces(remote, [digest(1)]));
      expect(catalog.bucketPlaces(remote, [digest(1), digest(2)]).map((place) => place !== null)).toEqual([false, true]);
      catalog.transact((writer) => {
        writer.putLink(artifact.id, { remote, uid: 'u', next: 0, content: 'all' });
        writer.removeRemote(remote);
      });
      expect(catalog.bucketPlaces(remote, [digest(2)])).toEqual([null]);
      expect(catalog.link(artifact.id)).toBeNull();
    });

    it('says of chunks that go from where they lie, and knows a place where they lie again', () => {
      catalog.transact((writer) => {
        writer.addIndexPage(remote, { id: 'p1', putAt: 500, whole: true, containers: [containerOf('a', [1, 2])] });
        writer.addIndexPage(remote, { id: 'p2', putAt: 600, whole: false, says: 'going', containers: [containerOf('a', [1]), containerOf('b', [2])] });
      });
      const places = () => catalog.bucketPlaces(remote, [digest(1), digest(2)]);
      expect(places()).toMatchObject([{ container: 'a'.repeat(32), going: 600, whole: true }, { container: 'a'.repeat(32), going: null }]);
      expect(catalog.goingPages(remote)).toEqual([{ id: 'p2', putAt: 600, bytes: 14, entirely: false }]);
      catalog.transact((writer) => {
        writer.addIndexPage(remote, { id: 'p3', putAt: 700, whole: true, containers: [containerOf('a', [1])] });
        writer.addIndexPage(remote, { id: 'p4', putAt: 700, whole: true, says: 'going', containers: [containerOf('a', [1])] });
      });
      expect(places()[0]).toMatchObject({ container: 'a'.repeat(32), going: 600 });
      catalog.transact((writer) => writer.addIndexPage(remote, { id: 'p5', putAt: 800, whole: false, containers: [containerOf('c', [1, 2])] }));
      expect(places()).toMatchObject([{ container: 'c'.repeat(32), going: null, whole: false }, { container: 'a'.repeat(32), going: null, whole: true }]);
    });

    it('takes what moved to lie there, as whole as it was', () => {
      catalog.transact((writer) => {
        writer.addIndexPage(remote, { id: 'p1', putAt: 500, whole: true, containers: [containerOf('a', [1])] });
        writer.addIndexPage(remote, { id: 'p2', putAt: 600, whole: false, says: 'moved', containers: [containerOf('b', [1, 3])] });
      });
      expect(catalog.bucketPlaces(remote, [digest(1), digest(3)])).toMatchObject([{ container: 'b'.repeat(32), whole: true }, { container: 'b'.repeat(32), whole: false }]);
    });

    it('forgets containers with what lies in them, and pages alone', () => {
      catalog.transact((writer) => {
        writer.addIndexPage(remote, { id: 'p1', putAt: 500, whole: true, containers: [containerOf('a', [1])] });
        writer.addIndexPage(remote, { id: 'p2', putAt: 600, whole: true, containers: [containerOf('a', [2]), containerOf('b', [3])] });
        writer.addIndexPage(remote, { id: 'p3', putAt: 700, whole: false, says: 'going-entirely', containers: [containerOf('a', [1, 2])] });
        writer.addIndexPage(remote, { id: 'p4', putAt: 800, whole: false, says: 'going', containers: [containerOf('b', [3])] });
      });
      const [a, b] = [containerOf('a', []).id, containerOf('b', []).id];
      expect(catalog.indexPages(remote).toSorted()).toEqual(['p1', 'p2', 'p3', 'p4']);
      expect(catalog.containersOfPages(remote, ['p2', 'p3'])).toEqual([a, b]);
      expect(catalog.containersSince(remote, 600)).toEqual([a, b]);
      expect(catalog.containersSince(remote, 700)).toEqual([]);
      expect(catalog.pagesWithin(remote, [a])).toEqual(['p1']);
      expect(catalog.pagesWithin(remote, [a, b])).toEqual(['p1', 'p2', 'p3', 'p4']);
      expect(catalog.bucketChunks(remote, null, 2).map((chunk) => chunk.digest)).toEqual([digest(1), digest(2)]);
      expect(catalog.bucketChunks(remote, digest(2), 9)).toMatchObject([{ digest: digest(3), going: 800, container: b }]);
      catalog.transact((writer) => writer.forgetIndexPages(remote, ['p1', 'p3']));
      expect(catalog.indexPages(remote).toSorted()).toEqual(['p2', 'p4']);
      catalog.transact((writer) => writer.forgetContainers(remote, [a]));
      expect(catalog.goingPages(remote).map(({ id }) => id)).toEqual(['p4']);
      catalog.transact((writer) => writer.addIndexPage(remote, { id: 'p5', putAt: 900, whole: false, says: 'going', containers: [containerOf('d', [7])] }));
      catalog.transact((writer) => writer.forgetContainers(remote, [containerOf('d', []).id]));
      expect(catalog.goingPages(remote).map(({ id }) => id)).toEqual(['p4']);
      expect(catalog.bucketPlaces(remote, [digest(1), digest(2), digest(3)]).map((place) => place !== null)).toEqual([false, false, true]);
    });

    it('keeps links, claims and synced aliases as they were put last', () => {
      catalog.transact((writer) => {
        writer.putLink(artifact.id, { remote, uid: 'u', next: 0, content: 'all' });
        writer.putClaim(artifact.id, claimOf(1));
        writer.putClaim(artifact.id, { ...claimOf(0), state: 'asking', by: null, base: null, generation: null, pulled: false });
        writer.putSyncedAlias(artifact.id, { alias: 'best', index: 3, isProtected: true, generation: 'g1' as Generation });
        writer.putSyncedAlias(artifact.id, { alias: 'best', index: null, isProtected: false, generation: 'g2' as Generation });
        writer.putLink(artifact.id, { remote, uid: 'u', next: 2, content: 'metadata' });
      });
      expect(catalog.link(artifact.id)).toEqual({ remote, uid: 'u', next: 2, content: 'metadata' });
      expect(catalog.linkedArtifacts(remote)).toEqual([artifact.id]);
      expect(catalog.claims(artifact.id)).toEqual([{ ...claimOf(0), state: 'asking', by: null, base: null, generation: null, pulled: false }, claimOf(1)]);
      expect(catalog.claim(artifact.id, 1)).toEqual(claimOf(1));
      expect(catalog.claim(artifact.id, 2)).toBeNull();
      expect(catalog.syncedAliases(artifact.id)).toEqual([{ alias: 'best', index: null, isProtected: false, generation: 'g2' }]);
      const gone = catalog.transact((writer) => writer.insertArtifact({ name: 'gone', type: 'dataset', mode: 'copy', path: null, quietWindow: 2_000, createdAt: 1 }));
      catalog.transact((writer) => writer.putLink(gone.id, { remote, uid: 'w', next: 0, content: 'all' }));
      expect(catalog.linkedArtifacts(remote)).toEqual([artifact.id, gone.id]);
      catalog.transact((writer) => writer.removeArtifact(gone.id));
      expect(catalog.linkedArtifacts(remote)).toEqual([artifact.id]);
      expect(catalog.link(gone.id)).not.toBeNull();
      catalog.transact((writer) => writer.removeLink(artifact.id));
      expect(catalog.claims(artifact.id)).toEqual([]);
      expect(catalog.syncedAliases(artifact.id)).toEqual([]);
    });

    it('keeps packs on their way, oldest first, until they are removed', () => {
      const [first, second] = [containerOf('a', []).id, containerOf('b', []).id];
      catalog.transact((writer) => {
        writer.putTransfer(remote, { container: first, token: null, sent: false });
        writer.putTransfer(remote, { container: second, token: null, sent: false });
        writer.putTransfer(remote, { container: first, token: 'secret' as ResumeToken, sent: true });
      });
      expect(catalog.transfers(remote)).toEqual([
        { container: first, token: 'secret', sent: true },
        { container: second, token: null, sent: false },
      ]);
      catalog.transact((writer) => writer.removeTransfer(remote, first));
      expect(catalog.transfers(remote).map(({ container }) => container)).toEqual([second]);
    });

    it('moves versions on with all that is theirs, and leaves those before them alone', () => {
      catalog.transact((writer) => {
        for (const index of [0, 1, 2]) writer.insertVersion(recordOf(artifact.id, index));
        writer.setAlias(artifact.id, 'old', 0);
        writer.setAlias(artifact.id, 'best', 1);
        writer.setAlias(artifact.id, 'latest', 2);
        writer.setAliasProtected(artifact.id, 'best', true);
        writer.setTags(artifact.id, 1, ['x', 'y']);
        writer.setDescription(artifact.id, 1, 'mine');
        writer.putLink(artifact.id, { remote, uid: 'u', next: 1, content: 'all' });
        writer.putClaim(artifact.id, claimOf(0));
        writer.putClaim(artifact.id, { ...claimOf(1), state: 'asking' });
      });
      catalog.transact((writer) => writer.renumberVersions(artifact.id, 1, 1));
      expect(catalog.versions(artifact.id).map(({ index, digest: content, aliases, tags }) => [index, content, aliases, tags])).toEqual([
        [3, digest(2), ['latest'], []],
        [2, digest(1), ['best'], ['x', 'y']],
        [0, digest(0), ['old'], []],
      ]);
      expect(catalog.version(artifact.id, 2)).toMatchObject({ description: 'mine', protectedAliases: ['best'] });
      expect(catalog.artifactById(artifact.id)?.nextIndex).toBe(4);
      expect(catalog.claims(artifact.id).map(({ index, uid }) => [index, uid])).toEqual([[0, 'uid0'], [2, 'uid1']]);
      catalog.transact((writer) => writer.setIdenticalTo(artifact.id, 3, 0));
      expect(catalog.version(artifact.id, 3)?.identicalTo).toBe(0);
    });

    it('lets an operation name other versions than it did', () => {
      const { id } = catalog.transact((writer) =>
        writer.addOperation({ at: 1, actor: 'ada@lab', kind: 'pin', artifact: 'animals', arguments: { version: 1 }, undo: { kind: 'pin', index: 1, pinned: false } }),
      );
      catalog.transact((writer) => writer.rewriteOperation(id, { arguments: { version: 2 }, undo: { kind: 'pin', index: 2, pinned: false } }));
      expect(catalog.operation(id)).toMatchObject({ at: 1, kind: 'pin', arguments: { version: 2 }, undo: { kind: 'pin', index: 2 } });
    });
  });
}
