import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import { comparePaths, type EntryPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Problem } from '../model/problem.ts';
import type { Version, VersionOrigin } from '../model/version.ts';
import type { Captured } from '../ports/capture.ts';
import { buildFound, type SnapshotFound } from '../snapshot/build-found.ts';
import { emptyOutcome, keptEntry } from '../snapshot/capture-changes.ts';
import { commitSnapshot, storeNodes } from '../snapshot/commit-snapshot.ts';
import { emptyGathering } from '../snapshot/gather-changes.ts';
import { growManifest } from '../snapshot/growing-manifest.ts';
import { rememberedProblems } from '../snapshot/remembered-problems.ts';
import type { SnapshotResult } from '../snapshot/take-snapshot.ts';
import { writePendingRecords } from '../store/write-records.ts';

export interface EditsToStore {
  readonly artifact: Artifact;
  readonly origin: VersionOrigin;
  readonly description?: string;
  readonly aliases?: readonly string[];
  /** The version that is edited; null: there is none yet. */
  readonly base: Version | null;
  readonly edits: ReadonlyMap<EntryPath, Entry | null>;
  readonly problems: readonly Problem[];
  /** What was brought into the store for these entries. */
  readonly captured?: Captured;
}

/** Makes a version of another one with some entries changed, unless nothing did. Must hold the artifact's turn, and what is stored must be in use. */
export function storeEdits(core: Core, { base, edits, captured = { containers: [], lists: [] }, ...request }: EditsToStore): SnapshotResult {
  const { artifact } = request;
  const found: SnapshotFound = {
    base,
    growing: base === null ? growManifest(inOrder(edits), edits.size, core.digester) : null,
    gathering: emptyGathering(),
    outcome: emptyOutcome(),
    changes: { edits, captured: [], entryOf: keptEntry },
  };
  const manifest = buildFound(core, artifact, found, false);
  const nodes = manifest.built === null ? null : storeNodes(core, manifest.built);
  const problems = [...rememberedProblems(core.catalog, artifact), ...request.problems];
  try {
    const { result, facts } = commitSnapshot(core, { ...request, folders: [], waitForRest: false }, { ...found, captured, nodes, problems }, manifest);
    for (const fact of facts) core.facts.tell(fact);
    if (facts.length > 0) writePendingRecords(core);
    return result;
  } catch (error) {
    // What a transaction did not come to name is nobody's.
    if (nodes !== null && !core.catalog.containers().some(({ id }) => id === nodes.id)) core.containers.remove(nodes.id);
    throw error;
  }
}

function* inOrder(edits: ReadonlyMap<EntryPath, Entry | null>): Generator<Entry> {
  const entries = [...edits.values()].filter((entry) => entry !== null);
  yield* entries.sort((a, b) => comparePaths(a.path, b.path));
}
