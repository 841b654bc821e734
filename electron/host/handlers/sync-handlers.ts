import type { Handlers } from '../../../shared/dispatcher.ts';
import type { SweptView, SyncResultView } from '../../../shared/remote-values.ts';
import type { Engine } from '../../engine/engine.ts';
import { Failure } from '../../engine/model/failure.ts';
import type { Remote } from '../../engine/model/remote.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { noteRefused } from '../../engine/remotes/note-refused.ts';
import { findRemote } from '../../engine/remotes/find-remote.ts';
import { cloneInto } from '../../engine/sync/clone-into.ts';
import { meetBucket } from '../../engine/sync/format-file.ts';
import { linkForPush } from '../../engine/sync/link-for-push.ts';
import { findLinked } from '../../engine/sync/linked.ts';
import { pull, type PullResult } from '../../engine/sync/pull.ts';
import { push } from '../../engine/sync/push.ts';
import type { Swept } from '../../engine/sync/sweep.ts';
import { sweepRemote } from '../../engine/sync/sweep-remote.ts';
import type { SyncedArtifactDeletions } from '../../engine/sync/sync-artifact-deletions.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { countingOpener, type TrafficCounts } from '../../engine/sync/traffic.ts';
import { artifactView, restoreResultView, versionView } from './views.ts';

type SyncMethods = 'remote.artifacts' | 'remote.sweep' | 'artifact.push' | 'artifact.pull' | 'artifact.clone';

/** Pushing, pulling and cloning, with what went over the line. */
export function syncHandlers(engine: Engine, core: SyncCore): Pick<Handlers, SyncMethods> {
  return {
    'remote.artifacts': async ({ remote }) => ({ artifacts: await artifactsOf(core, remote) }),
    'remote.sweep': async ({ remote: name }) => {
      const remote = findRemote(core.catalog, name);
      const { swept } = await sweepRemote(core, remote);
      return { remote: name, swept: sweptView(swept) };
    },
    'artifact.push': async ({ artifact, remote, content }) => {
      const to = linkForPush(core, artifact, { remote: remote ?? null, content: content ?? null });
      const { opener, counts } = countingOpener(core.buckets);
      const { pushed, swept, artifacts, ...pulled } = await push({ ...core, buckets: opener }, artifact).catch((error: unknown) => {
        noteRefused(core, to, error);
        throw error;
      });
      return { ...resultView(to.name, pushed, pulled, counts(), artifacts), swept: sweptView(swept) };
    },
    'artifact.pull': async ({ artifact, remote: wanted }) => {
      const { remote } = findLinked(core, artifact);
      if (wanted !== undefined && wanted !== remote.name) throw belongsElsewhere(core, artifact, remote, wanted);
      const { opener, counts } = countingOpener(core.buckets);
      const pulled = await pull({ ...core, buckets: opener }, artifact);
      return resultView(remote.name, [], pulled, counts());
    },
    'artifact.clone': async ({ remote, artifact, path }) => {
      const { opener, counts } = countingOpener(core.buckets);
      const cloned = await cloneInto({ ...core, buckets: opener }, engine.live, { remote, artifact, path: path ?? null });
      return {
        artifact: artifactView(engine, cloned.artifact),
        sync: resultView(remote, [], cloned.pulled, counts()),
        version: cloned.version === null ? null : versionView(cloned.version),
        restore: cloned.restored === null ? null : restoreResultView(cloned.restored),
      };
    },
  };
}

async function artifactsOf(core: SyncCore, remote: string): Promise<string[]> {
  const artifacts: string[] = [];
  try {
    const bucket = await meetBucket(core, findRemote(core.catalog, remote), { create: false, signal: new AbortController().signal });
    for await (const name of bucket.children('artifacts/')) artifacts.push(name);
  } catch (error) {
    // Nothing was pushed there yet.
    if (!(error instanceof Failure && error.code === 'bucket.not-found')) throw error;
  }
  return artifacts;
}

/** Throws Failure `remote.not-found` when the wanted one is none. */
function belongsElsewhere(core: SyncCore, artifact: string, { name }: Remote, wanted: string): Failure {
  const other = findRemote(core.catalog, wanted);
  return new Failure('artifact.not-linked', `"${artifact}" belongs to the remote "${name}", not to "${other.name}".`, { artifact, remote: name });
}

function resultView(remote: string, pushed: readonly number[], result: PullResult, { sent, received }: TrafficCounts, artifacts?: SyncedArtifactDeletions): SyncResultView {
  return {
    remote,
    pushed: { versions: pushed.length, ...sent, refs: pushed.map(formatIndex) },
    pulled: { versions: result.pulled.length, ...received, refs: result.pulled.map(formatIndex) },
    renumbered: result.renumbered.map(({ from, to }) => ({ from: formatIndex(from), to: formatIndex(to) })),
    conflicts: [...conflictsOf(result), ...(artifacts?.refused ?? []).map(artifactConflict)],
    aliases: { put: [...result.aliases.put], taken: [...result.aliases.taken] },
    edits: { put: result.edits.put.map(formatIndex), taken: result.edits.taken.map(formatIndex) },
    deletions: {
      put: result.deletions.put.map(formatIndex),
      taken: result.deletions.taken.map(formatIndex),
      returned: [...result.deletions.withdrawn, ...result.deletions.revived].map(formatIndex),
      artifacts: [...(artifacts?.put ?? [])],
    },
  };
}

export function sweptView(swept: Swept | null): SweptView | null {
  if (swept === null) return null;
  const { announcedBytes, due, restBytes, removedBytes, freedBytes } = swept;
  return { announcedBytes, dueAt: due, restBytes, removedBytes, freedBytes };
}

function artifactConflict({ name, alias }: SyncedArtifactDeletions['refused'][number]): SyncResultView['conflicts'][number] {
  return { kind: 'deletion', name, message: `"${name}" was not deleted in the bucket: a version of it has the protected alias "${alias}" there.` };
}

function conflictsOf({ aliases, deletions, edits }: PullResult): SyncResultView['conflicts'] {
  const where = (index: number | null): string => (index === null ? 'nowhere' : formatIndex(index));
  return [
    ...aliases.conflicts.map(({ alias, ours, theirs }) => ({
      kind: 'alias' as const,
      name: alias,
      message: `"${alias}" names ${where(ours.index)} here and ${where(theirs.index)} in the bucket. Say which one is meant, and push again.`,
    })),
    ...deletions.refused.map(({ index, alias }) => ({
      kind: 'deletion' as const,
      name: formatIndex(index),
      message:
        alias === null
          ? `${formatIndex(index)} was not deleted in the bucket: somebody edited it there since you saw it. Take your deletion back to look, and delete it again if that is meant.`
          : `${formatIndex(index)} was not deleted in the bucket: "${alias}" names it there. Move the alias, take your deletion back, and delete it again.`,
    })),
    ...deletions.kept.map((index) => ({
      kind: 'deletion' as const,
      name: formatIndex(index),
      message: `${formatIndex(index)} was deleted by somebody else, and is kept: an alias or a pin of yours stands against it. With your next push it comes back for everybody.`,
    })),
    ...edits.conflicts.map(({ index, field }) => ({
      kind: 'edit' as const,
      name: formatIndex(index),
      message: `"${field}" of ${formatIndex(index)} was changed here and in the bucket. Say which one is meant, and push again.`,
    })),
  ];
}
