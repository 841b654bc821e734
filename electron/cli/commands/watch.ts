import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Client } from '../../../shared/client.ts';
import { ContractError } from '../../../shared/errors.ts';
import { connect, type Connection } from '../../host/connect.ts';
import type { Invocation, Run } from '../invocation.ts';
import { BrokenPipe } from '../output.ts';
import { parseName } from '../reference.ts';
import { readyLine, watchLine, type WatchLine } from '../watch-lines.ts';
import { localTime } from '../humane.ts';

/** ms */
const longestGoodbye = 300;

export function defineWatch(program: Command, run: Run): Command {
  return program
    .command('watch')
    .summary('watch the tracked folders and print what happens')
    .description(
      'Watches all tracked folders in the foreground and prints what happens, until Ctrl-C. While the app runs, it ' +
        'does the watching, and this prints its events. Other commands work beside it.',
    )
    .argument('[name...]', 'print only what happens to these artifacts')
    .addHelpText('after', '\nExample:\n  strata watch animals --json')
    .action((names: string[]) => run((invocation) => watch(invocation, names.map(parseName))));
}

async function watch(invocation: Invocation, names: readonly string[]): Promise<void> {
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<'interrupted'>();
  const stopHearing = invocation.onInterrupt(() => interrupt('interrupted'));
  try {
    const { home, log } = invocation;
    const connecting = connect({ home, watch: true, serve: true, log });
    const connection = await Promise.race([connecting, interrupted]);
    if (connection === 'interrupted') return await connecting.then((late) => late.close());
    try {
      await tellUntil(invocation, connection, names, interrupted);
    } finally {
      await connection.close();
    }
  } finally {
    stopHearing();
  }
}

async function tellUntil(
  invocation: Invocation,
  connection: Connection,
  names: readonly string[],
  interrupted: Promise<'interrupted'>,
): Promise<void> {
  const { client } = connection;
  const { promise: broken, reject: breakOff } = Promise.withResolvers<never>();
  broken.catch(() => undefined);
  let last = Promise.resolve();
  const tell = (line: WatchLine): void => {
    last = last.then(() => write(invocation, line)).catch(breakOff);
  };
  const unsubscribe = client.subscribe((event) => {
    const line = watchLine(event, invocation.output.colours);
    if (line !== null && concerns(line, names)) tell(line);
  });
  try {
    const artifacts = await askFor(client, names);
    tell(readyLine(artifacts, connection.how));
    const end = await Promise.race([interrupted, connection.ended.then(() => 'ended' as const), broken]);
    unsubscribe();
    // A reader that pauses must not keep the engine from closing.
    await Promise.race([last, delay(longestGoodbye)]);
    if (end === 'ended') throw gone();
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error;
  } finally {
    unsubscribe();
  }
}

/** Names of what is told about; rejects when one of the asked is not there. */
async function askFor(client: Client, names: readonly string[]): Promise<string[]> {
  if (names.length > 0) {
    for (const artifact of names) await client.invoke('artifact.get', { artifact });
    return [...names];
  }
  const { artifacts } = await client.invoke('artifact.list', {});
  return artifacts.filter(({ state }) => state !== 'untracked').map(({ name }) => name);
}

function concerns({ document: { artifact } }: WatchLine, names: readonly string[]): boolean {
  return names.length === 0 || artifact === null || names.includes(artifact);
}

async function write(invocation: Invocation, { document, sentence }: WatchLine): Promise<void> {
  const { output, json } = invocation;
  const time = output.colours.dim(localTime(invocation.now()).slice(11, 19));
  await output.line(json ? JSON.stringify(document) : `${time}  ${sentence}`);
}

function gone(): ContractError {
  return new ContractError({
    code: 'engine.unreachable',
    message: 'The engine whose events were printed ended; run the command again to watch from here.',
  });
}
