import type { Command } from 'commander';
import type { ApartView } from '../../../shared/apart-values.ts';
import type { LinkView } from '../../../shared/sync-values.ts';
import { apartDocument, apartLines } from '../apart-words.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { linkDocument, linkRulesText, linkStateText } from '../link-words.ts';
import { parseName } from '../reference.ts';
import { headerLine, layOut, rowLine, type Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

interface Linked {
  readonly artifact: string;
  readonly link: LinkView;
}

interface Row extends Linked {
  readonly apart: ApartView;
}

export function defineStatus(program: Command, run: Run): Command {
  return program
    .command('status')
    .summary('how artifacts stand to their remotes')
    .description(
      'Shows each artifact that belongs to a remote: how it is pushed, what is not pushed yet, and what it waits for; and what others did that this folder does not have, as of ' +
        'the last push or pull.',
    )
    .argument('[name]', 'only this artifact')
    .addHelpText('after', '\nExample:\n  strata status animals --json')
    .action((name: string | undefined) => run((invocation) => status(invocation, name === undefined ? undefined : parseName(name))));
}

async function status(invocation: Invocation, name: string | undefined): Promise<void> {
  const { output } = invocation;
  const rows = await withEngine(invocation, async (client): Promise<Row[]> => {
    const found: Row[] = [];
    const { link } = name === undefined ? { link: null } : await client.invoke('artifact.link', { artifact: name });
    const linked: readonly Linked[] = name === undefined ? (await client.invoke('sync.list', {})).links : link === null ? [] : [{ artifact: name, link }];
    for (const one of linked) found.push({ ...one, apart: await client.invoke('artifact.apart', { artifact: one.artifact }) });
    return found;
  });
  if (invocation.json) return writeJson(output, { artifacts: rows.map(statusDocument) });
  if (rows.length === 0) return output.line(`${name ?? 'No artifact'} belongs to ${name === undefined ? 'a' : 'no'} remote yet. Link one with: strata remote link NAME REMOTE`);
  const layout = layOut(columns(invocation), rows, output.columns);
  await output.line([headerLine(layout, output.colours), ...rows.map((row) => rowLine(layout, row))].join('\n'));
  for (const { artifact, apart } of rows) for (const line of apartLines(artifact, apart)) await output.line(`${artifact}: ${line}`);
}

function statusDocument({ artifact, link, apart }: Row): Record<string, unknown> {
  return { ...linkDocument(artifact, link), provisionalFrom: `v${link.next}`, ...apartDocument(artifact, apart) };
}

function columns({ output: { colours }, now }: Invocation): Column<Row>[] {
  return [
    { title: 'NAME', text: ({ artifact }) => artifact, cut: 'end', paint: colours.bold },
    { title: 'REMOTE', text: ({ link }) => printable(link.remote), cut: 'end' },
    { title: 'HOW', text: ({ link }) => linkRulesText(link), cut: 'end', paint: colours.dim },
    { title: 'STATE', text: ({ link }) => linkStateText(link, now()), cut: 'end' },
  ];
}
