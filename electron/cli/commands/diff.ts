import type { Command } from 'commander';
import type { DiffView } from '../../../shared/values.ts';
import { diffDocument } from '../documents.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import type { Output } from '../output.ts';
import { parseReference, parseSecondReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

/** The most paths that the engine gives in one answer. */
const most = 1_000_000;
const linesPerWrite = 500;

export function defineDiff(program: Command, run: Run): Command {
  return program
    .command('diff')
    .summary('compare two versions')
    .description('Shows what must be added, removed, modified and renamed to come from the first version to the second.')
    .argument('<name:ref>', 'the older side')
    .argument('<[name:]ref>', 'the newer side, of the same artifact unless it is named')
    .addHelpText('after', '\nExamples:\n  strata diff animals:v0 latest\n  strata diff animals:v3 plants:v1')
    .action((from: string, to: string) => {
      const first = parseReference(from);
      const second = parseSecondReference(to, first);
      return run((invocation) => diff(invocation, first, second));
    });
}

async function diff(invocation: Invocation, from: Reference, to: Reference): Promise<void> {
  const result = await withEngine(invocation, (client) =>
    client.invoke('version.diff', {
      artifact: from.artifact,
      from: from.ref,
      to: to.ref,
      limit: most,
      ...(to.artifact === from.artifact ? {} : { toArtifact: to.artifact }),
    }),
  );
  if (invocation.json) return writeJson(invocation.output, diffDocument(result));
  const lines = [...changeLines(result, invocation.output)];
  for (let at = 0; at < lines.length; at += linesPerWrite) {
    await invocation.output.line(lines.slice(at, at + linesPerWrite).join('\n'));
  }
  await invocation.output.line(summary(result));
}

function* changeLines(diff: DiffView, { colours }: Output): Generator<string> {
  for (const { path, size } of diff.added) yield colours.green(`+ ${printable(path)}  ${humaneSize(size)}`);
  for (const { path, size } of diff.removed) yield colours.red(`- ${printable(path)}  ${humaneSize(size)}`);
  for (const { path, size, sizeBefore } of diff.modified) {
    yield colours.yellow(`~ ${printable(path)}  ${humaneSize(sizeBefore)} -> ${humaneSize(size)}`);
  }
  for (const { from, to } of diff.renamed) yield colours.blue(`> ${printable(from)} -> ${printable(to)}`);
}

function summary({ totals }: DiffView): string {
  const { added, removed, modified, renamed } = totals;
  if (added + removed + modified + renamed === 0) return 'No difference.';
  return `${counted(added, 'path')} added, ${removed} removed, ${modified} modified, ${renamed} renamed.`;
}
