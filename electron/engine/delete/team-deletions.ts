import type { ArtifactId } from '../model/artifact.ts';
import type { RemoteId } from '../model/remote.ts';
import { accessOf } from '../remotes/remote-access.ts';
import type { Generation } from '../ports/bucket.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/*
 * What a home remembers of deletions that hold for a whole team. Versions are named by the random ids that they have in the bucket, which stay when their
 * indexes move. It can be lost: then nothing is deleted in the bucket that was not yet, and what was is learned of again.
 */

/** A deletion that lies in the bucket. */
export interface KnownDeletion {
  readonly generation: Generation;
  /** Nothing brings the version back any more. */
  readonly isFinal: boolean;
}

export interface TeamDeletions {
  /** Ids of versions that were deleted here for everybody, and of which the bucket does not know yet. */
  readonly wanted: readonly string[];
  /** By index. */
  readonly known: Readonly<Record<number, KnownDeletion>>;
}

const none: TeamDeletions = { wanted: [], known: {} };

export function teamDeletions(catalog: CatalogReader, artifact: ArtifactId): TeamDeletions {
  const kept = catalog.setting(`team-deletions:${artifact}`);
  return kept === null ? none : (JSON.parse(kept) as TeamDeletions);
}

export function changeTeamDeletions(writer: CatalogWriter, artifact: ArtifactId, change: (before: TeamDeletions) => TeamDeletions): void {
  writer.setSetting(`team-deletions:${artifact}`, JSON.stringify(change(teamDeletions(writer, artifact))));
}

/** What was known is of a line of versions to which the artifact belongs no more. */
export function forgetTeamDeletions(writer: CatalogWriter, artifact: ArtifactId): void {
  changeTeamDeletions(writer, artifact, () => none);
}

/** Whether the artifact belongs to a bucket in which one may write. */
export function mayDeleteForTeam(catalog: CatalogReader, artifact: ArtifactId): boolean {
  const link = catalog.link(artifact);
  return link !== null && accessOf(catalog, link.remote).writable;
}

/** Notes that versions are deleted for everybody, as far as the bucket has them or was asked for their indexes. */
export function deleteForTeam(writer: CatalogWriter, artifact: ArtifactId, indexes: readonly number[]): void {
  const uids = indexes.flatMap((index) => writer.claim(artifact, index) ?? []).flatMap(({ state, uid }) => (state === 'void' ? [] : [uid]));
  if (uids.length > 0) changeTeamDeletions(writer, artifact, ({ wanted, known }) => ({ wanted: [...new Set([...wanted, ...uids])], known }));
}

/** An artifact that was deleted here for everybody. */
export interface TeamArtifactDeletion {
  readonly artifact: ArtifactId;
  readonly name: string;
  readonly uid: string;
  readonly remote: RemoteId;
  /** The bucket knows. */
  readonly isSent: boolean;
}

const artifactsKey = 'team-artifact-deletions';

export function teamArtifactDeletions(catalog: CatalogReader): readonly TeamArtifactDeletion[] {
  return JSON.parse(catalog.setting(artifactsKey) ?? '[]') as readonly TeamArtifactDeletion[];
}

export function changeTeamArtifactDeletions(writer: CatalogWriter, change: (before: readonly TeamArtifactDeletion[]) => readonly TeamArtifactDeletion[]): void {
  writer.setSetting(artifactsKey, JSON.stringify(change(teamArtifactDeletions(writer))));
}

/** Notes that an artifact is deleted for everybody, if it belongs to a bucket that has it. */
export function deleteArtifactForTeam(writer: CatalogWriter, artifact: ArtifactId, name: string): void {
  const link = writer.link(artifact);
  if (link === null) return;
  const { remote, uid } = link;
  changeTeamArtifactDeletions(writer, (before) => [...before.filter((one) => one.artifact !== artifact), { artifact, name, uid, remote, isSent: false }]);
}
