import { Option, type Command } from 'commander';
import { settleHint, undecidedDocument, undecidedText } from '../apart-words.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

type Keep = 'mine' | 'theirs';

export function defineSettle(program: Command, run: Run): Command {
  return program
    .command('settle')
    .summary('decide what others and you changed to different ends')
    .description('Decides about an alias, or about one field of a version. Theirs is here at once; mine goes to the remote with the next push, and is told again should somebody be faster.')
    .argument('<name[:ref]>', 'the artifact, or the version whose field is meant')
    .argument('<what>', 'the alias; or the field: description, pinned, timeToLive, metadata.<key>')
    .addOption(new Option('--keep <whose>', 'whose to keep').choices(['mine', 'theirs']).makeOptionMandatory())
    .addHelpText('after', '\nExamples:\n  strata settle animals best --keep theirs\n  strata settle animals:v3 metadata.score --keep mine')
    .action((reference: string, what: string, options: { keep: Keep }) => run((invocation) => settle(invocation, parseReference(reference), what, options.keep)));
}

async function settle(invocation: Invocation, of: Reference, word: string, whose: Keep): Promise<void> {
  const { output } = invocation;
  const { artifact } = of;
  const { undecided } = await withEngine(invocation, async (client) => {
    const what = of.isExplicit
      ? { kind: 'edit' as const, ref: (await client.invoke('version.get', { artifact, ref: of.ref })).version.ref, field: word }
      : { kind: 'alias' as const, alias: word };
    return client.invoke('artifact.settle', { artifact, what, keep: whose === 'mine' ? 'ours' : 'theirs' });
  });
  if (invocation.json) return writeJson(output, { undecided: undecided.map(undecidedDocument) });
  const then = whose === 'mine' ? 'goes to the remote with the next push' : 'is as the others have it';
  await output.line(`"${printable(word)}" ${then}.`);
  for (const one of undecided) await output.line(`${undecidedText(one)}\n  ${output.colours.dim(settleHint(artifact, one))}`);
}
