import type { Digest } from '../engine/model/digest.ts';
import type { RemoteId } from '../engine/model/remote.ts';
import type { ContainerId } from '../engine/ports/container-store.ts';
import type { BucketPlace, RemoteReader } from '../engine/ports/remote-catalog.ts';
import { digestToBlob } from './digest-blob.ts';
import type { Tables } from './tables/all-tables.ts';
import { toClaim, toSyncedAlias } from './tables/links.ts';
import { toBucketChunk, toBucketPlace } from './tables/remote-chunks.ts';
import { toGoingPage, toTransfer } from './tables/remotes.ts';

/** Look-ups in one statement; more gain nothing. */
const placesAtOnce = 1_024;

/** What is remembered of buckets. */
export function readRemotes(tables: Tables): RemoteReader {
  const { remotes, links, remoteChunks } = tables;
  return {
    remotes: () => remotes.all.all(),
    remote: (id) => remotes.one.get(id) ?? null,
    link: (artifact) => links.one.get(artifact) ?? null,
    linkedArtifacts: (remote) => links.ofRemote.all(remote),
    hasIndexPage: (remote, id) => remotes.hasPage.get(remote, id) !== undefined,
    newestIndexPage: (remote) => remotes.newest.get(remote) ?? null,
    bucketPlaces: (remote, digests) => bucketPlaces(tables, remote, digests),
    bucketChunks: (remote, after, limit) => remoteChunks.page.all(remote, after === null ? new Uint8Array() : digestToBlob(after), limit).map(toBucketChunk),
    indexPages: (remote) => remotes.pages.all(remote),
    goingPages: (remote) => remotes.goingPages.all(remote).map(toGoingPage),
    containersOfPages: (remote, pages) => remotes.containersOfPages.all(remote, JSON.stringify(pages)),
    containersSince: (remote, putAt) => remotes.containersSince.all(remote, putAt),
    pagesWithin: (remote, containers) => pagesWithin(remotes.namings.all(remote), new Set(containers)),
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

type Naming = readonly [page: string, isGoing: 0 | 1, container: ContainerId | null];

function pagesWithin(namings: readonly Naming[], gone: ReadonlySet<ContainerId>): string[] {
  const isGone = ([, , container]: Naming): boolean => container !== null && gone.has(container);
  const pages = [...Map.groupBy(namings, ([page]) => page).values()];
  const [going, others] = [pages.filter(([first]) => first?.[1] === 1), pages.filter(([first]) => first?.[1] !== 1)];
  const stillNamed = new Set(others.filter((rows) => !rows.every(isGone)).flatMap((rows) => rows.map(([, , container]) => container)));
  const within = [...others.filter((rows) => rows.every(isGone)), ...going.filter((rows) => rows.every((row) => isGone(row) && !stillNamed.has(row[2])))];
  return within.flatMap(([first]) => (first === undefined ? [] : [first[0]])).toSorted();
}
