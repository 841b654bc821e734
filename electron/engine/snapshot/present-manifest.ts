import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { withNewNodes } from '../manifest/build-manifest.ts';
import type { NodeSource } from '../manifest/node-source.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { Problem } from '../model/problem.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import { buildFound } from './build-found.ts';
import { scanAndCapture, unseen } from './scan-and-capture.ts';
import { isFromScratch, problemsOf, trackedRoot } from './take-snapshot.ts';

/** The manifest that a snapshot would have now. It is not stored: its new nodes are in `nodes` alone. */
export interface PresentManifest {
  readonly root: Digest;
  readonly nodes: NodeSource;
  readonly problems: readonly Problem[];
}

/** Looks at a work tree as a snapshot does, and stores nothing: changed files are digested, no bytes are kept. */
export async function presentManifest(core: Core, artifact: Artifact, activity: ActivityHandle): Promise<PresentManifest> {
  const root = trackedRoot(artifact);
  const base = isFromScratch(core, artifact) ? null : standingVersion(core.catalog, artifact);
  const session = core.capture.open({ root, keep: false, signal: activity.signal, onProgress: () => undefined });
  try {
    const request = { artifact, folders: [{ path: '' as const, deep: true }], origin: 'manual' as const, waitForRest: false };
    const seen = await scanAndCapture(core, request, root, base, session, unseen, activity);
    const problems = problemsOf(core, artifact, seen.gathering, seen.outcome);
    const { built } = buildFound(core, artifact, { base, ...seen }, true);
    if (built === null) return { root: (base as NonNullable<typeof base>).root, nodes: core.nodes, problems };
    return { root: built.root.node, nodes: withNewNodes(built, core.nodes), problems };
  } finally {
    await session.abandon();
  }
}
