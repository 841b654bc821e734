import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import { digestOfContent, type ReferenceEntry } from '../model/entry.ts';
import { sideBySide } from '../sync/side-by-side.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import { ownRoots } from './added-references.ts';
import { createPatience } from './patience.ts';
import { deliverReference, type ReferenceDelivery, type ReferenceOutcome } from './deliver-reference.ts';

export interface FetchRequest {
  readonly artifact: Artifact;
  /** Absolute path of the folder; each reference is put under its own path. */
  readonly root: string;
  readonly entries: readonly ReferenceEntry[];
  readonly durable: boolean;
  /** What was done before, for the progress. */
  readonly before: { readonly files: number; readonly bytes: number };
}

/** Transfers side by side. */
export const transfers = 8;

/** Fetches references into a folder, several side by side; returns what could not be put in place, and why. The others are there. */
export async function fetchReferences(core: Core, { entries, before, ...request }: FetchRequest, activity: ActivityHandle) {
  const problems: { readonly path: string; readonly message: string }[] = [];
  const progress = createProgress(before, activity);
  const present = presentContents(core, request.artifact);
  const patience = createPatience();
  activity.advance({ phase: 'Fetching' });
  await sideBySide(entries, transfers, async (entry) => {
    activity.signal.throwIfAborted();
    const one = progress.begin();
    const outcome = await deliverFromAnywhere(core, { ...request, entry, path: entry.path, signal: activity.signal, patience, onBytes: one.bytes }, present);
    if (outcome.outcome === 'problem') problems.push({ path: entry.path, message: outcome.message });
    one.end(outcome.outcome === 'delivered');
  });
  return problems.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Where else, in the folder that an artifact tracks without its bytes, a content lies: URIs by digest. */
type PresentContents = () => ReadonlyMap<string, readonly string[]>;

/** The folder's own files may have been moved or copied: what is not at its place any more is looked for under the others. */
async function deliverFromAnywhere(core: Core, delivery: ReferenceDelivery, present: PresentContents): Promise<ReferenceOutcome> {
  const { artifact, entry } = delivery;
  const outcome = await deliverReference(core, delivery);
  const digest = digestOfContent(entry);
  if (outcome.outcome === 'delivered' || digest === null || !ownRoots(core.catalog, artifact).some((root) => entry.uri.startsWith(root))) return outcome;
  for (const uri of present().get(digest) ?? []) {
    const other = uri === entry.uri ? null : await deliverReference(core, { ...delivery, entry: { ...entry, uri } });
    if (other?.outcome === 'delivered') return other;
  }
  return outcome;
}

/** As of the last look at the folder. Read when it is asked for first. */
function presentContents(core: Core, artifact: Artifact): PresentContents {
  let known: Map<string, string[]> | null = null;
  return () => {
    if (known !== null) return known;
    known = new Map();
    const standing = standingVersion(core.catalog, artifact);
    for (const entry of standing === null ? [] : entriesWithin(standing.root, '', core.nodes)) {
      const digest = entry.kind === 'reference' ? digestOfContent(entry) : null;
      if (entry.kind === 'reference' && digest !== null) known.set(digest, [...(known.get(digest) ?? []), entry.uri]);
    }
    return known;
  };
}

/** Sums up what several transfers tell. */
export function createProgress(before: { readonly files: number; readonly bytes: number }, activity: ActivityHandle) {
  let { files, bytes } = before;
  return {
    begin() {
      let mine = 0;
      const tell = (now: number): void => {
        bytes += now - mine;
        mine = now;
        activity.advance({ files, bytes });
      };
      return {
        bytes: tell,
        end(isWhole: boolean): void {
          if (isWhole) files += 1;
          tell(isWhole ? mine : 0);
        },
      };
    },
  };
}
