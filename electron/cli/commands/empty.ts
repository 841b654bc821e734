import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { withLongWork } from '../with-engine.ts';

export function defineEmpty(program: Command, run: Run): Command {
  return program
    .command('empty')
    .summary('free at once what deletions still hold')
    .description('Frees what waits in the undo window, all of it or one deletion. It can no longer be taken back then.')
    .argument('[op]', 'this deletion alone, by its id in `strata ops`', wholeNumber)
    .addHelpText('after', '\nExamples:\n  strata empty\n  strata empty 12')
    .action((operation: number | undefined) => run((invocation) => empty(invocation, operation)));
}

async function empty(invocation: Invocation, operation: number | undefined): Promise<void> {
  const { output } = invocation;
  const params = operation === undefined ? {} : { operation };
  const emptied = await withLongWork(invocation, { kinds: ['compact'] }, (client) => client.invoke('delete.emptyUndo', params));
  if (invocation.json) return writeJson(output, emptied);
  if (emptied.versions === 0) return output.line('Nothing waits to be freed.');
  await output.line(`${humaneSize(emptied.freedBytes)} of ${counted(emptied.versions, 'deleted version')} are free again.`);
  return undefined;
}
