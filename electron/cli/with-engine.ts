import type { Client } from '../../shared/client.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import { ContractError } from '../../shared/errors.ts';
import type { ActivityView } from '../../shared/values.ts';
import { connect } from '../host/connect.ts';
import type { Invocation } from './invocation.ts';
import { unlocking } from './unlocking.ts';

/** The activity that a command starts: shown while it runs, cancelled by Ctrl-C. */
export interface Long {
  readonly kinds: readonly ActivityView['kind'][];
  /** Name of the artifact, where it is known before. */
  readonly artifact?: string;
}

/** Asks the engine for something short. Ctrl-C gives up at once. */
export function withEngine<T>(invocation: Invocation, work: (client: Client) => Promise<T>): Promise<T> {
  return converse(invocation, null, work);
}

/**
 * Asks the engine for something that may take long: shows its progress on a terminal, answers other commands meanwhile, and on
 * Ctrl-C cancels it and waits until it has come to rest. A second Ctrl-C does not wait.
 */
export function withLongWork<T>(invocation: Invocation, long: Long, work: (client: Client) => Promise<T>): Promise<T> {
  return converse(invocation, long, work);
}

async function converse<T>(
  invocation: Invocation,
  long: Long | null,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { promise: interrupted, reject: interrupt } = Promise.withResolvers<never>();
  interrupted.catch(() => undefined);
  let times = 0;
  let cancelWork: (() => void) | null = null;
  const stopHearing = invocation.onInterrupt(() => {
    times += 1;
    if (times === 1 && cancelWork !== null) cancelWork();
    else interrupt(interruption());
  });
  try {
    const opening = open(invocation, long !== null);
    // Given up while opening: an engine of our own must still be closed.
    interrupted.catch(() => opening.then((late) => late.close()).catch(() => undefined));
    const connection = await Promise.race([opening, interrupted]);
    const follower = long === null ? null : follow(connection.client, long, invocation, interrupt);
    cancelWork = follower?.cancel ?? null;
    try {
      return await Promise.race([work(unlocking(connection.client, invocation)), interrupted]);
    } finally {
      follower?.stop();
      cancelWork = null;
      await connection.close(interrupted);
    }
  } finally {
    stopHearing();
  }
}

function open(invocation: Invocation, serve: boolean): ReturnType<typeof connect> {
  return connect({
    home: invocation.home,
    serve,
    log: invocation.log,
    onLinger: () => invocation.output.note('Another command still uses this engine; waiting for it. Ctrl-C ends both.'),
  });
}

function interruption(): ContractError {
  return new ContractError({ code: 'operation.cancelled', message: 'Interrupted.' });
}

interface Follower {
  cancel(): void;
  stop(): void;
}

/** How long after Ctrl-C an activity may take to appear before the command is given up, ms. */
const appearance = 3_000;

/** Follows the activity of this command among all that the engine does. */
function follow(client: Client, long: Long, invocation: Invocation, giveUp: (error: Error) => void): Follower {
  const since = invocation.now() - 1_000;
  let cancelling = false;
  let late: NodeJS.Timeout | undefined;

  const isOurs = (activity: ActivityView): boolean =>
    long.kinds.includes(activity.kind) &&
    activity.startedAt >= since &&
    (long.artifact === undefined || activity.artifact === null || activity.artifact === long.artifact);

  async function cancelOne(activity: ActivityView): Promise<void> {
    const { cancelled } = await client.invoke('activity.cancel', { activity: activity.id });
    if (cancelled) clearTimeout(late);
  }

  async function cancelAll(): Promise<void> {
    const { activities } = await client.invoke('activity.list', {});
    await Promise.all(activities.filter(isOurs).map(cancelOne));
  }

  function hear(event: EngineEvent): void {
    if (event.kind !== 'activity.started' && event.kind !== 'activity.progressed') return;
    if (!isOurs(event.activity)) return;
    if (cancelling) void cancelOne(event.activity).catch(giveUp);
    else invocation.progress.show(event.activity);
  }

  const unsubscribe = client.subscribe(hear);
  return {
    cancel() {
      cancelling = true;
      invocation.progress.clear();
      late = setTimeout(() => giveUp(interruption()), appearance);
      cancelAll().catch(giveUp);
    },
    stop() {
      unsubscribe();
      clearTimeout(late);
      invocation.progress.clear();
    },
  };
}
