import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Client } from '../../../shared/client.ts';
import { folderName } from '../arguments.ts';
import { versionDocument } from '../documents.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { entryPages } from '../pages.ts';
import { parseReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withLongWork } from '../with-engine.ts';

export function defineUse(program: Command, run: Run): Command {
  return program
    .command('use')
    .summary('write a version into a folder of its own and print where; for scripts')
    .description(
      'Writes a version into ROOT/NAME-vN and prints only that folder on stdout. What is there already and right ' +
        'is not written again, so that a second call is quick; other files there stay.',
    )
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .option('--root <dir>', 'where the folder goes', folderName, './artifacts')
    .option('--no-fetch', 'fetch nothing that is referred to: links stand for files of this computer, and the URIs of all references are printed behind the folder')
    .addHelpText('after', '\nExample:\n  python train.py --data "$(strata use animals:best)"')
    .action((reference: string, options: { root: string; fetch: boolean }) =>
      run((invocation) => use(invocation, parseReference(reference), options)),
    );
}

async function use(invocation: Invocation, of: Reference, { root, fetch }: { root: string; fetch: boolean }): Promise<ExitStatus> {
  const { output } = invocation;
  const { artifact } = of;
  const { version, result, references } = await withLongWork(invocation, { kinds: ['restore'], artifact }, async (client) => {
    const found = await client.invoke('version.get', { artifact, ref: of.ref });
    const target = join(resolve(invocation.folder, root), `${artifact}-${found.version.ref}`);
    const request = { artifact, ref: found.version.ref, target, ...(fetch ? {} : { references: 'link' as const }) };
    const result = await client.invoke('restore.apply', request);
    return { version: found.version, result, references: fetch ? null : await referencesOf(client, of) };
  });
  for (const { message } of result.problems) output.note(printable(message));
  if (!invocation.json) await output.line([result.target, ...(references ?? []).map(({ uri }) => printable(uri))].join('\n'));
  else await writeJson(output, { directory: result.target, version: versionDocument(artifact, version), ...(references === null ? {} : { references }) });
  return result.problems.length === 0 ? exitStatus.done : exitStatus.failed;
}

/** Every reference of a version: a list, as somebody who reads from the sources himself wants it. */
async function referencesOf(client: Client, of: Reference): Promise<{ path: string; uri: string; size: number | null }[]> {
  const found: { path: string; uri: string; size: number | null }[] = [];
  for await (const page of entryPages(client, of, '')) {
    for (const { path, kind, target, size } of page) if (kind === 'reference') found.push({ path, uri: target ?? '', size });
  }
  return found;
}
