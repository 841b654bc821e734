import type { Command } from 'commander';
import { versionDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

type TagMethod = 'tag.add' | 'tag.remove';

export function defineTag(program: Command, run: Run): Command {
  const tag = program
    .command('tag')
    .summary('add or remove a tag of a version')
    .description('A tag is a label that any number of versions can carry.');
  const define = (word: string, method: TagMethod, description: string): void => {
    tag
      .command(word)
      .description(description)
      .argument('<name:ref>', 'the version')
      .argument('<tag>', 'the tag')
      .addHelpText('after', `\nExample:\n  strata tag ${word} animals:v3 reviewed`)
      .action((reference: string, label: string) =>
        run((invocation) => edit(invocation, method, parseReference(reference), label)),
      );
  };
  define('add', 'tag.add', 'Adds a tag to a version.');
  define('rm', 'tag.remove', 'Removes a tag from a version.');
  return tag;
}

async function edit(invocation: Invocation, method: TagMethod, of: Reference, tag: string): Promise<void> {
  const { output } = invocation;
  const { artifact, ref } = of;
  const { version } = await withEngine(invocation, (client) => client.invoke(method, { artifact, ref, tag }));
  if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
  const tags = version.tags.length === 0 ? 'no tags' : `the tags ${printable(version.tags.join(', '))}`;
  await output.line(`${artifact}:${version.ref} now has ${tags}.`);
}
