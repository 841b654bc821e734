import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { operationDocument, restoreDocument } from '../documents.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { withLongWork } from '../with-engine.ts';
import { writeResult } from './restore.ts';

export function defineUndo(program: Command, run: Run): Command {
  return program
    .command('undo')
    .summary('take one operation back')
    .description('Takes back the operation with this id (see `strata ops`), or the newest one that can be.')
    .argument('[op]', 'id of the operation', wholeNumber)
    .addHelpText('after', '\nExample:\n  strata undo')
    .action((operation: number | undefined) => run((invocation) => undo(invocation, operation)));
}

async function undo(invocation: Invocation, operation: number | undefined): Promise<ExitStatus> {
  const { output } = invocation;
  const { undone, restore } = await withLongWork(invocation, { kinds: ['restore', 'snapshot'] }, (client) =>
    client.invoke('operation.undo', operation === undefined ? {} : { operation }),
  );
  const artifact = undone.artifact ?? '';
  if (invocation.json) {
    await writeJson(output, {
      undone: operationDocument(undone),
      restore: restore === null ? null : restoreDocument(artifact, restore),
    });
  } else {
    const of = artifact === '' ? '' : ` of ${artifact}`;
    await output.line(`Took back operation ${undone.id}: ${undone.kind}${of}.`);
    if (restore !== null) await writeResult(output, artifact, restore);
  }
  return restore === null || restore.problems.length === 0 ? exitStatus.done : exitStatus.failed;
}
