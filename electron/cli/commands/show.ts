import type { Command } from 'commander';
import type { VersionView } from '../../../shared/values.ts';
import { changesText, extentText, problemLines } from '../describe-version.ts';
import { versionDocument } from '../documents.ts';
import { humaneSize, humaneTime, localTime } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { fateDocument, fateText } from '../keep-words.ts';
import { parseReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

export function defineShow(program: Command, run: Run): Command {
  return program
    .command('show')
    .summary('show everything about one version')
    .description('Shows everything about one version.')
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .addHelpText('after', '\nExamples:\n  strata show animals\n  strata show animals:v3 --json')
    .action((reference: string) => run((invocation) => show(invocation, parseReference(reference))));
}

async function show(invocation: Invocation, of: Reference): Promise<void> {
  const { output } = invocation;
  const { version, fate } = await withEngine(invocation, async (client) => {
    const { version: named } = await client.invoke('version.get', { artifact: of.artifact, ref: of.ref });
    return { version: named, ...(await client.invoke('version.fate', { artifact: of.artifact, ref: named.ref })) };
  });
  if (invocation.json) return writeJson(output, { version: versionDocument(of.artifact, version), fate: fateDocument(fate) });
  await output.line(output.colours.bold(`${of.artifact}:${version.ref}`));
  for (const [title, text] of facts(version, invocation.now())) {
    if (text !== '') await output.line(`  ${output.colours.dim(title.padEnd(14))}${text}`);
  }
  await output.line(`  ${output.colours.dim('kept'.padEnd(14))}${printable(fateText(fate))}`);
  for (const line of problemLines(version)) await output.line(output.colours.yellow(line));
}

const origins: Readonly<Record<VersionView['origin'], string>> = {
  baseline: 'when tracking began',
  save: 'after a save',
  manual: 'on request',
  'before-restore': 'just before a restore',
  restore: 'by a restore',
  rescan: 'by a rescan',
};

function aliasesText({ aliases, protectedAliases }: VersionView): string {
  return aliases.map((alias) => (protectedAliases.includes(alias) ? `${alias} (protected)` : alias)).join(', ');
}

function facts(version: VersionView, now: number): [string, string][] {
  const { createdAt, actor, origin } = version;
  const metadata = Object.entries(version.metadata).map(([key, value]) => `${printable(key)}=${JSON.stringify(value)}`);
  return [
    ['made', `${humaneTime(createdAt, now)} (${localTime(createdAt)}) by ${printable(actor)}, ${origins[origin]}`],
    ['holds', `${extentText(version)} (${humaneSize(version.addedBytes)} added)`],
    ['changes', changesText(version)],
    ['identical to', version.identicalTo === null ? '' : `v${version.identicalTo}`],
    ['digest', version.digest],
    ['aliases', printable(aliasesText(version))],
    ['tags', printable(version.tags.join(', '))],
    ['description', printable(version.description)],
    ['metadata', printable(metadata.join(', '))],
  ];
}
