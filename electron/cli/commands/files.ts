import type { Command } from 'commander';
import type { EntryView } from '../../../shared/values.ts';
import { insidePath } from '../arguments.ts';
import { entryDocument } from '../documents.ts';
import { humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJsonList } from '../json-document.ts';
import { entryPages, mapPages } from '../pages.ts';
import { parseReference, type Reference } from '../reference.ts';
import type { Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';
import { writeTable } from '../write-table.ts';

export function defineFiles(program: Command, run: Run): Command {
  return program
    .command('files')
    .summary('list the files of a version')
    .description('Lists the entries of a version in the order of their paths.')
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .argument('[prefix]', 'only this file, or what lies in this folder', '')
    .addHelpText('after', '\nExamples:\n  strata files animals:v0\n  strata files animals images/cats')
    .action((reference: string, prefix: string) =>
      run((invocation) => files(invocation, parseReference(reference), insidePath(prefix))),
    );
}

async function files(invocation: Invocation, of: Reference, prefix: string): Promise<void> {
  await withEngine(invocation, async (client) => {
    const pages = entryPages(client, of, prefix);
    if (invocation.json) await writeJsonList(invocation.output, 'entries', mapPages(pages, entryDocument));
    else await writeTable(invocation.output, columns, pages);
  });
}

const columns: Column<EntryView>[] = [
  { title: 'MODE', text: ({ mode }) => mode ?? '-' },
  { title: 'SIZE', text: ({ size }) => (size === null ? '-' : humaneSize(size)), align: 'right' },
  { title: 'MODIFIED', text: ({ modifiedAt }) => (modifiedAt === null ? '-' : timeText(modifiedAt)) },
  { title: 'PATH', text: pathText },
];

function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '-' : date.toISOString().slice(0, 16).replace('T', ' ');
}

function pathText({ path, kind, target }: EntryView): string {
  if (kind === 'directory') return `${printable(path)}/`;
  return target === null ? printable(path) : `${printable(path)} -> ${printable(target)}`;
}
