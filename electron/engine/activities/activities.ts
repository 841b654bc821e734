import type { Clock } from '../ports/clock.ts';
import type { Facts } from '../facts.ts';
import { Failure } from '../model/failure.ts';

export type ActivityKind = 'track' | 'snapshot' | 'restore' | 'verify' | 'repair' | 'rescan' | 'compact' | 'push' | 'pull' | 'fetch';

/** Something long that is under way, as seen at one moment. */
export interface Activity {
  readonly id: string;
  readonly kind: ActivityKind;
  /** Artifact name, or null for the whole store. */
  readonly artifact: string | null;
  readonly phase: string;
  readonly files: number;
  readonly totalFiles: number | null;
  readonly bytes: number;
  readonly totalBytes: number | null;
  /** Bytes per second over the last seconds. */
  readonly bytesPerSecond: number;
  /** ms, or null while it cannot be told. */
  readonly remaining: number | null;
  readonly startedAt: number;
  readonly cancellable: boolean;
  /** Nobody asked for it: it went by itself. */
  readonly automatic: boolean;
}

export type Advance = Partial<Pick<Activity, 'phase' | 'files' | 'totalFiles' | 'bytes' | 'totalBytes' | 'cancellable'>>;

/** What the work itself holds of its activity. */
export interface ActivityHandle {
  readonly id: string;
  /** Aborted with Failure `operation.cancelled` when somebody cancels. */
  readonly signal: AbortSignal;
  advance(change: Advance): void;
}

export interface Activities {
  list(): Activity[];
  /** Whether there was such an activity that can be cancelled. */
  cancel(id: string): boolean;
  cancelAll(): void;
  /**
   * Runs work as an activity: told when it starts, at most ten times a second while it goes on, and when it ends. Quiet ones are told
   * only once they have lasted for a while, so that saves of one small file do not flicker.
   */
  run<T>(
    request: { kind: ActivityKind; artifact: string | null; phase: string; quiet?: boolean; automatic?: boolean },
    work: (handle: ActivityHandle) => Promise<T>,
  ): Promise<T>;
}

const tellInterval = 100;
const quietTime = 400;
const rateWindow = 3_000;
const sampleInterval = 50;

interface Sample {
  readonly at: number;
  readonly bytes: number;
  readonly files: number;
}

interface Running {
  view: Activity;
  samples: Sample[];
  toldAt: number;
  announced: boolean;
  readonly controller: AbortController;
}

export function createActivities(clock: Clock, facts: Facts, newId: () => string): Activities {
  const running = new Map<string, Running>();

  function announce(entry: Running): void {
    if (entry.announced) return;
    entry.announced = true;
    facts.tell({ kind: 'activity.started', activity: entry.view });
  }

  function advance(entry: Running, change: Advance, quiet: boolean): void {
    const now = clock.now();
    entry.view = measured({ ...entry.view, ...change }, entry.samples, now);
    const interval = change.phase === undefined ? tellInterval : 0;
    if (now - entry.toldAt < interval) return;
    if (!entry.announced && quiet && now - entry.view.startedAt < quietTime) return;
    entry.toldAt = now;
    announce(entry);
    facts.tell({ kind: 'activity.progressed', activity: entry.view });
  }

  function finish(entry: Running, error: unknown): void {
    running.delete(entry.view.id);
    if (!entry.announced) return;
    const cancelled = error instanceof Failure && error.code === 'operation.cancelled';
    const outcome = error === null ? 'done' : cancelled ? 'cancelled' : 'failed';
    const message = error instanceof Error ? error.message : '';
    facts.tell({ kind: 'activity.finished', activity: entry.view, outcome, message });
  }

  return {
    list: () => [...running.values()].map((entry) => entry.view),
    cancel(id) {
      const entry = running.get(id);
      if (entry === undefined || !entry.view.cancellable) return false;
      entry.controller.abort(cancellation());
      return true;
    },
    cancelAll() {
      for (const entry of running.values()) entry.controller.abort(cancellation());
    },
    async run(request, work) {
      const quiet = request.quiet ?? false;
      const entry: Running = {
        view: beginning(newId(), request, clock.now()),
        samples: [],
        toldAt: 0,
        announced: false,
        controller: new AbortController(),
      };
      running.set(entry.view.id, entry);
      if (!quiet) announce(entry);
      const { id } = entry.view;
      const { signal } = entry.controller;
      try {
        const result = await work({ id, signal, advance: (change) => advance(entry, change, quiet) });
        finish(entry, null);
        return result;
      } catch (error) {
        finish(entry, error);
        throw error;
      }
    },
  };
}

export function cancellation(): Failure {
  return new Failure('operation.cancelled', 'It was cancelled; nothing half-made was left behind.');
}

function beginning(
  id: string,
  request: { kind: ActivityKind; artifact: string | null; phase: string; automatic?: boolean },
  now: number,
): Activity {
  return {
    id,
    kind: request.kind,
    artifact: request.artifact,
    phase: request.phase,
    files: 0,
    totalFiles: null,
    bytes: 0,
    totalBytes: null,
    bytesPerSecond: 0,
    remaining: null,
    startedAt: now,
    cancellable: true,
    automatic: request.automatic ?? false,
  };
}

/** The activity with its rate over the last seconds and the time left, by bytes or else by files. */
function measured(view: Activity, samples: Sample[], now: number): Activity {
  // Whoever tells every small step must not pay for thousands of samples.
  const last = samples.at(-1);
  if (last === undefined || now - last.at >= sampleInterval) samples.push({ at: now, bytes: view.bytes, files: view.files });
  while (samples.length > 2 && now - (samples[0] as Sample).at > rateWindow) samples.shift();
  const first = samples[0] as Sample;
  const seconds = (now - first.at) / 1_000;
  if (seconds < 0.25) return view;
  const bytesPerSecond = Math.max(0, (view.bytes - first.bytes) / seconds);
  const filesPerSecond = Math.max(0, (view.files - first.files) / seconds);
  const byBytes = timeLeft(view.totalBytes, view.bytes, bytesPerSecond);
  const byFiles = timeLeft(view.totalFiles, view.files, filesPerSecond);
  const remaining = byBytes === null ? byFiles : byFiles === null ? byBytes : Math.max(byBytes, byFiles);
  return { ...view, bytesPerSecond, remaining };
}

function timeLeft(total: number | null, done: number, perSecond: number): number | null {
  if (total === null || perSecond <= 0) return null;
  return (Math.max(0, total - done) / perSecond) * 1_000;
}
