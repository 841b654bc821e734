import type { EngineEvent } from '../../shared/contract.ts';

/** The writing half of a connection. */
export interface LineSink {
  /** False: hold back until `onDrain` is called. */
  write(line: string): boolean;
}

interface Held {
  readonly line: string;
  /** Activity whose progress this is; only the newest of it is worth telling. */
  readonly progressOf: string | null;
}

export interface OutgoingLines {
  answer(line: string): void;
  tell(event: EngineEvent, line: string): void;
  /** The peer reads again. */
  drained(): void;
  readonly blocked: boolean;
  /** Characters that wait for the peer. */
  readonly waiting: number;
}

/**
 * Keeps the order of what goes to one peer without ever waiting for it. While the peer does not read, lines are held back: of
 * each activity only its newest progress, of everything else all. `onOverflow` is called when that becomes more than
 * `mostWaiting` characters: such a peer is lost.
 */
export function createOutgoingLines(sink: LineSink, mostWaiting: number, onOverflow: () => void): OutgoingLines {
  let held: Held[] = [];
  let waiting = 0;
  let blocked = false;

  function forgetProgress(activity: string): void {
    held = held.filter((one) => {
      if (one.progressOf === activity) waiting -= one.line.length;
      return one.progressOf !== activity;
    });
  }

  function push(line: string, progressOf: string | null): void {
    if (!blocked) {
      blocked = !sink.write(line);
      return;
    }
    held.push({ line, progressOf });
    waiting += line.length;
    if (waiting > mostWaiting) onOverflow();
  }

  return {
    answer: (line) => push(line, null),
    tell(event, line) {
      const progressOf = event.kind === 'activity.progressed' ? event.activity.id : null;
      if (blocked && event.kind === 'activity.finished') forgetProgress(event.activity.id);
      if (blocked && progressOf !== null) forgetProgress(progressOf);
      push(line, progressOf);
    },
    drained() {
      blocked = false;
      let sent = 0;
      for (const one of held) {
        if (blocked) break;
        waiting -= one.line.length;
        blocked = !sink.write(one.line);
        sent += 1;
      }
      held = held.slice(sent);
    },
    get blocked() {
      return blocked;
    },
    get waiting() {
      return waiting;
    },
  };
}
