import type { Artifact, ArtifactId } from '../../model/artifact.ts';
import type { Link, Remote } from '../../model/remote.ts';
import type { SyncRules } from '../../model/sync-rules.ts';
import type { SyncStatus, SyncWork } from '../../model/sync-status.ts';
import type { Surroundings } from '../../ports/surroundings.ts';
import { noteRefused } from '../../remotes/note-refused.ts';
import { accessOf } from '../../remotes/remote-access.ts';
import { unclaimed } from '../claim-version.ts';
import { pull, type PullResult } from '../pull.ts';
import { push } from '../push.ts';
import { rulesOf } from '../rules-of.ts';
import type { SyncCore } from '../sync-core.ts';
import { isAnythingUnpushed } from '../unpushed.ts';
import { decideSync, mustStop, type SyncSituation, type Trouble } from './decide.ts';
import { keepOffline } from './keep-offline.ts';
import { isVersionNew } from './look.ts';
import { troubleOf } from './trouble-of.ts';

export interface SyncAround {
  readonly surroundings: Surroundings;
  readonly isAllPaused: () => boolean;
}

interface Known {
  readonly artifact: Artifact;
  readonly link: Link;
  readonly remote: Remote;
  readonly rules: SyncRules;
}

/** The life of one artifact's link: decides, does, waits. Everything that it knows is read from the catalog or may be forgotten. */
export class ArtifactSync {
  readonly #core: SyncCore;
  readonly #id: ArtifactId;
  readonly #around: SyncAround;
  #unpushed: SyncSituation['unpushed'];
  #lookedAt: number | null = null;
  #pulledAt: number | null = null;
  #isContentWanted = true;
  #trouble: Trouble | null = null;
  #conflicts = 0;
  #going: { readonly kind: SyncWork; readonly since: number; readonly work: Promise<void> } | null = null;
  #isCalledOff = false;
  #isClosed = false;
  #stopTimer: () => void = () => undefined;
  #status: SyncStatus = { state: 'manual', since: null, until: null, message: '', conflicts: 0 };
  #told = '';

  constructor(core: SyncCore, id: ArtifactId, around: SyncAround) {
    this.#core = core;
    this.#id = id;
    this.#around = around;
    // What was there before the start may wait since long ago.
    this.#unpushed = { first: core.clock.now(), last: core.clock.now() };
  }

  get status(): SyncStatus {
    return this.#status;
  }

  /** Something here may not be in the bucket yet. What this sync itself brings is none of that. */
  changed(): void {
    if (this.#going !== null) return;
    const now = this.#core.clock.now();
    this.#unpushed = { first: this.#unpushed?.first ?? now, last: now };
    if (this.#trouble?.kind === 'cancelled') this.#trouble = null;
    this.decide();
  }

  /** Rules, remote or surroundings are others now; with `anew` what went wrong counts no more. */
  setOn({ anew }: { readonly anew: boolean }): void {
    if (anew) {
      this.#trouble = null;
      this.#isContentWanted = true;
      this.#unpushed ??= { first: this.#core.clock.now(), last: this.#core.clock.now() };
    }
    this.decide();
  }

  /** There is a way again, or time went by unseen: what waited for that goes at once, and others are asked for news. */
  wake(): void {
    if (this.#trouble?.kind === 'offline' || this.#trouble?.kind === 'busy') this.#trouble = null;
    this.#lookedAt = null;
    this.#pulledAt = null;
    this.decide();
  }

  /** Somebody pushed or pulled by hand, and it went well. */
  wentWell(): void {
    this.#trouble = null;
    this.#lookedAt = this.#pulledAt = this.#core.clock.now();
    this.decide();
  }

  decide(): void {
    this.#stopTimer();
    const known = this.#known();
    if (this.#isClosed || known === null) return;
    const situation = this.#situation(known);
    if (this.#going !== null) {
      if (mustStop(situation)) this.#callOff(known);
      return;
    }
    const step = decideSync(situation);
    if (step.kind === 'wait') {
      if (step.until !== null) this.#stopTimer = this.#core.clock.after(step.until - situation.now, () => this.decide());
      return this.#show(known, { state: step.why, since: this.#trouble?.since ?? null, until: step.until });
    }
    if (step.kind === 'push' && !isAnythingUnpushed(this.#core, known.artifact)) {
      this.#unpushed = null;
      return this.decide();
    }
    this.#begin(known, step.kind);
  }

  /** Calls off what is under way, and waits for it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    const known = this.#known();
    if (known !== null && this.#going !== null) this.#callOff(known);
    await this.#going?.work;
  }

  #begin(known: Known, kind: SyncWork): void {
    const since = this.#core.clock.now();
    const work = this.#do(known, kind).then(
      () => void (this.#trouble = null),
      (error: unknown) => this.#failed(known, error),
    );
    this.#going = { kind, since, work: work.then(() => this.#ended()) };
    this.#show(known, { state: kind, since, until: null });
  }

  #ended(): void {
    this.#going = null;
    this.#isCalledOff = false;
    this.decide();
  }

  #failed({ artifact, remote }: Known, error: unknown): void {
    if (this.#isCalledOff || this.#isClosed) return;
    // Who may not write goes on pulling: that stops nothing.
    const isReadOnly = noteRefused(this.#core, remote, error);
    this.#trouble = isReadOnly ? null : troubleOf(error, this.#trouble, this.#core.clock.now());
    this.#core.log.info('an artifact could not be synced by itself', { artifact: artifact.name, trouble: this.#trouble?.kind ?? 'read-only', error: String(error) });
  }

  async #do({ artifact, rules }: Known, kind: SyncWork): Promise<void> {
    switch (kind) {
      case 'push': {
        const result = await push(this.#core, artifact.name, 'rules');
        this.#took(result);
        const didAnything = result.pushed.length + result.aliases.put.length + result.edits.put.length > 0;
        const isLeft = unclaimed(this.#core, artifact).length > 0 || (didAnything && isAnythingUnpushed(this.#core, artifact));
        const now = this.#core.clock.now();
        this.#unpushed = isLeft ? { first: now, last: now } : null;
        return;
      }
      case 'pull':
        return this.#took(await pull(this.#core, artifact.name, 'rules'));
      case 'look':
        if (await this.#look(artifact)) this.#pulledAt = null;
        this.#lookedAt = this.#core.clock.now();
        return;
      case 'fetch':
        await keepOffline(this.#core, artifact, rules.offline, 'rules');
        this.#isContentWanted = false;
    }
  }

  #look(artifact: Artifact): Promise<boolean> {
    const request = { kind: 'pull' as const, artifact: artifact.name, phase: 'Looking at the bucket', quiet: true, automatic: true };
    return this.#core.activities.run(request, ({ signal }) => isVersionNew(this.#core, artifact, signal));
  }

  #took({ pulled, aliases, edits }: PullResult): void {
    this.#lookedAt = this.#pulledAt = this.#core.clock.now();
    this.#conflicts = aliases.conflicts.length + edits.conflicts.length;
    if (pulled.length > 0) this.#isContentWanted = true;
  }

  /** What is under way stops where it is, and goes on from there later. */
  #callOff({ artifact }: Known): void {
    this.#isCalledOff = true;
    for (const one of this.#core.activities.list()) if (one.automatic && one.artifact === artifact.name) this.#core.activities.cancel(one.id);
  }

  #show({ artifact }: Known, { state, since, until }: Pick<SyncStatus, 'state' | 'since' | 'until'>): void {
    const trouble = this.#trouble;
    const message = trouble !== null && trouble.kind !== 'cancelled' ? trouble.message : '';
    this.#status = { state, since, until, message, conflicts: this.#conflicts };
    // When it looks again while all is well is nobody's business.
    const told = JSON.stringify([state, since, state === 'resting' ? null : until, message, this.#conflicts]);
    if (told === this.#told) return;
    this.#told = told;
    this.#core.facts.tell({ kind: 'sync.changed', artifact, status: this.#status });
  }

  #known(): Known | null {
    const { catalog } = this.#core;
    const artifact = catalog.artifactById(this.#id);
    const link = catalog.link(this.#id);
    const remote = link === null ? null : catalog.remote(link.remote);
    if (artifact === null || link === null || remote === null) return null;
    return { artifact, link, remote, rules: rulesOf(catalog, artifact) };
  }

  #situation({ link, remote, rules }: Known): SyncSituation {
    const isWritable = accessOf(this.#core.catalog, remote.id).writable;
    return {
      now: this.#core.clock.now(),
      rules,
      isAllPaused: this.#around.isAllPaused(),
      conditions: this.#around.surroundings.current(),
      needsNetwork: !remote.address.startsWith('file:'),
      isWritable,
      isThere: link.next > 0 || !isWritable,
      unpushed: this.#unpushed,
      lookedAt: this.#lookedAt,
      pulledAt: this.#pulledAt,
      isContentWanted: this.#isContentWanted && rules.offline !== 'as-needed',
      trouble: this.#trouble,
    };
  }
}
