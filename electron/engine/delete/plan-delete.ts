import type { Core } from '../core.ts';
import { addressOf, findArtifact, findVersion } from '../find-version.ts';
import { latest } from '../model/alias.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import { refuseProtectedVersions } from '../versions/protected-alias.ts';
import { releaseOf, waitingRoots } from './release.ts';

/** What is to go of one artifact. */
export interface DeleteTarget {
  readonly artifact: string;
  /** `latest`, aliases, or `v3`; null: the artifact itself with all of its versions. */
  readonly references: readonly string[] | null;
}

export interface DeleteRequest {
  /** One for each artifact. */
  readonly targets: readonly DeleteTarget[];
  /** Versions that have aliases of their own go with them; without it they are refused. */
  readonly deleteAliases: boolean;
  /** Free at once; otherwise it can be taken back for a while. */
  readonly now: boolean;
  /** Which versions go from the team's bucket too. Missing: none; they go from this home alone. */
  readonly forTeam?: TeamChoice;
}

/** All, or those that this says of. */
export type TeamChoice = true | ((version: Version) => boolean);

/** What a deletion would do to one artifact. */
export interface DeletePart {
  readonly artifact: Artifact;
  readonly whole: boolean;
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** Aliases that go, `latest` not counted. */
  readonly aliases: readonly string[];
  /** The version that `latest` names afterwards; null when none is left. */
  readonly latestAfter: Version | null;
}

export interface DeletePlan {
  readonly parts: readonly DeletePart[];
  /** Content bytes that nobody else holds: freed at once, or when the deletion can no longer be taken back. */
  readonly freedBytes: number;
  /** Freed at once; otherwise it waits. */
  readonly now: boolean;
}

/**
 * Plans a deletion, a few ms at a time. Throws the Failure that says what is not there, or what forbids it, also when the counts do not
 * allow it. Nothing is changed. What is stored must be in use meanwhile.
 */
export async function planDelete(core: Core, request: DeleteRequest): Promise<DeletePlan> {
  const parts = planParts(core, request);
  const roots = rootsOf(parts);
  const freedBytes = request.now ? (await releaseOf(core, roots)).bytes : await addedToWaiting(core, roots);
  return { parts, freedBytes, now: request.now };
}

/** One for each version that goes. */
export function rootsOf(parts: readonly DeletePart[]): Version['root'][] {
  return parts.flatMap(({ versions }) => versions.map(({ root }) => root));
}

/** What goes, without how much that frees. Throws as `planDelete` does. */
export function planParts(core: Core, { targets, deleteAliases }: DeleteRequest): DeletePart[] {
  return targets.map((target) => planPart(core, target, deleteAliases));
}

function planPart(core: Core, target: DeleteTarget, deleteAliases: boolean): DeletePart {
  const artifact = findArtifact(core.catalog, target.artifact);
  const whole = target.references === null;
  const versions = versionsOf(core, artifact, target.references);
  refuseProtectedVersions(core.catalog, artifact, versions);
  if (!whole && !deleteAliases) refuseAliased(artifact, versions);
  const going = new Set(versions.map(({ index }) => index));
  const latestAfter = core.catalog.versions(artifact.id).find(({ index }) => !going.has(index)) ?? null;
  return { artifact, whole, versions, aliases: versions.flatMap(ownAliases), latestAfter };
}

function versionsOf(core: Core, artifact: Artifact, references: readonly string[] | null): Version[] {
  if (references === null) return core.catalog.versions(artifact.id).toReversed();
  const found = references.map((reference) => findVersion(core.catalog, artifact, reference));
  return [...new Map(found.map((version) => [version.index, version])).values()].toSorted((a, b) => a.index - b.index);
}

function ownAliases({ aliases }: Version): string[] {
  return aliases.filter((alias) => alias !== latest);
}

function refuseAliased(artifact: Artifact, versions: readonly Version[]): void {
  const kept = versions.find((version) => ownAliases(version).length > 0);
  if (kept === undefined) return;
  const aliases = ownAliases(kept);
  const address = addressOf(artifact, kept.index);
  const names = aliases.map((alias) => `"${alias}"`).join(', ');
  const message = `${address} is named ${names}: move the alias first, or delete it with the version (--delete-aliases).`;
  throw new Failure('version.has-aliases', message, { version: address, aliases });
}

/** Deletions that wait hold their bytes; what this one adds to them is freed with them. */
async function addedToWaiting(core: Core, roots: readonly Version['root'][]): Promise<number> {
  const waiting = waitingRoots(core);
  const both = await releaseOf(core, [...waiting, ...roots]);
  return both.bytes - (await releaseOf(core, waiting)).bytes;
}
