import type { Command } from 'commander';
import { artifactDocument } from '../documents.ts';
import { counted } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { withEngine } from '../with-engine.ts';

export function defineUntrack(program: Command, run: Run): Command {
  return program
    .command('untrack')
    .summary('stop watching a folder; its versions stay')
    .description('Stops watching the folder of an artifact. Its versions stay and can still be restored.')
    .argument('<name>', 'the artifact')
    .addHelpText('after', '\nExample:\n  strata untrack animals')
    .action((name: string) => run((invocation) => untrack(invocation, parseName(name))));
}

async function untrack(invocation: Invocation, name: string): Promise<void> {
  const { artifact } = await withEngine(invocation, (client) => client.invoke('artifact.untrack', { artifact: name }));
  if (invocation.json) return writeJson(invocation.output, { artifact: artifactDocument(artifact) });
  await invocation.output.line(`${name} is no longer tracked; ${counted(artifact.versions, 'version stays', 'versions stay')}.`);
}
