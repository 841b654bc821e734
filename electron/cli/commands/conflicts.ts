import type { Command } from 'commander';
import { apartDocument, folderText, renumberedText, settleHint, undecidedText } from '../apart-words.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { withEngine } from '../with-engine.ts';

export function defineConflicts(program: Command, run: Run): Command {
  return program
    .command('conflicts')
    .summary('what others did at the same time as you')
    .description(
      'Tells what is to be decided: aliases and edits that others and you changed to different ends, folders that do not have what others made, and versions of yours that got ' +
        'another number. As of the last push or pull.',
    )
    .argument('[name]', 'only this artifact')
    .addHelpText('after', '\nExample:\n  strata conflicts animals')
    .action((name: string | undefined) => run((invocation) => tell(invocation, name === undefined ? null : parseName(name))));
}

async function tell(invocation: Invocation, only: string | null): Promise<void> {
  const { output } = invocation;
  const found = await withEngine(invocation, async (client) => {
    const names = only === null ? (await client.invoke('artifact.list', {})).artifacts.map(({ name }) => name) : [only];
    const all = [];
    for (const name of names) all.push({ name, apart: await client.invoke('artifact.apart', { artifact: name }) });
    return all;
  });
  if (invocation.json) return writeJson(output, { artifacts: found.map(({ name, apart }) => apartDocument(name, apart)) });
  let isQuiet = true;
  for (const { name, apart } of found) {
    const lines = [
      ...apart.undecided.flatMap((one) => [undecidedText(one), `  ${output.colours.dim(settleHint(name, one))}`]),
      ...(apart.folder === null ? [] : [folderText(name, apart.folder)]),
      ...apart.renumbered.map(renumberedText),
    ];
    if (lines.length === 0) continue;
    isQuiet = false;
    await output.line([output.colours.bold(`${name}:`), ...lines.map((line) => `  ${line}`)].join('\n'));
  }
  if (isQuiet) await output.line('Nothing is to be decided.');
}
