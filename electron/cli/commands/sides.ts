import type { Command } from 'commander';
import type { SidesRow } from '../../../shared/apart-values.ts';
import { ContractError } from '../../../shared/errors.ts';
import { folderText } from '../apart-words.ts';
import { humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import type { Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';
import { writeTable } from '../write-table.ts';

export function defineSides(program: Command, run: Run): Command {
  return program
    .command('sides')
    .summary('your folder and what others made, side by side')
    .description('Lists the paths that your folder and the newest version of others changed since the version that both come from.')
    .argument('<name>', 'the artifact')
    .option('--keep-mine', 'the folder stays as it is, and this is not told any more')
    .addHelpText('after', '\nExamples:\n  strata sides animals\n  strata restore animals:v5 --path labels.csv   take one file of theirs')
    .action((name: string, options: { keepMine?: boolean }) => run((invocation) => (options.keepMine === true ? keepMine(invocation, parseName(name)) : list(invocation, parseName(name)))));
}

async function list(invocation: Invocation, artifact: string): Promise<void> {
  const { output } = invocation;
  const { folder, sides } = await withEngine(invocation, async (client) => {
    const { folder: found } = await client.invoke('artifact.apart', { artifact });
    if (found === null) return { folder: null, sides: { rows: [], totals: { here: 0, there: 0, both: 0, alike: 0 } } };
    const { base, here, there } = found;
    return { folder: found, sides: await client.invoke('artifact.sides', { artifact, base, here, there, limit: 1_000_000 }) };
  });
  if (invocation.json) return writeJson(output, { folder, paths: sides.rows, totals: sides.totals });
  if (folder === null) return output.line(`The folder of ${artifact} has whatever others made.`);
  await writeTable(output, columns(folder.here, folder.there), pagesOf(sides.rows));
  await output.line(folderText(artifact, folder));
}

async function* pagesOf(rows: readonly SidesRow[]): AsyncGenerator<readonly SidesRow[]> {
  yield rows;
}

const words: Readonly<Record<SidesRow['changed'], string>> = { here: 'only here', there: 'only there', both: 'both', alike: 'both alike' };

function columns(here: string, there: string): Column<SidesRow>[] {
  const side = (which: 'here' | 'there') => (row: SidesRow) => {
    const is = row[which];
    if (is === null) return row.base === null ? '' : 'gone';
    return row.changed === which || row.changed === 'both' || row.changed === 'alike' ? humaneSize(is.size) : 'as before';
  };
  return [
    { title: 'CHANGED', text: ({ changed }) => words[changed] },
    { title: here, text: side('here'), align: 'right' },
    { title: there, text: side('there'), align: 'right' },
    { title: 'PATH', text: ({ path }) => printable(path), cut: 'start' },
  ];
}

async function keepMine(invocation: Invocation, artifact: string): Promise<void> {
  const there = await withEngine(invocation, async (client) => {
    const { folder } = await client.invoke('artifact.apart', { artifact });
    if (folder === null) throw new ContractError({ code: 'undecided.changed', message: `The folder of ${artifact} has whatever others made.` });
    await client.invoke('artifact.keepMine', { artifact, there: folder.there });
    return folder.there;
  });
  if (invocation.json) return writeJson(invocation.output, { kept: true, there });
  await invocation.output.line(`The folder of ${artifact} stays as it is; ${there} stays a version beside it.`);
}
