import type { Core } from '../core.ts';
import { latestVersion } from '../find-version.ts';
import { longestWait, type Artifact } from '../model/artifact.ts';
import type { EntryPath } from '../model/entry-path.ts';
import { Failure } from '../model/failure.ts';
import type { VersionOrigin } from '../model/version.ts';
import type { Watch, WatchHint } from '../ports/watcher.ts';
import { takeSnapshot, type SnapshotResult } from '../snapshot/take-snapshot.ts';
import { dueAt, emptyFold, foldHint, foldRequests, requestsOf, type Fold, type FolderRequest } from '../watching/fold-hints.ts';

export type LiveState = 'starting' | 'watching' | 'settling' | 'snapshotting' | 'restoring' | 'paused' | 'problem';

/** How often a work tree is looked at again without any hint, ms: the watcher may have missed something. */
const slowRescan = 15 * 60_000;
const degradedRescan = 60_000;
/** Wait before a failed automatic snapshot is tried again, ms. */
const retryWait = 15_000;
/** How often a folder that is gone is looked for, ms. */
const returnWait = 2_000;

/** One artifact while the engine watches it: hints come in, versions go out. */
export interface LiveArtifact {
  artifact(): Artifact;
  state(): LiveState;
  /** One sentence where there is something to say; empty otherwise. */
  message(): string;
  /** Starts the watcher; resolves when every folder is watched. */
  beginWatching(): Promise<void>;
  /** Looks at everything once and makes a version if something changed while nobody watched. */
  rescan(origin: VersionOrigin): Promise<void>;
  /** Shows a state while work that holds the artifact's turn goes on; automatic snapshots wait. */
  during<T>(state: LiveState, work: () => Promise<T>): Promise<T>;
  /** What a snapshot by somebody else left to be looked at again. */
  settled(again: readonly EntryPath[]): void;
  configured(artifact: Artifact, allPaused: boolean): void;
  hint(hint: WatchHint): void;
  close(): Promise<void>;
}

export function createLiveArtifact(core: Core, initial: Artifact, pausedAtStart: boolean): LiveArtifact {
  let artifact = initial;
  let allPaused = pausedAtStart;
  let watch: Watch | null = null;
  let fold: Fold = emptyFold();
  let shown: LiveState = 'starting';
  let working: LiveState | null = null;
  let trouble = '';
  let degraded = '';
  let begun = false;
  let closed = false;
  let notBefore = 0;
  const timers = new Map<'due' | 'slow' | 'return', () => void>();

  function timer(name: 'due' | 'slow' | 'return', delay: number, action: () => void): void {
    timers.get(name)?.();
    if (!closed) timers.set(name, core.clock.after(delay, action));
  }

  const paused = (): boolean => allPaused || artifact.paused;

  function state(): LiveState {
    if (working !== null) return working;
    if (trouble !== '') return 'problem';
    if (paused()) return 'paused';
    if (!begun) return 'starting';
    return dueAt(fold, limits()) === null ? 'watching' : 'settling';
  }

  /** Tells when the state is another one than was last told. */
  function tellState(): void {
    if (closed || state() === shown) return;
    shown = state();
    core.facts.tell({ kind: 'artifact.changed', artifact });
  }

  const limits = (): { quietWindow: number; longestWait: number } => ({ quietWindow: artifact.quietWindow, longestWait });

  function schedule(): void {
    tellState();
    const due = dueAt(fold, limits());
    if (closed || paused() || working !== null || !begun || due === null) return;
    timer('due', Math.max(0, due - core.clock.now(), notBefore - core.clock.now()), () => void save());
  }

  function hint(told: WatchHint): void {
    if (closed) return;
    if (told.kind === 'degraded') {
      degraded = told.message;
      slowly();
      core.facts.tell({ kind: 'artifact.changed', artifact });
      return;
    }
    if (told.kind === 'root-gone') {
      lose(new Failure('folder.gone', `The folder ${artifact.path} is not there any more; saves go on when it is back.`));
      return;
    }
    fold = foldHint(fold, told, core.clock.now());
    schedule();
  }

  function slowly(): void {
    timer('slow', degraded === '' ? slowRescan : degradedRescan, () => {
      slowly();
      hint({ kind: 'rescan', folder: '' });
    });
  }

  async function save(): Promise<void> {
    if (closed || working !== null || paused()) return;
    const requests = requestsOf(fold);
    fold = emptyFold();
    if (requests.length > 0) await snapshot(requests, 'save');
  }

  async function snapshot(folders: readonly FolderRequest[], origin: VersionOrigin): Promise<void> {
    const waitForRest = origin === 'save';
    const kind = origin === 'baseline' ? 'track' : origin === 'rescan' ? 'rescan' : 'snapshot';
    try {
      const { again } = await core.activities.run(
        { kind, artifact: artifact.name, phase: 'Looking for changes', quiet: origin !== 'baseline' },
        (activity) =>
          core.turns.take(artifact.name, () =>
            during('snapshotting', (): Promise<SnapshotResult> => takeSnapshot(core, { artifact, folders, origin, waitForRest }, activity)),
          ),
      );
      trouble = '';
      settled(again);
    } catch (error) {
      if (closed) return;
      fold = foldRequests(fold, folders, core.clock.now());
      fail(error);
    }
  }

  function fail(error: unknown): void {
    if (error instanceof Failure && error.code === 'operation.cancelled') {
      tellState();
      return;
    }
    if (error instanceof Failure && (error.code === 'folder.gone' || error.code === 'folder.unreadable')) {
      lose(error);
      return;
    }
    trouble = error instanceof Failure ? error.message : `A snapshot failed and is tried again: ${String(error)}`;
    core.log.error('a snapshot failed', { artifact: artifact.name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    notBefore = core.clock.now() + retryWait;
    shown = 'problem';
    core.facts.tell({ kind: 'artifact.changed', artifact });
    schedule();
  }

  /** The folder is out of reach: say so, and look for it until it is back. */
  function lose(failure: Failure): void {
    const told = trouble === failure.message;
    trouble = failure.message;
    begun = false;
    void watch?.close();
    watch = null;
    timer('return', returnWait, () => void lookForReturn(failure));
    if (told) return;
    shown = 'problem';
    core.facts.tell({ kind: 'artifact.changed', artifact });
  }

  async function lookForReturn(failure: Failure): Promise<void> {
    const { path } = artifact;
    if (closed || path === null) return;
    if (core.workTree.inspect(path).state !== 'folder') {
      lose(failure);
      return;
    }
    if (await isEmptied(path)) {
      lose(emptied(path));
      return;
    }
    trouble = '';
    await beginWatching();
    await rescan('rescan');
  }

  /** Whether a folder that had something is empty now, as the mount point of a pulled drive is: that is no wish to delete. */
  async function isEmptied(path: string): Promise<boolean> {
    if ((latestVersion(core.catalog, artifact)?.files ?? 0) === 0) return false;
    const signal = new AbortController().signal;
    for await (const [root] of core.workTree.scan({ root: path, folders: [{ path: '', deep: false }] }, signal)) {
      return root?.state === 'listed' && root.listing.length === 0;
    }
    return false;
  }

  async function beginWatching(): Promise<void> {
    const { path } = artifact;
    if (closed || path === null || watch !== null) return;
    watch = core.watcher.watch(path, hint);
    await watch.ready;
    slowly();
  }

  async function rescan(origin: VersionOrigin): Promise<void> {
    const { path } = artifact;
    if (path !== null && (await isEmptied(path))) {
      lose(emptied(path));
      return;
    }
    begun = true;
    if (paused()) hint({ kind: 'rescan', folder: '' });
    else await snapshot([{ path: '', deep: true }], origin);
    schedule();
  }

  async function during<T>(doing: LiveState, work: () => Promise<T>): Promise<T> {
    const outer = working;
    working = doing;
    tellState();
    try {
      return await work();
    } finally {
      working = outer;
      schedule();
    }
  }

  function settled(again: readonly EntryPath[]): void {
    begun = true;
    for (const path of again) fold = foldHint(fold, { kind: 'changed', path }, core.clock.now());
    schedule();
  }

  return {
    artifact: () => artifact,
    state,
    message: () => trouble || degraded,
    beginWatching,
    rescan,
    during,
    settled,
    hint,
    configured(changed, everythingPaused) {
      artifact = changed;
      allPaused = everythingPaused;
      schedule();
    },
    async close() {
      closed = true;
      for (const cancel of timers.values()) cancel();
      await watch?.close();
    },
  };
}

function emptied(path: string): Failure {
  const message = `${path} is empty now, though its newest version is not. Is a drive missing? Saves go on when something is in it; "Snapshot now" keeps the empty state.`;
  return new Failure('folder.gone', message, { path });
}
