import { isRetryable } from '../../model/bucket-failure.ts';
import { Failure } from '../../model/failure.ts';
import type { Trouble } from './decide.ts';

/** What an error means for who goes on by himself. `before`: the trouble until then. Defects are tried again, too: tomorrow's program may have none. */
export function troubleOf(error: unknown, before: Trouble | null, now: number): Trouble {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Failure)) return again('busy', message, before, now);
  if (error.code === 'operation.cancelled') return { kind: 'cancelled', since: now };
  const { code } = error;
  if (isRetryable(error)) return again(code === 'bucket.offline' ? 'offline' : 'busy', message, before, now);
  return { kind: 'refused', since: now, code, message };
}

function again(kind: 'offline' | 'busy', message: string, before: Trouble | null, now: number): Trouble {
  const known = before?.kind === 'offline' || before?.kind === 'busy' ? before : null;
  return { kind, since: known?.since ?? now, last: now, times: (known?.times ?? 0) + 1, message };
}
