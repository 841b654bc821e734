import { readFileSync } from 'node:fs';
import type { EntryPath, FolderPath } from '../engine/model/entry-path.ts';
import type { WatchHint } from '../engine/ports/watcher.ts';

/** Gathers what happens in one turn of the event loop and tells each thing once, after the last of its events. */
export interface Hints {
  /** Counts an event of the system, also one that leads to no hint. */
  count(): void;
  changed(path: EntryPath): void;
  rescan(folder: FolderPath): void;
  rootGone(): void;
  /** Told once for each cause. */
  degraded(cause: string, message: string): void;
  /** Nothing is told from now on. */
  stop(): void;
}

/** `onLoss` is called after a turn whose events may not be all that happened; a rescan of everything was told for it. */
export function collectHints(tell: (hint: WatchHint) => void, onLoss: () => void, queueLength = inotifyQueueLength()): Hints {
  const changed = new Set<EntryPath>();
  const rescans = new Set<FolderPath>();
  const causes = new Set<string>();
  let events = 0;
  let flush: NodeJS.Immediate | null = null;
  let stopped = false;

  function soon(): void {
    if (!stopped) flush ??= setImmediate(tellAll);
  }

  function tellAll(): void {
    flush = null;
    // The system drops events when its queue is full, and Node does not say so. A full queue is drained in one turn: so
    // many events in one turn mean that some may be lost.
    const lossy = events > queueLength / 2;
    const told: WatchHint[] = lossy
      ? [{ kind: 'rescan', folder: '' }]
      : [
          ...[...changed].map((path) => ({ kind: 'changed' as const, path })),
          ...[...rescans].map((folder) => ({ kind: 'rescan' as const, folder })),
        ];
    events = 0;
    changed.clear();
    rescans.clear();
    for (const hint of told) if (!stopped) tell(hint);
    if (lossy && !stopped) onLoss();
  }

  return {
    count() {
      events++;
      soon();
    },
    changed(path) {
      if (events <= queueLength / 2) changed.add(path);
      soon();
    },
    rescan(folder) {
      rescans.add(folder);
      soon();
    },
    rootGone() {
      if (!stopped) tell({ kind: 'root-gone' });
    },
    degraded(cause, message) {
      if (stopped || causes.has(cause)) return;
      causes.add(cause);
      tell({ kind: 'degraded', message });
    },
    stop() {
      stopped = true;
      if (flush !== null) clearImmediate(flush);
    },
  };
}

const usualQueueLength = 16_384;

/** How many events the system holds for one process before it drops the next. */
export function inotifyQueueLength(): number {
  if (process.platform !== 'linux') return usualQueueLength;
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')) || usualQueueLength;
  } catch {
    return usualQueueLength;
  }
}
