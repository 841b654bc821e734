import type { ArtifactId } from '../../electron/engine/model/artifact.ts';
import type { Operation } from '../../electron/engine/model/operation.ts';
import type { Remote, RemoteId } from '../../electron/engine/model/remote.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import type { BucketPlace, IndexPage, PageSays, RemoteReader, RemoteWriter } from '../../electron/engine/ports/remote-catalog.ts';
import { asKept, type LinkInMemory, type RemoteInMemory, type RemotesInMemory, type State } from './catalog-state.ts';

export function noRemotes(): RemotesInMemory {
  return { remotes: new Map(), links: new Map(), last: { id: 0 } };
}

export function copyOfRemotes({ remotes, links, last }: RemotesInMemory): RemotesInMemory {
  return { remotes: new Map(remotes), links: new Map(links), last: { ...last } };
}

export function readRemotes(current: () => RemotesInMemory, isThere: (artifact: ArtifactId) => boolean): RemoteReader {
  return {
    remotes: () => [...current().remotes.values()].map(({ remote }) => remote),
    remote: (id) => current().remotes.get(id)?.remote ?? null,
    link: (artifact) => current().links.get(artifact)?.link ?? null,
    linkedArtifacts: (remote) => [...current().links].flatMap(([artifact, { link }]) => (link.remote === remote && isThere(artifact) ? [artifact] : [])).sort((a, b) => a - b),
    hasIndexPage: (remote, id) => current().remotes.get(remote)?.pages.has(id) ?? false,
    newestIndexPage: (remote) => current().remotes.get(remote)?.newest ?? null,
    bucketPlaces: (remote, digests) => digests.map((digest) => current().remotes.get(remote)?.places.get(digest) ?? null),
    bucketChunks: (remote, after, limit) =>
      [...(current().remotes.get(remote)?.places ?? [])]
        .filter(([digest]) => after === null || digest > after)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([digest, place]) => ({ digest, ...place })),
    indexPages: (remote) => [...(current().remotes.get(remote)?.pages.keys() ?? [])],
    goingPages: (remote) =>
      [...(current().remotes.get(remote)?.pages ?? [])]
        .flatMap(([id, { putAt, going, entirely, containers }]) => (going === null || containers.length === 0 ? [] : [{ id, putAt, bytes: going, entirely }]))
        .sort((a, b) => a.putAt - b.putAt || (a.id < b.id ? -1 : 1)),
    containersOfPages: (remote, pages) => [...new Set(pages.flatMap((id) => current().remotes.get(remote)?.pages.get(id)?.containers ?? []))].sort(),
    containersSince: (remote, since) =>
      [...new Set([...(current().remotes.get(remote)?.pages.values() ?? [])].flatMap(({ putAt, going, containers }) => (putAt >= since && going === null ? containers : [])))].sort(),
    pagesWithin: (remote, containers) => pagesWithin(current().remotes.get(remote)?.pages ?? new Map(), new Set(containers)),
    claims: (artifact) => [...(current().links.get(artifact)?.claims.values() ?? [])].sort((a, b) => a.index - b.index),
    claim: (artifact, index) => current().links.get(artifact)?.claims.get(index) ?? null,
    syncedAliases: (artifact) => [...(current().links.get(artifact)?.aliases.values() ?? [])].sort((a, b) => (a.alias < b.alias ? -1 : 1)),
    transfers: (remote) => [...(current().remotes.get(remote)?.transfers.values() ?? [])],
  };
}

export function writeRemotes(current: () => State): RemoteWriter {
  const change = (id: RemoteId, make: (known: RemoteInMemory) => Partial<RemoteInMemory>): void => {
    const known = current().remotes.remotes.get(id);
    if (known === undefined) throw new Error(`there is no remote ${id}`);
    current().remotes.remotes.set(id, { ...known, ...make(known) });
  };
  const changeLink = (artifact: ArtifactId, make: (known: LinkInMemory) => Partial<LinkInMemory>): void => {
    const known = current().remotes.links.get(artifact);
    if (known === undefined) throw new Error(`the artifact ${artifact} is linked to no remote`);
    current().remotes.links.set(artifact, { ...known, ...make(known) });
  };
  return {
    addRemote: ({ name, address }) => {
      const { remotes, last } = current().remotes;
      if ([...remotes.values()].some(({ remote }) => remote.name === name)) throw new Error('that name is taken');
      const remote: Remote = { id: ++last.id as RemoteId, name, address, bucket: null };
      remotes.set(remote.id, { remote, newest: null, pages: new Map(), places: new Map(), transfers: new Map() });
      return remote;
    },
    setBucket: (id, bucket) => change(id, ({ remote }) => ({ remote: { ...remote, bucket } })),
    removeRemote: (id) => {
      const { remotes, links } = current().remotes;
      remotes.delete(id);
      for (const [artifact, { link }] of links) if (link.remote === id) links.delete(artifact);
    },
    addIndexPage: (id, page) => change(id, (known) => (known.pages.has(page.id) ? { newest: latest(known, page) } : withPage(known, page))),
    forgetBucketPlaces: (id, digests) => {
      const gone = new Set(digests);
      change(id, ({ places }) => ({ places: new Map([...places].filter(([digest]) => !gone.has(digest))) }));
    },
    forgetContainers: (id, containers) => {
      const gone = new Set(containers);
      change(id, ({ places, pages }) => ({
        places: new Map([...places].filter(([, { container }]) => !gone.has(container))),
        pages: new Map([...pages].map(([page, one]) => [page, { ...one, containers: one.containers.filter((container) => !gone.has(container)) }])),
      }));
    },
    forgetIndexPages: (id, gone) => change(id, ({ pages }) => ({ pages: new Map([...pages].filter(([page]) => !gone.includes(page))) })),
    putTransfer: (id, transfer) => change(id, ({ transfers }) => ({ transfers: new Map(transfers).set(transfer.container, { ...transfer }) })),
    removeTransfer: (id, container) => change(id, ({ transfers }) => ({ transfers: new Map([...transfers].filter(([key]) => key !== container)) })),
    putLink: (artifact, link) => {
      const known = current().remotes.links.get(artifact) ?? { claims: new Map(), aliases: new Map() };
      current().remotes.links.set(artifact, { ...known, link: { ...link } });
    },
    removeLink: (artifact) => void current().remotes.links.delete(artifact),
    putClaim: (artifact, claim) => changeLink(artifact, ({ claims }) => ({ claims: new Map(claims).set(claim.index, asKept(claim)) })),
    putSyncedAlias: (artifact, alias) => changeLink(artifact, ({ aliases }) => ({ aliases: new Map(aliases).set(alias.alias, { ...alias }) })),
    ...writeNumbers(current, changeLink),
  };
}

function latest({ newest }: RemoteInMemory, { putAt }: IndexPage): number {
  return Math.max(newest ?? putAt, putAt);
}

function withPage(known: RemoteInMemory, page: IndexPage): Partial<RemoteInMemory> {
  const { says = 'lies', putAt, whole } = page;
  const isGoing = says === 'going' || says === 'going-entirely';
  const places = new Map(known.places);
  let bytes = 0;
  for (const { size, chunks } of page.containers) {
    for (const { digest, ...place } of chunks) {
      if (place.kind === 'data') bytes += place.length;
      const named: BucketPlace = { ...place, containerSize: size, whole, going: isGoing ? putAt : null };
      const before = places.get(digest);
      places.set(digest, before === undefined ? named : placeAfter(before, named, says));
    }
  }
  const containers = page.containers.map(({ id }) => id);
  const pages = new Map(known.pages).set(page.id, { putAt, going: isGoing ? bytes : null, entirely: says === 'going-entirely', containers });
  return { newest: latest(known, page), pages, places };
}

function placeAfter(before: BucketPlace, named: BucketPlace, says: PageSays): BucketPlace {
  const isSame = before.container === named.container;
  switch (says) {
    case 'going':
    case 'going-entirely':
      return isSame && before.going === null ? { ...before, going: named.going } : before;
    case 'moved':
      return isSame ? before : { ...named, whole: before.whole && before.going === null };
    case 'lies':
      return before.going !== null && !isSame ? named : { ...before, whole: before.whole || named.whole };
  }
}

/** As the law says. */
function pagesWithin(pages: RemoteInMemory['pages'], gone: ReadonlySet<ContainerId>): string[] {
  const areGone = (containers: readonly ContainerId[]): boolean => containers.length > 0 && containers.every((id) => gone.has(id));
  const named = new Set([...pages.values()].flatMap(({ going, containers }) => (going === null && !areGone(containers) ? containers : [])));
  return [...pages].flatMap(([id, { going, containers }]) => (areGone(containers) && (going === null || !containers.some((one) => named.has(one))) ? [id] : [])).sort();
}

type ChangeLink = (artifact: ArtifactId, make: (known: LinkInMemory) => Partial<LinkInMemory>) => void;

function writeNumbers(current: () => State, changeLink: ChangeLink): Pick<RemoteWriter, 'renumberVersions' | 'setIdenticalTo' | 'rewriteOperation'> {
  return {
    renumberVersions: (artifact, from, by) => {
      if (!(Number.isSafeInteger(by) && by > 0)) throw new RangeError(`versions move on, not by ${by}`);
      const { artifacts, belongings, remotes } = current();
      const mine = belongings.get(artifact);
      const own = artifacts.get(artifact);
      if (mine === undefined || own === undefined) throw new Error(`there is no artifact ${artifact}`);
      const moved = (index: number): number => (index < from ? index : index + by);
      const versions = [...mine.versions].map(([index, version]) => [moved(index), { ...version, record: { ...version.record, index: moved(index) } }] as const);
      const aliases = [...mine.aliases].map(([alias, index]) => [alias, moved(index)] as const);
      belongings.set(artifact, { ...mine, versions: new Map(versions), aliases: new Map(aliases) });
      artifacts.set(artifact, { ...own, nextIndex: own.nextIndex + by });
      if (!remotes.links.has(artifact)) return;
      changeLink(artifact, ({ claims }) => ({ claims: new Map([...claims.values()].map((claim) => [moved(claim.index), { ...claim, index: moved(claim.index) }])) }));
    },
    setIdenticalTo: (artifact, index, identicalTo) => {
      const versions = current().belongings.get(artifact)?.versions;
      const version = versions?.get(index);
      if (versions === undefined || version === undefined) throw new Error(`artifact ${artifact} has no version ${index}`);
      versions.set(index, { ...version, record: { ...version.record, identicalTo } });
    },
    rewriteOperation: (id, change: Pick<Operation, 'arguments' | 'undo'>) => {
      const operation = current().operations.get(id);
      if (operation === undefined) throw new Error(`there is no operation ${id}`);
      current().operations.set(id, { ...operation, ...asKept(change) });
    },
  };
}
