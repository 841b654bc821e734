import type { Command } from 'commander';
import type { VersionView } from '../../../shared/values.ts';
import { positiveNumber } from '../arguments.ts';
import { changesText } from '../describe-version.ts';
import { versionDocument } from '../documents.ts';
import { humaneCount, humaneSize, humaneTime } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJsonList } from '../json-document.ts';
import { mapPages, versionPages } from '../pages.ts';
import { parseName } from '../reference.ts';
import type { Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';
import { writeTable } from '../write-table.ts';

export function defineLog(program: Command, run: Run): Command {
  return program
    .command('log')
    .summary('list the versions of an artifact, newest first')
    .description('Lists the versions of an artifact, newest first.')
    .argument('<name>', 'the artifact')
    .option('--limit <n>', 'only the newest n', positiveNumber)
    .addHelpText('after', '\nExample:\n  strata log animals --limit 10')
    .action((name: string, options: { limit?: number }) =>
      run((invocation) => log(invocation, parseName(name), options.limit)),
    );
}

async function log(invocation: Invocation, artifact: string, limit: number | undefined): Promise<void> {
  await withEngine(invocation, async (client) => {
    const pages = versionPages(client, artifact, limit);
    const { link } = await client.invoke('artifact.link', { artifact });
    const isProvisional = ({ index }: VersionView): boolean => link !== null && index >= link.next;
    if (!invocation.json) return writeTable(invocation.output, columns(invocation, isProvisional), pages);
    await writeJsonList(
      invocation.output,
      'versions',
      mapPages(pages, (version) => ({ ...versionDocument(artifact, version), provisional: isProvisional(version) })),
    );
  });
}

function columns({ output: { colours }, now }: Invocation, isProvisional: (version: VersionView) => boolean): Column<VersionView>[] {
  return [
    { title: 'REF', text: ({ ref }) => ref, paint: colours.bold },
    { title: 'MADE', text: ({ createdAt }) => humaneTime(createdAt, now()) },
    { title: 'FILES', text: ({ files }) => humaneCount(files), align: 'right' },
    { title: 'SIZE', text: ({ bytes }) => humaneSize(bytes), align: 'right' },
    { title: 'ADDED', text: ({ addedBytes }) => humaneSize(addedBytes), align: 'right' },
    { title: 'CHANGES', text: changesText },
    { title: 'ALIASES', text: ({ aliases }) => printable(aliases.join(', ')), cut: 'end', paint: colours.green },
    { title: 'ABOUT', text: (version) => aboutText(version, isProvisional(version)), cut: 'end' },
  ];
}

/** A provisional number may become another one when the version is pushed. */
function aboutText({ description, identicalTo, problems }: VersionView, isProvisional: boolean): string {
  const parts = [printable(description)];
  if (identicalTo !== null) parts.push(`identical to v${identicalTo}`);
  if (isProvisional) parts.push('number provisional');
  if (problems.length > 0) parts.push(`lacks ${problems.length}`);
  return parts.filter((part) => part !== '').join('; ');
}
