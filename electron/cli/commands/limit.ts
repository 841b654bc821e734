import { InvalidArgumentError, type Command } from 'commander';
import { bytesOf } from '../bytes-argument.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { roomText } from '../room-text.ts';
import { withEngine } from '../with-engine.ts';

export function defineLimit(program: Command, run: Run): Command {
  return program
    .command('limit')
    .summary('show or set how much disk the store may take')
    .description(
      'Sets how many bytes the store may take on disk, and shows how much it takes. At 90 % Strata warns; at the limit no new versions are made until there is ' +
        'room again. Nothing that is stored is ever deleted for it.',
    )
    .argument('[size]', 'such as 500MB or 20GB; none takes the limit away', size)
    .addHelpText('after', '\nExamples:\n  strata limit 50GB\n  strata limit none')
    .action((bytes: number | null | undefined) => run((invocation) => limit(invocation, bytes)));
}

function size(text: string): number | null {
  if (text === 'none') return null;
  const bytes = bytesOf(text);
  if (bytes === null) throw new InvalidArgumentError('Write a size such as 500MB or 20GB, or none.');
  return bytes;
}

async function limit(invocation: Invocation, bytes: number | null | undefined): Promise<void> {
  const room = await withEngine(invocation, (client) =>
    bytes === undefined ? client.invoke('store.room', {}) : client.invoke('store.setLimit', { bytes }),
  );
  if (invocation.json) return writeJson(invocation.output, room);
  await invocation.output.line(roomText(room));
  return undefined;
}
