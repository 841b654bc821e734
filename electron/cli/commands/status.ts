import type { Command } from 'commander';
import type { LinkView } from '../../../shared/sync-values.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { linkDocument, linkRulesText, linkStateText } from '../link-words.ts';
import { parseName } from '../reference.ts';
import { headerLine, layOut, rowLine, type Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

interface Row {
  readonly artifact: string;
  readonly link: LinkView;
}

export function defineStatus(program: Command, run: Run): Command {
  return program
    .command('status')
    .summary('how artifacts stand to their remotes')
    .description('Shows each artifact that belongs to a remote: how it is pushed, what is not pushed yet, and what it waits for.')
    .argument('[name]', 'only this artifact')
    .addHelpText('after', '\nExample:\n  strata status animals --json')
    .action((name: string | undefined) => run((invocation) => status(invocation, name === undefined ? undefined : parseName(name))));
}

async function status(invocation: Invocation, name: string | undefined): Promise<void> {
  const { output } = invocation;
  const rows = await withEngine(invocation, async (client): Promise<Row[]> => {
    if (name === undefined) return (await client.invoke('sync.list', {})).links;
    const { link } = await client.invoke('artifact.link', { artifact: name });
    return link === null ? [] : [{ artifact: name, link }];
  });
  if (invocation.json) return writeJson(output, { artifacts: rows.map(({ artifact, link }) => linkDocument(artifact, link)) });
  if (rows.length === 0) return output.line(`${name ?? 'No artifact'} belongs to ${name === undefined ? 'a' : 'no'} remote yet. Link one with: strata remote link NAME REMOTE`);
  const layout = layOut(columns(invocation), rows, output.columns);
  await output.line([headerLine(layout, output.colours), ...rows.map((row) => rowLine(layout, row))].join('\n'));
}

function columns({ output: { colours }, now }: Invocation): Column<Row>[] {
  return [
    { title: 'NAME', text: ({ artifact }) => artifact, cut: 'end', paint: colours.bold },
    { title: 'REMOTE', text: ({ link }) => printable(link.remote), cut: 'end' },
    { title: 'HOW', text: ({ link }) => linkRulesText(link), cut: 'end', paint: colours.dim },
    { title: 'STATE', text: ({ link }) => linkStateText(link, now()), cut: 'end' },
  ];
}
