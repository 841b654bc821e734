import type { Command } from 'commander';
import { collect } from '../arguments.ts';
import { versionDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseAssignments, type Json } from '../metadata-arguments.ts';
import { parseReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

export function defineMeta(program: Command, run: Run): Command {
  return program
    .command('meta')
    .summary('set or remove metadata of a version')
    .description('Sets metadata: KEY=VALUE, where VALUE is JSON, or else taken as text. Other keys stay as they are.')
    .argument('<name:ref>', 'the version')
    .argument('[key=json...]', 'what to set')
    .option('--remove <key>', 'take a key away; may be given many times', collect)
    .addHelpText('after', '\nExample:\n  strata meta animals:v3 accuracy=0.93 source=field \'classes=["cat","dog"]\'')
    .action((reference: string, assignments: string[], options: { remove?: string[] }) => {
      const remove = options.remove ?? [];
      if (assignments.length + remove.length === 0) {
        throw new UsageError('Nothing to set: write KEY=JSON, or --remove KEY.');
      }
      const set = parseAssignments(assignments);
      return run((invocation) => edit(invocation, parseReference(reference), set, remove));
    });
}

async function edit(
  invocation: Invocation,
  of: Reference,
  set: Record<string, Json>,
  remove: string[],
): Promise<void> {
  const { output } = invocation;
  const { artifact, ref } = of;
  const { version } = await withEngine(invocation, (client) =>
    client.invoke('version.setMetadata', { artifact, ref, set, remove }),
  );
  if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
  const lines = Object.entries(version.metadata).map(([key, value]) => `  ${printable(key)} = ${JSON.stringify(value)}`);
  const title = `${artifact}:${version.ref}${lines.length === 0 ? ' has no metadata now.' : ''}`;
  await output.line([title, ...lines].join('\n'));
}
