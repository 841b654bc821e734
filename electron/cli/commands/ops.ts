import type { Command } from 'commander';
import type { OperationView } from '../../../shared/values.ts';
import { positiveNumber } from '../arguments.ts';
import { operationDocument } from '../documents.ts';
import { humaneTime } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJsonList } from '../json-document.ts';
import { mapPages, operationPages } from '../pages.ts';
import { parseName } from '../reference.ts';
import type { Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';
import { writeTable } from '../write-table.ts';

export function defineOps(program: Command, run: Run): Command {
  return program
    .command('ops')
    .summary('list what was done, newest first')
    .description('Lists every operation with its time, actor and arguments, newest first.')
    .argument('[name]', 'only this artifact')
    .option('--limit <n>', 'only the newest n', positiveNumber)
    .addHelpText('after', '\nExample:\n  strata ops animals --limit 20')
    .action((name: string | undefined, options: { limit?: number }) =>
      run((invocation) => list(invocation, name === undefined ? undefined : parseName(name), options.limit)),
    );
}

async function list(invocation: Invocation, artifact: string | undefined, limit: number | undefined): Promise<void> {
  await withEngine(invocation, async (client) => {
    const pages = operationPages(client, artifact, limit);
    if (invocation.json) await writeJsonList(invocation.output, 'operations', mapPages(pages, operationDocument));
    else await writeTable(invocation.output, columns(invocation), pages);
  });
}

function columns({ output: { colours }, now }: Invocation): Column<OperationView>[] {
  return [
    { title: 'ID', text: ({ id }) => String(id), align: 'right', paint: colours.bold },
    { title: 'DONE', text: ({ at }) => humaneTime(at, now()) },
    { title: 'WHAT', text: ({ kind }) => printable(kind) },
    { title: 'ARTIFACT', text: ({ artifact }) => printable(artifact ?? ''), cut: 'end' },
    { title: 'BY', text: ({ actor }) => printable(actor), cut: 'end' },
    { title: 'UNDO', text: undoText },
    { title: 'HOW', text: howText, cut: 'end', paint: colours.dim },
  ];
}

function undoText({ undoable, undone }: OperationView): string {
  if (undone) return 'undone';
  return undoable ? 'can be' : '';
}

function howText(operation: OperationView): string {
  const parts = Object.entries(operation.arguments).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return printable(parts.join(' '));
}
