import type { ArtifactState, ArtifactView } from '../../../shared/values.ts';
import type { EngineAway } from '../../lib/engine-away.ts';
import type { ArtifactsByName } from './fold.ts';

const byNameOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Tracked ones first, then by name; `data2` comes before `data10`. Only those whose name, type or path has the filter's words. */
export function listArtifacts(byName: ArtifactsByName, filter: string): ArtifactView[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return Object.values(byName)
    .filter((artifact) => {
      const text = `${artifact.name} ${artifact.type} ${artifact.path ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted(
      (one, other) =>
        Number(one.state === 'untracked') - Number(other.state === 'untracked') ||
        byNameOrder.compare(one.name, other.name),
    );
}

export interface StateLook {
  /** The word people read. */
  readonly word: string;
  /** Name of a colour of the theme. */
  readonly color: string;
  /** Something is going on right now. */
  readonly busy: boolean;
}

const looks: Record<ArtifactState, StateLook> = {
  starting: { word: 'Starting', color: 'gray', busy: true },
  watching: { word: 'Watching', color: 'strata', busy: false },
  settling: { word: 'Waiting for quiet', color: 'strata', busy: true },
  snapshotting: { word: 'Snapshotting', color: 'depth', busy: true },
  restoring: { word: 'Restoring', color: 'depth', busy: true },
  paused: { word: 'Paused', color: 'yellow', busy: false },
  problem: { word: 'Problem', color: 'red', busy: false },
  unwatched: { word: 'Not watched', color: 'gray', busy: false },
  untracked: { word: 'Not tracked', color: 'gray', busy: false },
};

/** What is true of an artifact while the engine is away: nothing watches it, whatever was told last. */
export function stateWhile(away: EngineAway, state: ArtifactState): ArtifactState {
  if (away === null || state === 'untracked' || state === 'paused') return state;
  return away === 'failed' ? 'unwatched' : 'starting';
}

/** What refers to places elsewhere has no folder to be tracked. */
export function lookOf(state: ArtifactState, mode: ArtifactView['mode']): StateLook {
  return state === 'untracked' && mode === 'reference' ? { ...looks[state], word: 'By reference' } : looks[state];
}

/** The artifact that changed last, tracked ones before others: what a person most likely wants to see. */
export function mostRecent(byName: ArtifactsByName): ArtifactView | undefined {
  const changedAt = (artifact: ArtifactView): number => artifact.latest?.createdAt ?? artifact.createdAt;
  return Object.values(byName).toSorted(
    (one, other) =>
      Number(one.state === 'untracked') - Number(other.state === 'untracked') || changedAt(other) - changedAt(one),
  )[0];
}
