import type { Command } from 'commander';
import { versionDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseReference, type Reference } from '../reference.ts';
import { withEngine } from '../with-engine.ts';

export function defineDescribe(program: Command, run: Run): Command {
  return program
    .command('describe')
    .summary('set the description of a version')
    .description('Sets the description of a version; an empty text takes it away.')
    .argument('<name:ref>', 'the version')
    .argument('<text>', 'the description')
    .addHelpText('after', '\nExample:\n  strata describe animals:v3 "labels corrected by hand"')
    .action((reference: string, text: string) =>
      run((invocation) => describe(invocation, parseReference(reference), text)),
    );
}

async function describe(invocation: Invocation, of: Reference, description: string): Promise<void> {
  const { output } = invocation;
  const { artifact, ref } = of;
  const { version } = await withEngine(invocation, (client) =>
    client.invoke('version.describe', { artifact, ref, description }),
  );
  if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
  await output.line(`${artifact}:${version.ref} ${description === '' ? 'has no description now' : 'is described'}.`);
}
