import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { folderName, wholeNumber } from '../arguments.ts';
import { newVersionText, problemLines } from '../describe-version.ts';
import { artifactDocument, versionDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { printable } from '../text-width.ts';
import { withLongWork } from '../with-engine.ts';

interface TrackOptions {
  name?: string;
  type?: string;
  mode?: 'copy' | 'reference';
  quietWindow?: number;
}

export function defineTrack(program: Command, run: Run): Command {
  return program
    .command('track')
    .summary('begin tracking a folder; what it holds now becomes v0')
    .description(
      'Begins tracking a folder. What it holds now becomes v0; from then on every change becomes a version, while ' +
        'the app or `strata watch` runs, or whenever `strata snapshot` is called. The folder itself is never changed. With ' +
        'the name of an artifact that is no longer tracked, its versions go on where they ended.',
    )
    .argument('<dir>', 'the folder', folderName)
    .option('--name <name>', "the artifact's name; missing: made from the folder's name")
    .option('--type <type>', 'dataset, model, or any other word')
    .addOption(
      new Option('--mode <mode>', 'copy (the default) keeps the bytes, reference keeps the manifest alone').choices([
        'copy',
        'reference',
      ]),
    )
    .option('--quiet-window <ms>', 'how long a folder must rest before its changes become a version', wholeNumber)
    .addHelpText(
      'after',
      '\nExamples:\n  strata track ./animals\n  strata track /data/weights --name weights --type model --quiet-window 10000',
    )
    .action((folder: string, options: TrackOptions) => run((invocation) => track(invocation, folder, options)));
}

async function track(invocation: Invocation, folder: string, options: TrackOptions): Promise<void> {
  const { output } = invocation;
  const { name, type, mode, quietWindow } = options;
  const request = {
    path: resolve(invocation.folder, folder),
    ...(mode === undefined ? {} : { mode }),
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(quietWindow === undefined ? {} : { quietWindowMs: quietWindow }),
  };
  const long = { kinds: ['track'] as const, ...(name === undefined ? {} : { artifact: name }) };
  const { artifact, version, created, again } = await withLongWork(invocation, long, (client) =>
    client.invoke('artifact.track', request),
  );
  if (invocation.json) {
    return writeJson(output, {
      artifact: artifactDocument(artifact),
      version: versionDocument(artifact.name, version),
    });
  }
  const folderText = printable(artifact.path ?? request.path);
  await output.line(`Tracking ${folderText} as ${output.colours.bold(artifact.name)}${again ? ' again; its versions go on' : ''}.`);
  await output.line(created ? newVersionText(artifact.name, version) : `Nothing has changed since ${artifact.name}:${version.ref}.`);
  for (const line of problemLines(version)) await output.line(output.colours.yellow(line));
}
