import type { Command } from 'commander';
import type { Client } from '../../../shared/client.ts';
import { ContractError } from '../../../shared/errors.ts';
import { versionDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

export function defineAlias(program: Command, run: Run): Command {
  const alias = program
    .command('alias')
    .summary('add, remove or protect an alias of a version')
    .description('An alias is a movable name for one version, such as best or production. A protected one keeps its version from being deleted.');
  alias
    .command('add')
    .description('Points an alias at a version; it moves there if another version had it.')
    .argument('<name:ref>', 'the version')
    .argument('<alias>', 'any text without / and :')
    .addHelpText('after', '\nExample:\n  strata alias add animals:v3 best')
    .action((reference: string, name: string) => run((invocation) => add(invocation, parseReference(reference), name)));
  alias
    .command('rm')
    .description('Removes an alias. With a REF, only if it names that version.')
    .argument('<name[:ref]>', 'the artifact or version')
    .argument('<alias>', 'the alias')
    .addHelpText('after', '\nExample:\n  strata alias rm animals best')
    .action((reference: string, name: string) =>
      run((invocation) => remove(invocation, parseReference(reference), name)),
    );
  defineProtecting(alias, run, 'protect', 'Protects an alias: it neither moves nor goes, and its version cannot be deleted.');
  defineProtecting(alias, run, 'unprotect', 'Lets a protected alias move and go again, and its version be deleted.');
  return alias;
}

function defineProtecting(alias: Command, run: Run, verb: 'protect' | 'unprotect', description: string): void {
  alias
    .command(verb)
    .description(`${description} With a REF, only if it names that version.`)
    .argument('<name[:ref]>', 'the artifact or version')
    .argument('<alias>', 'the alias')
    .addHelpText('after', `\nExample:\n  strata alias ${verb} animals best`)
    .action((reference: string, name: string) => run((invocation) => protect(invocation, parseReference(reference), name, verb === 'protect')));
}

async function add(invocation: Invocation, of: Reference, alias: string): Promise<void> {
  const { output } = invocation;
  const { artifact, ref } = of;
  const { version, movedFrom } = await withEngine(invocation, (client) =>
    client.invoke('alias.set', { artifact, ref, alias }),
  );
  if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version), movedFrom });
  const moved = movedFrom === null || movedFrom === version.ref ? '' : ` (before: ${movedFrom})`;
  await output.line(`"${printable(alias)}" now names ${artifact}:${version.ref}${moved}.`);
}

async function remove(invocation: Invocation, of: Reference, alias: string): Promise<void> {
  const { output } = invocation;
  const { artifact } = of;
  const { version } = await withEngine(invocation, async (client) => {
    await refuseElsewhere(client, of, alias);
    return client.invoke('alias.remove', { artifact, alias });
  });
  if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
  await output.line(`"${printable(alias)}" no longer names ${artifact}:${version.ref}.`);
}

async function protect(invocation: Invocation, of: Reference, alias: string, isProtected: boolean): Promise<void> {
  const { output } = invocation;
  const { artifact } = of;
  const { version } = await withEngine(invocation, async (client) => {
    await refuseElsewhere(client, of, alias);
    return client.invoke('alias.setProtected', { artifact, alias, protected: isProtected });
  });
  if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
  const now = isProtected ? 'is protected now: it stays there, and so does its version' : 'is not protected any more';
  await output.line(`"${printable(alias)}" of ${artifact}:${version.ref} ${now}.`);
}

/** With a REF, the alias must name just that version. */
async function refuseElsewhere(client: Client, { artifact, ref, isExplicit }: Reference, alias: string): Promise<void> {
  if (!isExplicit) return;
  const { version } = await client.invoke('version.get', { artifact, ref });
  if (!version.aliases.includes(alias)) throw notThere(artifact, version.ref, alias);
}

function notThere(artifact: string, ref: string, alias: string): ContractError {
  return new ContractError({
    code: 'alias.not-found',
    message: `${artifact}:${ref} has no alias "${alias}"; see its aliases with: strata show ${artifact}:${ref}`,
    data: { artifact, ref, alias },
  });
}
