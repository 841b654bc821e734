import type { Core } from '../core.ts';
import type { Artifact, ArtifactId } from '../model/artifact.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { Showing } from '../snapshot/snapshot-in-turn.ts';
import { LiveArtifact, type LiveState } from './live-artifact.ts';

/** All artifacts that the engine watches. An engine that does not watch has none, and every call here does nothing. */
export interface LiveArtifacts {
  /** Whether this engine watches: it lives on when what was asked is answered. */
  readonly watching: boolean;
  /** Starts every tracked artifact: watch it, then catch up on what was saved while nobody watched. */
  startAll(): void;
  /** Starts one that came back. */
  start(artifact: Artifact): void;
  /** Takes a new artifact in, before it is watched. */
  enroll(artifact: Artifact): void;
  /** Starts the watcher of a new artifact; resolves when its folders are watched, or at once when the signal is aborted. */
  beginWatching(artifact: Artifact, signal: AbortSignal): Promise<void>;
  during<T>(artifact: Artifact, state: LiveState, work: () => Promise<T>): Promise<T>;
  /** Shows that a snapshot goes on. */
  showing(artifact: Artifact): Showing;
  settled(artifact: Artifact, again: readonly EntryPath[]): void;
  configured(artifact: Artifact): void;
  setAllPaused(paused: boolean): void;
  allPaused(): boolean;
  stop(id: ArtifactId): Promise<void>;
  /** State and message of a watched artifact; null when it is not watched by this engine. */
  stateOf(id: ArtifactId): { readonly state: LiveState; readonly message: string } | null;
  close(): Promise<void>;
}

export const allPausedKey = 'all-paused';
/** The machine slept when a beat comes this much later than it should, ms. */
const beat = 10_000;
const missedBeats = 30_000;

export function createLiveArtifacts(core: Core, watching: boolean): LiveArtifacts {
  const live = new Map<ArtifactId, LiveArtifact>();
  const allPaused = (): boolean => core.catalog.setting(allPausedKey) === 'yes';
  let stopBeat: (() => void) | null = null;

  function add(artifact: Artifact): LiveArtifact {
    const known = live.get(artifact.id);
    if (known !== undefined) return known;
    const created = new LiveArtifact(core, artifact, allPaused());
    live.set(artifact.id, created);
    return created;
  }

  function begin(artifact: Artifact): void {
    if (!watching || artifact.path === null) return;
    start(artifact).catch((error: unknown) => core.log.error('an artifact could not be started', { artifact: artifact.name, error: String(error) }));
  }

  async function start(artifact: Artifact): Promise<void> {
    const started = add(artifact);
    if (core.workTree.inspect(artifact.path ?? '').state === 'folder') await started.beginWatching();
    await started.rescan(core.catalog.versionCount(artifact.id) === 0 ? 'baseline' : 'rescan');
  }

  /** Watchers sleep with the machine: after a resume the scan tells what they missed. */
  function keepBeat(last: number): void {
    stopBeat = core.clock.after(beat, () => {
      const now = core.clock.now();
      if (now - last > beat + missedBeats) for (const one of live.values()) one.hint({ kind: 'rescan', folder: '' });
      keepBeat(now);
    });
  }

  const stopHearing = core.facts.listen((fact) => {
    if (fact.kind === 'store.changed' || fact.kind === 'store.roomChanged') for (const one of live.values()) one.roomChanged();
  });

  return {
    watching,
    startAll() {
      if (!watching) return;
      keepBeat(core.clock.now());
      for (const artifact of core.catalog.artifacts()) begin(artifact);
    },
    start: begin,
    enroll(artifact) {
      if (watching) add(artifact);
    },
    async beginWatching(artifact, signal) {
      if (!watching) return;
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([add(artifact).beginWatching(), aborted]);
    },
    during: (artifact, state, work) => live.get(artifact.id)?.during(state, work) ?? work(),
    showing: (artifact) => (work) => live.get(artifact.id)?.during('snapshotting', work) ?? work(),
    settled: (artifact, again) => live.get(artifact.id)?.settled(again),
    configured: (artifact) => live.get(artifact.id)?.configured(artifact, allPaused()),
    setAllPaused(paused) {
      if (paused === allPaused()) return;
      core.catalog.transact((writer) => writer.setSetting(allPausedKey, paused ? 'yes' : 'no'));
      for (const one of live.values()) one.configured(one.artifact, paused);
      core.facts.tell({ kind: 'home.pausedChanged', allPaused: paused });
    },
    allPaused,
    async stop(id) {
      const stopped = live.get(id);
      live.delete(id);
      await stopped?.close();
    },
    stateOf(id) {
      const one = live.get(id);
      return one === undefined ? null : { state: one.state, message: one.message };
    },
    async close() {
      stopBeat?.();
      stopHearing();
      await Promise.all([...live.values()].map((one) => one.close()));
      live.clear();
    },
  };
}
