import type { Command } from 'commander';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { syncDocument, syncKinds, tellTroubles, writeSync } from '../sync-words.ts';
import { withLongWork } from '../with-engine.ts';

interface PushOptions {
  remote?: string;
  metadataOnly?: boolean;
}

export function definePush(program: Command, run: Run): Command {
  return program
    .command('push')
    .summary('send versions to a remote')
    .description(
      'Sends what the remote lacks of an artifact, and takes what others did meanwhile. Only missing bytes travel. Versions that others made under the same number stay beside ' +
        'yours: yours get the next free numbers. What was cut short goes on with the next push.',
    )
    .argument('<name>', 'the artifact')
    .option('--remote <name>', 'to which remote; needed once, and only when there are several')
    .option('--metadata-only', 'manifests and records without the contents of files')
    .addHelpText('after', '\nExample:\n  strata push animals --remote team')
    .action((name: string, options: PushOptions) => run((invocation) => push(invocation, parseName(name), options)));
}

async function push(invocation: Invocation, artifact: string, { remote, metadataOnly }: PushOptions): Promise<void> {
  const request = { artifact, ...(remote === undefined ? {} : { remote }), ...(metadataOnly === true ? { content: 'metadata' as const } : {}) };
  const result = await withLongWork(invocation, { kinds: syncKinds, artifact }, (client) => {
    tellTroubles(invocation, client);
    return client.invoke('artifact.push', request);
  });
  if (invocation.json) return writeJson(invocation.output, syncDocument(result));
  await writeSync(invocation.output, artifact, result);
}
