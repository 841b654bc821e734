import type { Clock } from '../engine/ports/clock.ts';

/** How many bytes may pass, by time. Shared by all transfers that it limits; each waits its turn. */
export interface RateLimit {
  /** Null: no limit. May be changed at any time; who waits, waits as the new one says. */
  bytesPerSecond: number | null;
  /** Resolves when so many bytes may pass. Rejects with the signal's reason when it is aborted. */
  take(bytes: number, signal: AbortSignal | undefined): Promise<void>;
}

interface Waiter {
  /** Passes when so many bytes were released since the beginning. */
  mark: number;
  readonly pass: () => void;
}

/** What was not used is kept for so long, s: then a pause does not end in a flood. */
const kept = 0.25;

export function createRateLimit(clock: Clock, bytesPerSecond: number | null): RateLimit {
  let rate = bytesPerSecond;
  let reserved = 0;
  let released = 0;
  let at = clock.now();
  let waiters: Waiter[] = [];
  let callOff: () => void = () => undefined;

  function release(): void {
    const now = clock.now();
    const passed = Math.max(0, now - at) / 1000;
    at = now;
    released = rate === null ? reserved : Math.min(released + passed * rate, reserved + kept * rate);
  }

  function letPass(): void {
    release();
    callOff();
    // Half a byte: what a clock of whole ms leaves out must not cost another turn.
    while (waiters[0] !== undefined && waiters[0].mark <= released + 0.5) waiters.shift()?.pass();
    const next = waiters[0];
    if (next !== undefined && rate !== null && rate > 0) callOff = clock.after(Math.ceil(((next.mark - released) / rate) * 1000), letPass);
  }

  return {
    get bytesPerSecond() {
      return rate;
    },
    set bytesPerSecond(wanted) {
      release();
      rate = wanted;
      letPass();
    },
    take: (bytes, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        release();
        // A piece passes when those before it have been paid for; it is paid for by those after it.
        const waiter: Waiter = { mark: reserved, pass: () => (signal?.removeEventListener('abort', onAbort), resolve()) };
        reserved += bytes;
        const onAbort = (): void => {
          const place = waiters.indexOf(waiter);
          for (const later of waiters.slice(place + 1)) later.mark -= bytes;
          reserved -= bytes;
          waiters = waiters.filter((other) => other !== waiter);
          letPass();
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiters.push(waiter);
        letPass();
      }),
  };
}
