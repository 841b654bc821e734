import type { Fact } from '../../facts.ts';
import type { Artifact, ArtifactId } from '../../model/artifact.ts';
import type { SyncStatus } from '../../model/sync-status.ts';
import { unknownConditions, type Conditions, type Surroundings } from '../../ports/surroundings.ts';
import type { LiveArtifacts } from '../../tracking/live-artifacts.ts';
import type { SyncCore } from '../sync-core.ts';
import { ArtifactSync } from './artifact-sync.ts';
import { sweepByThemselves } from './automatic-sweeps.ts';

/** The artifacts of a home that go together with their remotes by themselves. */
export interface AutomaticSync {
  /** Null: this engine does nothing by itself. */
  statusOf(artifact: Artifact): SyncStatus | null;
  /** What the computer runs on and how it is connected, as far as is known. */
  conditions(): Conditions;
  /** Tries again at once what stopped or waits. */
  tryAgain(artifact: Artifact): void;
  /** Calls off what is under way, and waits for it. */
  close(): Promise<void>;
}

/** Of an engine that does nothing by itself. */
export const noAutomaticSync: AutomaticSync = { statusOf: () => null, conditions: () => unknownConditions, tryAgain: () => undefined, close: () => Promise.resolve() };

/**
 * Pushes and pulls by the rules of each artifact, as long as the engine stays. What is to be done follows from the catalog, so a restart goes on where
 * the last run ended. An engine of a single command does nothing by itself.
 */
export function createAutomaticSync(core: SyncCore, live: Pick<LiveArtifacts, 'watching' | 'allPaused'>, surroundings: Surroundings): AutomaticSync {
  if (!live.watching) return noAutomaticSync;
  const syncs = new Map<ArtifactId, ArtifactSync>();
  const around = { surroundings, isAllPaused: () => live.allPaused() };

  function syncOf(id: ArtifactId): ArtifactSync | null {
    const known = syncs.get(id);
    if (core.catalog.link(id) === null) {
      syncs.delete(id);
      return null;
    }
    if (known !== undefined) return known;
    const made = new ArtifactSync(core, id, around);
    syncs.set(id, made);
    return made;
  }

  function named(name: string | null): ArtifactSync | null {
    const artifact = name === null ? null : core.catalog.artifactByName(name);
    return artifact === null ? null : syncOf(artifact.id);
  }

  function hear(fact: Fact): void {
    switch (fact.kind) {
      case 'version.created':
      case 'version.edited':
      case 'versions.deleted':
      case 'versions.revived':
        return syncOf(fact.artifact.id)?.changed();
      case 'remote.changed':
        for (const id of core.catalog.linkedArtifacts(fact.remote.id)) syncOf(id)?.setOn({ anew: true });
        return;
      case 'home.pausedChanged':
        for (const sync of syncs.values()) sync.setOn({ anew: false });
        return;
      case 'activity.finished': {
        const { kind, automatic, artifact } = fact.activity;
        if (!automatic && fact.outcome === 'done' && (kind === 'push' || kind === 'pull')) named(artifact)?.wentWell();
        break;
      }
      default:
    }
  }

  const stopHearing = core.facts.listen(hear);
  let isOnline = surroundings.current().online;
  const stopFeeling = surroundings.listen((what) => {
    const { online } = surroundings.current();
    const isBack = what === 'woke' || (online === true && isOnline === false);
    isOnline = online;
    for (const sync of syncs.values()) if (isBack) sync.wake(); else sync.setOn({ anew: false });
  });
  for (const { id } of core.catalog.artifacts()) syncOf(id)?.decide();
  const stopSweeping = sweepByThemselves(core, around);

  return {
    conditions: () => surroundings.current(),
    statusOf: ({ id }) => syncs.get(id)?.status ?? null,
    tryAgain: ({ id }) => syncOf(id)?.setOn({ anew: true }),
    async close() {
      stopHearing();
      stopFeeling();
      await Promise.all([stopSweeping(), ...[...syncs.values()].map((sync) => sync.close())]);
    },
  };
}
