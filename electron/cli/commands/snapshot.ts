import type { Command } from 'commander';
import { collect } from '../arguments.ts';
import { newVersionText, problemLines } from '../describe-version.ts';
import { versionDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { withLongWork } from '../with-engine.ts';

interface SnapshotOptions {
  message?: string;
  alias?: string[];
}

export function defineSnapshot(program: Command, run: Run): Command {
  return program
    .command('snapshot')
    .summary('look at a folder now and make a version if it changed')
    .description('Rescans the folder of an artifact now. A version is made if it differs from the latest one.')
    .argument('<name>', 'the artifact')
    .option('-m, --message <text>', 'description of the version')
    .option('--alias <alias>', 'alias for the version; may be given many times', collect)
    .addHelpText('after', '\nExample:\n  strata snapshot animals -m "labels corrected" --alias reviewed')
    .action((name: string, options: SnapshotOptions) =>
      run((invocation) => snapshot(invocation, parseName(name), options)),
    );
}

async function snapshot(invocation: Invocation, artifact: string, options: SnapshotOptions): Promise<void> {
  const { output } = invocation;
  const { message, alias } = options;
  const request = {
    artifact,
    ...(message === undefined ? {} : { description: message }),
    ...(alias === undefined ? {} : { aliases: alias }),
  };
  const { created, version } = await withLongWork(invocation, { kinds: ['snapshot', 'rescan'], artifact }, (client) =>
    client.invoke('artifact.snapshot', request),
  );
  if (invocation.json) return writeJson(output, { created, version: versionDocument(artifact, version) });
  if (!created) return output.line(`Nothing changed; ${artifact}:${version.ref} is still the latest version.`);
  await output.line(newVersionText(artifact, version));
  for (const line of problemLines(version)) await output.line(output.colours.yellow(line));
}
