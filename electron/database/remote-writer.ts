import type { Database } from 'better-sqlite3';
import type { ArtifactId } from '../engine/model/artifact.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { Operation } from '../engine/model/operation.ts';
import type { Claim, Link, Remote, RemoteId, SyncedAlias, Transfer } from '../engine/model/remote.ts';
import type { ContainerId } from '../engine/ports/container-store.ts';
import type { IndexPage, RemoteWriter } from '../engine/ports/remote-catalog.ts';
import type { WhileOpen } from './catalog-writer.ts';
import { digestToBlob } from './digest-blob.ts';
import type { Tables } from './tables/all-tables.ts';
import { toClaimRow } from './tables/links.ts';
import { toOperationRow } from './tables/operations.ts';

/** Writes what is remembered of buckets. */
export function writeRemotes(db: Database, tables: Tables, whileOpen: WhileOpen): RemoteWriter {
  return { ...writePlaces(tables, whileOpen), ...writeLinks(tables, whileOpen), ...writeNumbers(db, tables, whileOpen) };
}

function writePlaces({ remotes, remoteChunks, links }: Tables, whileOpen: WhileOpen) {
  function addIndexPage(remote: RemoteId, page: IndexPage): void {
    const { id, putAt, whole, containers, says = 'lies' } = page;
    remotes.sawPage.run(putAt, putAt, remote);
    const isGoing = says === 'going' || says === 'going-entirely';
    if (remotes.addPage.run(remote, id, putAt, isGoing ? contentBytes(page) : null, says === 'going-entirely' ? 1 : 0).changes === 0) return;
    const { insertGoing, insertMoved, insert } = remoteChunks;
    const put = isGoing ? insertGoing : says === 'moved' ? insertMoved : insert;
    for (const container of containers) {
      const number = remoteChunks.containerNumber.get(remote, container.id, container.size) as number;
      remotes.nameContainer.run(remote, id, number);
      const { chunks } = container;
      for (let row = 0; row < chunks.length; row++) {
        put.run(
          remote,
          chunks.digests.subarray(32 * row, 32 * row + 32),
          chunks.kinds[row] as number,
          whole ? 1 : 0,
          number,
          chunks.frameOffsets[row] as number,
          chunks.frameLengths[row] as number,
          chunks.offsets[row] as number,
          chunks.lengths[row] as number,
          isGoing ? putAt : null,
        );
      }
    }
  }
  return {
    addRemote: whileOpen(({ name, address }: Pick<Remote, 'name' | 'address'>) => remotes.insert.get(name, address) as Remote),
    setBucket: whileOpen((id: RemoteId, bucket: string) => void remotes.setBucket.run(bucket, id)),
    removeRemote: whileOpen((id: RemoteId) => {
      remoteChunks.removeAll.run(id);
      remotes.remove.run(id);
    }),
    addIndexPage: whileOpen(addIndexPage),
    forgetBucketPlaces: whileOpen((remote: RemoteId, digests: Iterable<Digest>) => {
      for (const digest of digests) remoteChunks.forget.run(remote, digestToBlob(digest));
    }),
    forgetContainers: whileOpen((remote: RemoteId, containers: readonly ContainerId[]) => {
      const ids = JSON.stringify(containers);
      remoteChunks.forgetWithin.run(remote, remote, ids);
      remoteChunks.forgetContainers.run(remote, ids);
    }),
    forgetIndexPages: whileOpen((remote: RemoteId, ids: readonly string[]) => void remotes.removePages.run(remote, JSON.stringify(ids))),
    putTransfer: whileOpen((remote: RemoteId, { container, token, sent }: Transfer) => {
      remotes.putTransfer.run(remote, container, token, sent ? 1 : 0);
    }),
    removeTransfer: whileOpen((remote: RemoteId, container: ContainerId) => void remotes.removeTransfer.run(remote, container)),
    putLink: whileOpen((artifact: ArtifactId, { remote, uid, next, content }: Link) => void links.put.run(artifact, remote, uid, next, content)),
    removeLink: whileOpen((artifact: ArtifactId) => void links.remove.run(artifact)),
  } satisfies Partial<RemoteWriter>;
}

/** Raw bytes of the contents that a page names. */
function contentBytes({ containers }: IndexPage): number {
  let bytes = 0;
  for (const { chunks } of containers) for (let row = 0; row < chunks.length; row++) if (chunks.kinds[row] === 0) bytes += chunks.lengths[row] as number;
  return bytes;
}

function writeLinks({ links }: Tables, whileOpen: WhileOpen) {
  return {
    putClaim: whileOpen((artifact: ArtifactId, claim: Claim) => void links.putClaim.run({ artifact, ...toClaimRow(claim) })),
    putSyncedAlias: whileOpen((artifact: ArtifactId, { alias, index, isProtected, generation }: SyncedAlias) => {
      links.putAlias.run({ artifact, alias, index, protected: isProtected ? 1 : 0, generation });
    }),
  } satisfies Partial<RemoteWriter>;
}

function writeNumbers(db: Database, { artifacts, versions, aliases, tags, links, operations }: Tables, whileOpen: WhileOpen) {
  /** From the highest on, so that no two versions ever have one index. What names them is checked at the commit. */
  function renumber(artifact: ArtifactId, from: number, by: number): void {
    if (!(Number.isSafeInteger(by) && by > 0)) throw new RangeError(`versions move on, not by ${by}`);
    db.pragma('defer_foreign_keys = ON');
    for (const index of versions.indexesFrom.all(artifact, from)) {
      versions.move.run(index + by, artifact, index);
      aliases.move.run(index + by, artifact, index);
      tags.move.run(index + by, artifact, index);
    }
    for (const index of links.claimsFrom.all(artifact, from)) links.moveClaim.run(index + by, artifact, index);
    artifacts.moveNext.run(by, artifact);
  }
  return {
    renumberVersions: whileOpen(renumber),
    setIdenticalTo: whileOpen((artifact: ArtifactId, index: number, identicalTo: number | null) => {
      if (versions.setIdenticalTo.run(identicalTo, artifact, index).changes === 0) throw new Error(`artifact ${artifact} has no version ${index}`);
    }),
    rewriteOperation: whileOpen((id: number, change: Pick<Operation, 'arguments' | 'undo'>) => {
      const { arguments: told, undo } = toOperationRow({ ...change, id, at: 0, actor: '', kind: 'undo', artifact: null, undone: false });
      if (operations.rewrite.run(told, undo, id).changes === 0) throw new Error(`there is no operation ${id}`);
    }),
  } satisfies Partial<RemoteWriter>;
}
