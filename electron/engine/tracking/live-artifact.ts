import type { Core } from '../core.ts';
import { latestVersion } from '../find-version.ts';
import { longestWait, type Artifact } from '../model/artifact.ts';
import type { EntryPath } from '../model/entry-path.ts';
import { Failure } from '../model/failure.ts';
import type { VersionOrigin } from '../model/version.ts';
import type { Watch, WatchHint } from '../ports/watcher.ts';
import { goneFolder } from '../scan/gone-folder.ts';
import { snapshotInTurn } from '../snapshot/snapshot-in-turn.ts';
import { dueAt, emptyFold, foldHint, foldRequests, requestsOf, type Fold, type FolderRequest } from '../watching/fold-hints.ts';
import { createNamedTimers, type NamedTimers } from './named-timers.ts';

export type LiveState = 'starting' | 'watching' | 'settling' | 'snapshotting' | 'restoring' | 'paused' | 'problem';

/** How often a work tree is looked at again without any hint, ms: the watcher may have missed something. */
const slowRescan = 15 * 60_000;
const degradedRescan = 60_000;
/** Wait before a failed automatic snapshot is tried again, ms. */
const retryWait = 15_000;
/** Wait after one that did not fit into the store: it is tried at once when there is room, ms. */
const noRoomWait = 10 * 60_000;
/** How often it is looked whether a full disk has room again, ms; and how much more room than there was, bytes. */
const roomWait = 5_000;
const enoughRoom = 8 * 1024 * 1024;
/** How often a folder that is gone is looked for, ms. */
const returnWait = 2_000;

/** One artifact while the engine watches it: hints come in, versions go out. */
export class LiveArtifact {
  readonly #core: Core;
  readonly #timers: NamedTimers<'due' | 'slow' | 'return' | 'room'>;
  #artifact: Artifact;
  #allPaused: boolean;
  #watch: Watch | null = null;
  #fold: Fold = emptyFold();
  /** The state that was told last. */
  #told: LiveState = 'starting';
  /** Work that holds the artifact's turn. */
  #doing: LiveState | null = null;
  #trouble = '';
  #degraded = '';
  /** The first look is done, or was not needed: hints may become versions. */
  #begun = false;
  #closed = false;
  #notBefore = 0;

  constructor(core: Core, artifact: Artifact, allPaused: boolean) {
    this.#core = core;
    this.#artifact = artifact;
    this.#allPaused = allPaused;
    this.#timers = createNamedTimers(core.clock);
  }

  get artifact(): Artifact {
    return this.#artifact;
  }

  get state(): LiveState {
    if (this.#doing !== null) return this.#doing;
    if (this.#trouble !== '') return 'problem';
    if (this.#isPaused()) return 'paused';
    if (!this.#begun) return 'starting';
    return this.#due() === null ? 'watching' : 'settling';
  }

  /** One sentence where there is something to say; empty otherwise. */
  get message(): string {
    return this.#trouble || this.#degraded;
  }

  /** Starts the watcher; resolves when every folder is watched. */
  async beginWatching(): Promise<void> {
    const { path } = this.#artifact;
    if (this.#closed || path === null || this.#watch !== null) return;
    this.#watch = this.#core.watcher.watch(path, (hint) => this.hint(hint));
    await this.#watch.ready;
    this.#rescanSlowly();
  }

  /** Looks at everything once and makes a version if something changed while nobody watched. */
  async rescan(origin: VersionOrigin): Promise<void> {
    const { path } = this.#artifact;
    if (path !== null && (await this.#isEmptied(path))) {
      this.#lose(emptied(path));
      return;
    }
    this.#begun = true;
    if (this.#isPaused()) this.hint({ kind: 'rescan', folder: '' });
    else await this.#snapshot([{ path: '', deep: true }], origin);
    this.#schedule();
  }

  hint(hint: WatchHint): void {
    if (this.#closed) return;
    switch (hint.kind) {
      case 'degraded':
        this.#degraded = hint.message;
        this.#rescanSlowly();
        this.#tell();
        return;
      case 'root-gone':
        this.#lose(goneFolder(this.#artifact.path ?? ''));
        return;
      case 'changed':
      case 'rescan':
        this.#fold = foldHint(this.#fold, hint, this.#core.clock.now());
        this.#schedule();
    }
  }

  /** Shows a state while work that holds the artifact's turn goes on; automatic snapshots wait. */
  async during<T>(doing: LiveState, work: () => Promise<T>): Promise<T> {
    const outer = this.#doing;
    this.#doing = doing;
    this.#tellState();
    try {
      return await work();
    } finally {
      this.#doing = outer;
      this.#schedule();
    }
  }

  /** What a snapshot left to be looked at again. */
  settled(again: readonly EntryPath[]): void {
    this.#begun = true;
    this.#trouble = '';
    this.#notBefore = 0;
    const now = this.#core.clock.now();
    for (const path of again) this.#fold = foldHint(this.#fold, { kind: 'changed', path }, now);
    this.#schedule();
  }

  /** The store has more room or another limit: what did not fit may fit now. */
  roomChanged(): void {
    // A full disk is looked after by itself.
    if (this.#notBefore === Number.POSITIVE_INFINITY) return;
    this.#notBefore = 0;
    this.#schedule();
  }

  configured(artifact: Artifact, allPaused: boolean): void {
    this.#artifact = artifact;
    this.#allPaused = allPaused;
    this.#schedule();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timers.close();
    await this.#watch?.close();
  }

  #isPaused(): boolean {
    return this.#allPaused || this.#artifact.paused;
  }

  #due(): number | null {
    return dueAt(this.#fold, { quietWindow: this.#artifact.quietWindow, longestWait });
  }

  #tell(): void {
    if (this.#closed) return;
    this.#told = this.state;
    this.#core.facts.tell({ kind: 'artifact.changed', artifact: this.#artifact });
  }

  #tellState(): void {
    if (this.state !== this.#told) this.#tell();
  }

  #schedule(): void {
    this.#tellState();
    const due = this.#due();
    if (this.#closed || this.#isPaused() || this.#doing !== null || !this.#begun || due === null) return;
    const now = this.#core.clock.now();
    if (this.#notBefore === Number.POSITIVE_INFINITY) return;
    this.#timers.set('due', Math.max(0, due - now, this.#notBefore - now), () => void this.#save());
  }

  #rescanSlowly(): void {
    this.#timers.set('slow', this.#degraded === '' ? slowRescan : degradedRescan, () => {
      this.#rescanSlowly();
      this.hint({ kind: 'rescan', folder: '' });
    });
  }

  async #save(): Promise<void> {
    // A folder that went out of reach meanwhile is looked at when it is back: what stands there now may be an empty mount point.
    if (this.#closed || !this.#begun || this.#doing !== null || this.#isPaused()) return;
    const requests = requestsOf(this.#fold);
    this.#fold = emptyFold();
    if (requests.length > 0) await this.#snapshot(requests, 'save');
  }

  async #snapshot(folders: readonly FolderRequest[], origin: VersionOrigin): Promise<void> {
    const core = this.#core;
    const { name } = this.#artifact;
    const kind = origin === 'baseline' ? 'track' : origin === 'rescan' ? 'rescan' : 'snapshot';
    const beginning = { kind, artifact: name, phase: 'Looking for changes', quiet: origin !== 'baseline' } as const;
    try {
      const request = () => ({ artifact: this.#artifact, folders, origin, waitForRest: origin === 'save' });
      const { again } = await core.activities.run(beginning, (activity) =>
        snapshotInTurn(core, name, (work) => this.during('snapshotting', work), request, activity),
      );
      this.settled(again);
    } catch (error) {
      if (this.#closed) return;
      this.#fold = foldRequests(this.#fold, folders, core.clock.now());
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const code = error instanceof Failure ? error.code : null;
    if (code === 'operation.cancelled') {
      // Whoever cancelled wants quiet: the next hint takes up what is left.
      this.#tellState();
      return;
    }
    if (error instanceof Failure && (code === 'folder.gone' || code === 'folder.unreadable')) {
      this.#lose(error);
      return;
    }
    if (error instanceof Failure && code === 'store.full') {
      this.#waitForRoom(error);
      return;
    }
    this.#core.log.error('a snapshot failed', { artifact: this.#artifact.name, error: stackOf(error) });
    this.#trouble = error instanceof Failure ? error.message : `A snapshot failed and is tried again: ${String(error)}`;
    this.#notBefore = this.#core.clock.now() + (code === 'store.over-limit' ? noRoomWait : retryWait);
    this.#tell();
    this.#schedule();
  }

  /** The disk of the store is full: versions wait, nothing is read in vain, and all goes on by itself when there is room. */
  #waitForRoom(failure: Failure): void {
    const { workTree, home } = this.#core;
    const free = workTree.freeSpace(home);
    this.#trouble = `${failure.message} Saves become versions again when there is room.`;
    this.#notBefore = Number.POSITIVE_INFINITY;
    this.#tell();
    const look = (): void => {
      if (workTree.freeSpace(home) < free + enoughRoom) this.#timers.set('room', roomWait, look);
      else {
        this.#notBefore = 0;
        this.#schedule();
      }
    };
    this.#timers.set('room', roomWait, look);
  }

  /** The folder is out of reach: say so once, and look for it until it is back. */
  #lose(failure: Failure): void {
    const isNews = this.#trouble !== failure.message;
    this.#trouble = failure.message;
    this.#begun = false;
    void this.#watch?.close();
    this.#watch = null;
    this.#timers.set('return', returnWait, () => void this.#lookForReturn(failure));
    if (isNews) this.#tell();
  }

  async #lookForReturn(failure: Failure): Promise<void> {
    const { path } = this.#artifact;
    if (this.#closed || path === null) return;
    if (this.#core.workTree.inspect(path).state !== 'folder') {
      this.#lose(failure);
      return;
    }
    if (await this.#isEmptied(path)) {
      this.#lose(emptied(path));
      return;
    }
    this.#trouble = '';
    await this.beginWatching();
    await this.rescan('rescan');
  }

  /** Whether a folder that had something is empty now, as the mount point of a pulled drive is: that is no wish to delete. */
  async #isEmptied(path: string): Promise<boolean> {
    if ((latestVersion(this.#core.catalog, this.#artifact)?.files ?? 0) === 0) return false;
    const { signal } = new AbortController();
    for await (const [root] of this.#core.workTree.scan({ root: path, folders: [{ path: '', deep: false }] }, signal)) {
      return root?.state === 'listed' && root.listing.length === 0;
    }
    return false;
  }
}

function emptied(path: string): Failure {
  const message = `${path} is empty now, though its newest version is not. Is a drive missing? Saves go on when something is in it; "Snapshot now" keeps the empty state.`;
  return new Failure('folder.gone', message, { path });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
