import type { Command } from 'commander';
import type { Result } from '../../../shared/contract.ts';
import { insidePath } from '../arguments.ts';
import { isoTime } from '../documents.ts';
import { humaneSize, humaneTime } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { headerLine, layOut, rowLine, type Column } from '../table.ts';
import { withEngine } from '../with-engine.ts';

type Change = Result<'version.history'>['changes'][number];

export function defineHistory(program: Command, run: Run): Command {
  return program
    .command('history')
    .summary('list the versions in which one path changed')
    .description('Lists the versions in which one path was added, modified or removed, newest first.')
    .argument('<name>', 'the artifact')
    .argument('<path>', 'path inside the tracked folder; put -- before one that begins with a dash')
    .addHelpText('after', '\nExample:\n  strata history animals labels/cats.csv')
    .action((name: string, path: string) =>
      run((invocation) => history(invocation, parseName(name), insidePath(path))),
    );
}

async function history(invocation: Invocation, artifact: string, path: string): Promise<void> {
  const { output } = invocation;
  const { changes } = await withEngine(invocation, (client) => client.invoke('version.history', { artifact, path }));
  if (invocation.json) {
    const documents = changes.map(({ ref, kind, size, createdAt }) => ({
      ref,
      kind,
      size,
      createdAt: isoTime(createdAt),
    }));
    return writeJson(output, { changes: documents });
  }
  const layout = layOut(columns(invocation), changes, output.columns);
  await output.line(
    [headerLine(layout, output.colours), ...changes.map((change) => rowLine(layout, change))].join('\n'),
  );
}

function columns({ output: { colours }, now }: Invocation): Column<Change>[] {
  return [
    { title: 'REF', text: ({ ref }) => ref, paint: colours.bold },
    { title: 'CHANGE', text: ({ kind }) => kind },
    { title: 'SIZE', text: ({ size }) => (size === null ? '-' : humaneSize(size)), align: 'right' },
    { title: 'MADE', text: ({ createdAt }) => humaneTime(createdAt, now()) },
  ];
}
