import type { Command } from 'commander';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { syncDocument, syncKinds, tellTroubles, writeSync } from '../sync-words.ts';
import { withLongWork } from '../with-engine.ts';

export function definePull(program: Command, run: Run): Command {
  return program
    .command('pull')
    .summary('take what others pushed')
    .description("Takes others' versions of an artifact from its remote, without the contents of their files: those come when a version is restored.")
    .argument('<name>', 'the artifact')
    .option('--remote <name>', 'only from this remote')
    .addHelpText('after', '\nExample:\n  strata pull animals')
    .action((name: string, options: { remote?: string }) => run((invocation) => pull(invocation, parseName(name), options.remote)));
}

async function pull(invocation: Invocation, artifact: string, remote: string | undefined): Promise<void> {
  const request = { artifact, ...(remote === undefined ? {} : { remote }) };
  const result = await withLongWork(invocation, { kinds: syncKinds, artifact }, (client) => {
    tellTroubles(invocation, client);
    return client.invoke('artifact.pull', request);
  });
  if (invocation.json) return writeJson(invocation.output, syncDocument(result));
  await writeSync(invocation.output, artifact, result);
}
