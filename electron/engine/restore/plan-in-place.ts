import type { Core } from '../core.ts';
import { diffManifests, type Difference } from '../manifest/diff-manifests.ts';
import type { ManifestEdit } from '../manifest/edit-manifest.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import { parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import { digestOfContent, type Entry, type ReferenceEntry } from '../model/entry.ts';
import { heldCopies } from '../references/held-copy.ts';
import { standsApart } from '../references/added-references.ts';
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
  /** What the artifact refers to beside its folder and is another in the version: comes back in the manifest, without anything being fetched. */
  readonly apart: readonly ManifestEdit[];
  /** Paths that the restore will leave as they are, and why. */
  readonly left: readonly RestoreProblem[];
}

/**
 * The plan against the state that was just snapshotted: the difference of two manifests, so that its cost grows with what
 * differs. What stands there and is in no version is left alone, since overwriting it would lose it; so is what will be ignored
 * once the version's rules are back, since ignored files stay.
 */
export function planInPlace(core: Core, artifact: Artifact, resolved: ResolvedRestore, present: PresentManifest): PlannedRestore {
  const { version, scope } = resolved;
  const all = [...diffManifests(present.root, version.root, present.nodes, { contentOnly: false })];
  const { changes, apart } = splitApart(standsApart(core.catalog, artifact), all, scope);
  const isHidden = findHidden(core, resolved.target, present);
  const isIgnoredThen = findIgnoredThen(core, resolved, changes);
  const heldCopy = heldCopies(core, artifact, version.root);
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
    const why = isUnkept(change.path, unkept) ? unreadableNow : isHidden(change) ? unknownNow : change.before?.kind === 'reference' ? unheld : null;
    if (why !== null) {
      left.push({ path: change.path, message: `${change.path} is left alone: ${why}` });
      if (change.after !== null) leftWanted += 1;
      continue;
    }
    if (change.before !== null) before.push(change.before);
    if (change.after !== null) after.push(change.after.kind === 'reference' ? (heldCopy(change.after) ?? change.after) : change.after);
  }
  const plan = planRestore({ wanted: after, present: before, deleteExtra: true, withheld: lostBytes(present) });
  const unchanged = wantedCount(core, resolved) - after.length - leftWanted - apart.filter(({ entry }) => entry !== null).length;
  return { plan: { ...plan, unchanged: Math.max(0, unchanged) }, apart, left: [...left, ...plan.problems] };
}

/** Why the bytes of a file that is tracked without them are not to be had any more: no file of the folder has them now. */
function lostBytes(present: PresentManifest): (entry: ReferenceEntry) => string | null {
  let digests: Set<string | null> | null = null;
  return (entry) => {
    digests ??= new Set([...entriesWithin(present.root, '', present.nodes)].map(digestOfContent));
    const digest = digestOfContent(entry);
    if (digest === null || digests.has(digest)) return null;
    return `${entry.path} cannot be brought back: its bytes are no longer to be had. No version kept them, and no file of the folder has them now.`;
  };
}

/** Parts what differs in the folder from what differs in references that stand beside it. */
function splitApart(isApart: (entry: Entry) => boolean, all: readonly Difference[], scope: ResolvedRestore['scope']) {
  const changes: Difference[] = [];
  const apart: ManifestEdit[] = [];
  for (const { path, before, after } of all) {
    const was = before !== null && isApart(before) ? before : null;
    const will = after !== null && isApart(after) ? after : null;
    if ((was !== null || will !== null) && inScope(path, scope)) {
      if (will !== null || after === null) apart.push({ path, entry: will });
    }
    const folder = { path, before: was === null ? before : null, after: will === null ? after : null };
    if (folder.before !== null || folder.after !== null) changes.push(folder);
  }
  return { changes, apart };
}

const unreadableNow = 'its present content could not be read, so it could not be kept.';
const unheld = 'it is tracked without its bytes, so nothing could bring back what stands there now; move it away and restore again.';
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
