import type { ActivityHandle } from '../activities/activities.ts';
import { pause } from '../breaths.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Link, Remote } from '../model/remote.ts';
import type { Renumbered } from '../model/renumbered.ts';
import { editsOf } from '../model/version-edits.ts';
import type { Bucket } from '../ports/bucket.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { damagedInBucket } from './bucket-document.ts';
import { versionKey } from './bucket-keys.ts';
import { fetchNodes, unnamed } from './fetch-nodes.ts';
import { linkOf } from './linked.ts';
import { readIndex, type IndexView } from './read-index.ts';
import { readVersions } from './read-versions.ts';
import type { SyncCore } from './sync-core.ts';
import { takeVersions, type TakenVersions } from './take-versions.ts';
import type { VersionFile } from './version-file.ts';

/** Versions that are taken in with one transaction. */
const versionsAtOnce = 32;
const mostTries = 5;

export interface Syncing {
  readonly bucket: Bucket;
  readonly remote: Remote;
  readonly artifact: Artifact;
  readonly activity: ActivityHandle;
  /** When the index was read of which it was concluded what the bucket lacks. */
  readonly view: IndexView;
}

export interface PulledVersions {
  /** Indexes that came from the bucket. */
  readonly pulled: readonly number[];
  readonly renumbered: readonly Renumbered[];
  /** So many indexes others have, void ones too: what is here and in no bucket moved on as far. */
  readonly passed: number;
  /** Indexes of which it turned out that this home has them: the answer to an earlier try was lost. */
  readonly confirmed: readonly number[];
}

/** Takes in all versions that the bucket has and this home has not seen. Must hold the artifact's sync turn; the index must have been read just now. */
export async function pullVersions(core: SyncCore, syncing: Syncing): Promise<PulledVersions> {
  const { bucket, artifact, activity } = syncing;
  const pulled: number[] = [];
  const confirmed: number[] = [];
  let renumbered: readonly Renumbered[] = [];
  let passed = 0;
  for (;;) {
    const { next } = linkOf(core, artifact);
    const files = await readVersions(bucket, artifact, next, versionsAtOnce, activity.signal);
    if (files.length === 0) return { pulled, renumbered, confirmed, passed };
    for (const run of runsOf(core, artifact, files)) {
      if (run.isOurs) {
        for (const file of run.files) confirm(core, artifact, file);
        confirmed.push(...run.files.map(({ index }) => index));
        continue;
      }
      const taken = await takeRun(core, syncing, run.files).catch((error: unknown) => orChanged(error, syncing, run.files));
      if (taken === null) break; // read once more
      pulled.push(...taken.indexes);
      passed += run.files.length;
      renumbered = joined(renumbered, taken.renumbered);
    }
  }
}

/** Moves in two steps are one. */
export function joined(first: readonly Renumbered[], then: readonly Renumbered[]): Renumbered[] {
  const later = new Map(then.map(({ from, to }) => [from, to]));
  const moved = first.map(({ from, to }) => ({ from, to: later.get(to) ?? to }));
  const covered = new Set(first.map(({ to }) => to));
  return [...moved, ...then.filter(({ from }) => !covered.has(from))];
}

interface Run {
  readonly isOurs: boolean;
  readonly files: readonly VersionFile[];
}

/** Ours is what this home asked for: only the first can be, since it asks for one at a time. */
function runsOf(core: SyncCore, artifact: Artifact, files: readonly VersionFile[]): Run[] {
  const [first, ...others] = files;
  if (first === undefined) return [];
  const asked = core.catalog.claim(artifact.id, first.index);
  if (asked?.state !== 'asking' || asked.uid !== first.uid) return [{ isOurs: false, files }];
  return [{ isOurs: true, files: [first] }, ...(others.length === 0 ? [] : [{ isOurs: false, files: others }])];
}

/** Notes that an index is ours. What the bucket has of it is what was sent then. */
export function confirm(core: SyncCore, artifact: Artifact, { index, uid, by, version }: VersionFile): void {
  core.catalog.transact((writer) => {
    const link = writer.link(artifact.id) as Link;
    const base = version === null ? null : editsOf(version);
    writer.putClaim(artifact.id, { index, uid, state: version === null ? 'void' : 'claimed', by, pulled: false, base, generation: null });
    writer.putLink(artifact.id, { ...link, next: Math.max(link.next, index + 1) });
  });
}

/** Null: a version went from the bucket while it was pulled, and its record says so by now. */
async function orChanged(error: unknown, { bucket, artifact, activity }: Syncing, files: readonly VersionFile[]): Promise<null> {
  if (!(error instanceof Failure) || error.code !== 'bucket.damaged') throw error;
  const now = await readVersions(bucket, artifact, files[0]?.index ?? 0, files.length, activity.signal);
  if (now.length === files.length && now.every(({ version }, i) => (version === null) === (files[i]?.version === null))) throw error;
  return null;
}

async function takeRun(core: SyncCore, syncing: Syncing, files: readonly VersionFile[]): Promise<TakenVersions> {
  const { bucket, artifact, activity } = syncing;
  for (let tries = 1; ; tries++) {
    const fetched = await fetchAll(core, syncing, files);
    const taken = await core.turns.take(artifact.name, () => core.stored.use(() => refusing(bucket, artifact, files, () => takeVersions(core, artifact, syncing.remote.id, files, fetched))));
    activity.signal.throwIfAborted();
    if (taken === null && tries < mostTries) continue;
    if (taken === null) throw new Failure('store.damaged', `The store lost what ${artifact.name} needs while it was pulled; run "verify".`, { artifact: artifact.name });
    writePendingRecords(core);
    for (const fact of taken.facts) core.facts.tell(fact);
    return taken;
  }
}

/**
 * Pauses before the index is read again, ms. What it does not name may have been put a moment ago, and a network drive shows a new file in a folder's
 * listing seconds after others can read it.
 */
const pauses = [0, 1_000, 3_000];

async function fetchAll(core: SyncCore, { bucket, remote, activity }: Syncing, files: readonly VersionFile[]): ReturnType<typeof fetchNodes> {
  const roots = files.flatMap(({ version }) => (version === null ? [] : [version.root]));
  let bytes = 0;
  const how = { remote: remote.id, signal: activity.signal, onBytes: (more: number) => activity.advance({ bytes: (bytes += more) }) };
  for (const wait of pauses) {
    try {
      return await fetchNodes(core, bucket, roots, how);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'bucket.damaged' || (wait > 0 && error.data['why'] !== unnamed)) throw error;
    }
    await pause(core.clock, wait);
    await readIndex(core, bucket, remote, activity.signal);
  }
  return fetchNodes(core, bucket, roots, how);
}

async function refusing<T>(bucket: Bucket, artifact: Artifact, files: readonly VersionFile[], act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const what = error instanceof Failure && error.code === 'store.damaged' ? error.data['what'] : undefined;
    if (typeof what !== 'string') throw error;
    throw damagedInBucket(bucket, versionKey(artifact.name, files[0]?.index ?? 0), what, error);
  }
}
