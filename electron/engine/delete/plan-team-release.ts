import type { NamedChild } from '../manifest/children.ts';
import { digestFromBytes, type Digest } from '../model/digest.ts';
import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { RemoteId } from '../model/remote.ts';
import type { Version } from '../model/version.ts';
import type { Core } from '../core.ts';
import { takeInBreaths } from '../breaths.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';
import type { DeletePart } from './plan-delete.ts';
import { mayDeleteForTeam } from './team-deletions.ts';

/** What a deletion frees in buckets. */
export interface TeamRelease {
  readonly remotes: readonly RemoteId[];
  /** Raw bytes of contents that no other version needs, of those in the same bucket that are known here. */
  readonly bytes: number;
}

/** What would be freed in buckets if this were deleted for everybody; null when nothing of it lies in one where it may be. What is stored must be in use meanwhile. */
export async function planTeamRelease(core: Core, parts: readonly DeletePart[]): Promise<TeamRelease | null> {
  const shared = parts.filter(({ artifact }) => mayDeleteForTeam(core.catalog, artifact.id));
  const byRemote = Map.groupBy(shared, ({ artifact }) => core.catalog.link(artifact.id)?.remote as RemoteId);
  const remotes: RemoteId[] = [];
  let bytes = 0;
  for (const [remote, some] of byRemote) {
    const going = some.flatMap(({ artifact, versions }) => versions.filter(({ index }) => isClaimed(core, artifact.id, index)));
    if (going.length === 0) continue;
    remotes.push(remote);
    bytes += await takeInBreaths(core.clock, releasedBytes(core, going, othersIn(core, remote, new Set(going.map(keyOf)))));
  }
  return remotes.length === 0 ? null : { remotes, bytes };
}

function keyOf({ artifact, index }: Version): string {
  return `${artifact} ${index}`;
}

function isClaimed(core: Core, artifact: Version['artifact'], index: number): boolean {
  return core.catalog.claim(artifact, index)?.state === 'claimed';
}

/** Versions in the same bucket that stay. */
function othersIn(core: Core, remote: RemoteId, going: ReadonlySet<string>): Version[] {
  const all = core.catalog.linkedArtifacts(remote).flatMap((artifact) => core.catalog.versions(artifact));
  return all.filter((version) => !going.has(keyOf(version)) && isClaimed(core, version.artifact, version.index));
}

/** The length of contents is the same wherever they lie. */
function* releasedBytes(core: Core, going: readonly Version[], others: readonly Version[]): Generator<void, number> {
  const alive = new DigestTable();
  yield* walk(core, others, alive, () => undefined);
  const dead = DigestTable.of([...alive].map(([digest]) => [digest, 0]));
  const contents = new DigestTable();
  yield* walk(core, going, dead, (bytes, offset) => void contents.addAt(bytes, offset));
  if (contents.size === 0) return 0;
  yield* walk(core, others, new DigestTable(), (bytes, offset) => {
    const place = contents.findAt(bytes, offset);
    if (place !== nowhere) contents.setNumber(place, 1);
  });
  let bytes = 0;
  for (const [digest, isNeeded] of contents) if (isNeeded === 0) bytes += core.catalog.chunk(digest)?.length ?? 0;
  return bytes;
}

/** Every node below these that is not in `seen` yet, once. */
function* walk(core: Core, versions: readonly Version[], seen: DigestTable, onData: (bytes: Uint8Array, offset: number) => void): Generator<void> {
  const open: { readonly digest: Digest; readonly kind: 'manifest' | 'list' }[] = [];
  const meet = (bytes: Uint8Array, offset: number, kind: NamedChild['kind']): void => {
    if (kind === 'data') {
      onData(bytes, offset);
      return;
    }
    const before = seen.size;
    seen.addAt(bytes, offset);
    if (seen.size > before) open.push({ digest: digestFromBytes(bytes, offset), kind });
  };
  for (const { root } of versions) {
    const before = seen.size;
    seen.add(root);
    if (seen.size > before) open.push({ digest: root, kind: 'manifest' });
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    visitNaming(node.kind, core.nodes.read(node.digest), meet);
    yield;
  }
}
