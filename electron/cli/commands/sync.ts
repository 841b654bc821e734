import type { Command } from 'commander';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { syncDocument, syncKinds, tellTroubles, writeSync } from '../sync-words.ts';
import { withLongWork } from '../with-engine.ts';

export function defineSync(program: Command, run: Run): Command {
  return program
    .command('sync')
    .summary('take and send: bring an artifact and its remote together')
    .description('Takes what others pushed and sends what is new here. Where you may only read, it takes alone.')
    .argument('<name>', 'the artifact')
    .option('--remote <name>', 'with which remote; needed once, and only when there are several')
    .addHelpText('after', '\nExample:\n  strata sync animals')
    .action((name: string, options: { remote?: string }) => run((invocation) => synchronize(invocation, parseName(name), options.remote)));
}

async function synchronize(invocation: Invocation, artifact: string, remote: string | undefined): Promise<void> {
  const request = { artifact, ...(remote === undefined ? {} : { remote }) };
  const result = await withLongWork(invocation, { kinds: syncKinds, artifact }, async (client) => {
    tellTroubles(invocation, client);
    const { link } = await client.invoke('artifact.link', { artifact });
    return client.invoke(link?.writable === false ? 'artifact.pull' : 'artifact.push', request);
  });
  if (invocation.json) return writeJson(invocation.output, syncDocument(result));
  await writeSync(invocation.output, artifact, result);
}
