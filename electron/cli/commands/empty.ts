import type { Command } from 'commander';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { withLongWork } from '../with-engine.ts';

export function defineEmpty(program: Command, run: Run): Command {
  return program
    .command('empty')
    .summary('free at once what deletions still hold')
    .description('Frees what waits in the undo window. The deletions there can no longer be taken back.')
    .addHelpText('after', '\nExample:\n  strata empty')
    .action(() => run((invocation) => empty(invocation)));
}

async function empty(invocation: Invocation): Promise<void> {
  const { output } = invocation;
  const emptied = await withLongWork(invocation, { kinds: ['compact'] }, (client) => client.invoke('delete.emptyUndo', {}));
  if (invocation.json) return writeJson(output, emptied);
  if (emptied.versions === 0) return output.line('Nothing waits to be freed.');
  await output.line(`${humaneSize(emptied.freedBytes)} of ${counted(emptied.versions, 'deleted version')} are free again.`);
  return undefined;
}
