import type { Core } from '../core.ts';
import { diffManifests } from '../manifest/diff-manifests.ts';
import { parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { PresentManifest } from '../snapshot/present-manifest.ts';
import { findHidden } from './find-hidden.ts';
import { findIgnoredThen } from './find-ignored-then.ts';
import { planRestore, type PresentEntry, type RestorePlan } from './plan-restore.ts';
import { inScope, scopedEntries, touchesScope, type ResolvedRestore } from './restore-request.ts';

export interface RestoreProblem {
  readonly path: string;
  readonly message: string;
}

export interface PlannedRestore {
  readonly plan: RestorePlan;
  /** Paths that the restore will leave as they are, and why. */
  readonly left: readonly RestoreProblem[];
}

/**
 * The plan against the state that was just snapshotted: the difference of two manifests, so that its cost grows with what
 * differs. What stands there and is in no version is left alone, since overwriting it would lose it; so is what will be ignored
 * once the version's rules are back, since ignored files stay.
 */
export function planInPlace(core: Core, resolved: ResolvedRestore, present: PresentManifest): PlannedRestore {
  const { version, scope } = resolved;
  const changes = [...diffManifests(present.root, version.root, present.nodes, { contentOnly: false })];
  const isHidden = findHidden(core, resolved.target, present);
  const isIgnoredThen = findIgnoredThen(core, resolved, changes);
  const unkept = unkeptPaths(present);
  const before: PresentEntry[] = [];
  const after: Entry[] = [];
  const left: RestoreProblem[] = [];
  let leftWanted = 0;
  for (const change of changes) {
    if (!inScope(change.path, scope)) {
      // A file that stands where the scope needs a folder is in the way of it.
      if (change.before !== null && touchesScope(change.path, scope ?? [])) before.push(change.before);
      continue;
    }
    if (change.after === null && isIgnoredThen(change)) continue;
    const why = isUnkept(change.path, unkept) ? unreadableNow : isHidden(change) ? unknownNow : null;
    if (why !== null) {
      left.push({ path: change.path, message: `${change.path} is left alone: ${why}` });
      if (change.after !== null) leftWanted += 1;
      continue;
    }
    if (change.before !== null) before.push(change.before);
    if (change.after !== null) after.push(change.after);
  }
  const plan = planRestore({ wanted: after, present: before, deleteExtra: true });
  const unchanged = wantedCount(core, resolved) - after.length - leftWanted;
  return { plan: { ...plan, unchanged: Math.max(0, unchanged) }, left: [...left, ...plan.problems] };
}

const unreadableNow = 'its present content could not be read, so it could not be kept.';
const unknownNow =
  'what stands there is in no version, because rules ignore it, it is no plain file, or it came just now; move it away and restore again.';

function wantedCount(core: Core, { version, scope }: ResolvedRestore): number {
  return scope === null ? version.files : [...scopedEntries(core, version.root, scope)].length;
}

function unkeptPaths(present: PresentManifest): ReadonlySet<string> {
  return new Set(present.problems.filter(({ reason }) => reason === 'unreadable' || reason === 'unsettled').map(({ path }) => path));
}

function isUnkept(path: EntryPath, unkept: ReadonlySet<string>): boolean {
  if (unkept.size === 0) return false;
  for (let at: FolderPath = path; at !== ''; at = parentOf(at)) if (unkept.has(at)) return true;
  return false;
}
