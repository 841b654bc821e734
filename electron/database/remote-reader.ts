import type { Digest } from '../engine/model/digest.ts';
import type { RemoteId } from '../engine/model/remote.ts';
import type { BucketPlace, RemoteReader } from '../engine/ports/remote-catalog.ts';
import type { Tables } from './tables/all-tables.ts';
import { toClaim, toSyncedAlias } from './tables/links.ts';
import { toBucketPlace } from './tables/remote-chunks.ts';
import { toTransfer } from './tables/remotes.ts';

/** Look-ups in one statement; more gain nothing. */
const placesAtOnce = 1_024;

/** What is remembered of buckets. */
export function readRemotes(tables: Tables): RemoteReader {
  const { remotes, links } = tables;
  return {
    remotes: () => remotes.all.all(),
    remote: (id) => remotes.one.get(id) ?? null,
    link: (artifact) => links.one.get(artifact) ?? null,
    linkedArtifacts: (remote) => links.ofRemote.all(remote),
    hasIndexPage: (remote, id) => remotes.hasPage.get(remote, id) !== undefined,
    newestIndexPage: (remote) => remotes.newest.get(remote) ?? null,
    bucketPlaces: (remote, digests) => bucketPlaces(tables, remote, digests),
    claims: (artifact) => links.claims.all(artifact).map(toClaim),
    claim: (artifact, index) => {
      const row = links.claim.get(artifact, index);
      return row === undefined ? null : toClaim(row);
    },
    syncedAliases: (artifact) => links.aliases.all(artifact).map(toSyncedAlias),
    transfers: (remote) => remotes.transfers.all(remote).map(toTransfer),
  };
}

function bucketPlaces({ remoteChunks }: Tables, remote: RemoteId, digests: readonly Digest[]): (BucketPlace | null)[] {
  const found: (BucketPlace | null)[] = [];
  for (let start = 0; start < digests.length; start += placesAtOnce) {
    const asked = digests.slice(start, start + placesAtOnce);
    found.push(...asked.map(() => null));
    for (const row of remoteChunks.places.all(JSON.stringify(asked), remote)) found[start + row[0]] = toBucketPlace(row);
  }
  return found;
}
