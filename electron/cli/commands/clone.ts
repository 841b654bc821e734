import { resolve } from 'node:path';
import type { Command } from 'commander';
import { folderName } from '../arguments.ts';
import { artifactDocument, restoreDocument, versionDocument } from '../documents.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { syncDocument, tellTroubles } from '../sync-words.ts';
import { printable } from '../text-width.ts';
import { UsageError } from '../usage-error.ts';
import { withLongWork } from '../with-engine.ts';

export function defineClone(program: Command, run: Run): Command {
  return program
    .command('clone')
    .summary('bring an artifact of a remote here')
    .description(
      'Brings an artifact of a remote here with its whole history, writes its newest version to a folder, and tracks that. With --no-content only the history comes: files of any ' +
        'version can be listed and compared, and their contents come when one is restored.',
    )
    .argument('<remote>', 'the remote')
    .argument('<name>', 'the artifact there')
    .argument('[dir]', 'an empty folder, or one that is not there yet', folderName)
    .option('--no-content', 'the history alone; no folder is tracked')
    .addHelpText('after', '\nExamples:\n  strata clone team animals ./animals\n  strata clone team animals --no-content')
    .action((remote: string, name: string, folder: string | undefined, options: { content: boolean }) =>
      run((invocation) => clone(invocation, { remote, artifact: parseName(name), folder, content: options.content })),
    );
}

interface CloneWords {
  readonly remote: string;
  readonly artifact: string;
  readonly folder: string | undefined;
  readonly content: boolean;
}

async function clone(invocation: Invocation, { remote, artifact, folder, content }: CloneWords): Promise<void> {
  const { output } = invocation;
  if (content && folder === undefined) throw new UsageError('Say into which folder, or give --no-content for the history alone.');
  if (!content && folder !== undefined) throw new UsageError('With --no-content nothing is written, so it takes no folder.');
  const request = { remote, artifact, ...(folder === undefined ? {} : { path: resolve(invocation.folder, folder) }) };
  const long = { kinds: ['pull', 'fetch', 'restore', 'track'] as const, artifact };
  const result = await withLongWork(invocation, long, (client) => {
    tellTroubles(invocation, client);
    return client.invoke('artifact.clone', request);
  });
  const { sync, version, restore } = result;
  if (invocation.json) {
    return writeJson(output, {
      artifact: artifactDocument(result.artifact),
      version: version === null ? null : versionDocument(artifact, version),
      restore: restore === null ? null : restoreDocument(artifact, restore),
      ...syncDocument(sync),
    });
  }
  await output.line(`${output.colours.bold(artifact)} came from ${printable(remote)} with ${counted(sync.pulled.versions, 'version')}.`);
  if (version === null || restore === null) return;
  await output.line(`${printable(restore.target)} holds ${artifact}:${version.ref} (${counted(restore.written, 'file')}, ${humaneSize(restore.bytes)}) and is tracked from now on.`);
  for (const { message } of restore.problems) output.note(output.errorColours.red(printable(message)));
}
