import { isRetryable, retryAfterOf } from '../engine/model/bucket-failure.ts';
import type { Failure } from '../engine/model/failure.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Random } from '../engine/ports/random.ts';
import { pause } from './clock-pause.ts';

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How often something is tried in all without getting on. */
  readonly tries?: number;
  /** The same where it is another number: asked at the first failure since something came through. */
  readonly triesAfter?: (failure: Failure) => number | null;
  /** ms before the second try; doubled with each. */
  readonly firstPause?: number;
  readonly longestPause?: number;
  /** Told before each pause, ms. */
  readonly onRetry?: (failure: Failure, pause: number) => void;
}

/** The most that a bucket may ask us to wait, ms. */
const longestAsked = 300_000;

/** The tries of one call. */
export interface Tries {
  /** Whether something failed before that may have happened all the same. */
  readonly failed: boolean;
  /** After an error: waits until the next try, or throws the error when there is none. */
  again(error: unknown, signal: AbortSignal | undefined): Promise<void>;
  /** Something came through: it counts anew. */
  gotOn(): void;
}

export function createTries(options: RetryOptions): Tries {
  const { clock, random, tries = 8, firstPause = 500, longestPause = 32_000 } = options;
  let failures = 0;
  let most: number | null = null;
  let failed = false;
  return {
    get failed() {
      return failed;
    },
    gotOn: () => {
      failures = 0;
      most = null;
    },
    again: async (error, signal) => {
      if (!isRetryable(error)) throw error;
      most ??= options.triesAfter?.(error) ?? tries;
      if (++failures >= most) throw error;
      failed = true;
      // Half of it by chance, so that all who met the same trouble do not come back together.
      const chosen = Math.min(longestPause, firstPause * 2 ** (failures - 1)) * (0.5 + random() / 2);
      const wait = Math.max(chosen, Math.min(longestAsked, retryAfterOf(error) ?? 0));
      options.onRetry?.(error, wait);
      await pause(clock, wait, signal);
    },
  };
}

/** Does something until it goes well, or fails for good. */
export async function retried<T>(options: RetryOptions, signal: AbortSignal | undefined, work: (tries: Tries) => Promise<T>): Promise<T> {
  const tries = createTries(options);
  for (;;) {
    try {
      return await work(tries);
    } catch (error) {
      await tries.again(error, signal);
    }
  }
}
