import type { Command } from 'commander';
import type { Params } from '../../../shared/contract.ts';
import type { DeletePlanView, DeleteResultView } from '../../../shared/values.ts';
import { isoTime } from '../documents.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import type { Output } from '../output.ts';
import { parseReference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withLongWork } from '../with-engine.ts';

interface Options {
  readonly deleteAliases?: boolean;
  readonly dryRun?: boolean;
  readonly now?: boolean;
  readonly here?: boolean;
}

export function defineRm(program: Command, run: Run): Command {
  return program
    .command('rm')
    .summary('delete versions, or a whole artifact')
    .description(
      'Deletes versions, or with a NAME alone the artifact with all of its versions; the folder itself is never touched. ' +
        'It frees what no other version holds. For a day `strata undo` takes it back; with --now it is freed at once, for good. ' +
        'What was pushed goes from the bucket too, for everybody, with the next push; with --here it stays there.',
    )
    .argument('<name[:ref]...>', 'versions, or artifacts')
    .option('--delete-aliases', 'also delete versions that an alias names, with the alias')
    .option('--dry-run', 'only show what would go and how much it would free')
    .option('--now', 'free at once; it cannot be taken back')
    .option('--here', 'delete on this computer alone, and leave what was pushed in the bucket')
    .addHelpText('after', '\nExamples:\n  strata rm animals:v3 animals:v4\n  strata rm --now animals')
    .action((names: string[], options: Options) => run((invocation) => remove(invocation, names, options)));
}

async function remove(invocation: Invocation, names: readonly string[], options: Options): Promise<void> {
  const { output } = invocation;
  const params = { targets: targetsOf(names), deleteAliases: options.deleteAliases === true, now: options.now === true, fromBucket: options.here !== true };
  if (options.dryRun === true) {
    const plan = await withLongWork(invocation, { kinds: [] }, (client) => client.invoke('delete.plan', params));
    if (invocation.json) return writeJson(output, { dryRun: true, ...planDocument(plan) });
    return writePlan(output, plan, 'would go', params.now ? 'would be freed' : 'would be freed when it cannot be taken back any more');
  }
  const result = await withLongWork(invocation, { kinds: ['compact'] }, (client) => client.invoke('delete.apply', params));
  if (invocation.json) {
    return writeJson(output, { ...planDocument(result), operations: result.operations, dueAt: isoTime(result.dueAt) });
  }
  await writePlan(output, result, result.parts.length === 1 ? 'is deleted' : 'are deleted', freedWords(result));
  return undefined;
}

/** One target for each artifact: a NAME alone means all of it, whatever versions are named beside. */
function targetsOf(names: readonly string[]): Params<'delete.plan'>['targets'] {
  const targets = new Map<string, Set<string> | null>();
  for (const { artifact, ref, isExplicit } of names.map(parseReference)) {
    const known = targets.get(artifact);
    if (!isExplicit || known === null) targets.set(artifact, null);
    else targets.set(artifact, (known ?? new Set()).add(ref));
  }
  return [...targets].map(([artifact, refs]) => (refs === null ? { artifact } : { artifact, refs: [...refs] }));
}

function planDocument({ parts, freedBytes, bucket }: DeletePlanView): Record<string, unknown> {
  return {
    freedBytes,
    bucket: bucket?.isChosen === true ? { remotes: bucket.remotes, freedBytes: bucket.freedBytes } : null,
    versions: parts.flatMap(({ artifact, versions }) => versions.map(({ ref, bytes }) => ({ artifact, ref, size: bytes }))),
    artifacts: parts.filter(({ whole }) => whole).map(({ artifact }) => artifact),
    aliases: parts.flatMap(({ artifact, aliases }) => aliases.map((alias) => ({ artifact, alias }))),
  };
}

function freedWords({ operations, dueAt }: DeleteResultView): string {
  if (dueAt === null) return 'are free again';
  const undo = operations.map((id) => `strata undo ${id}`).join('; ');
  return `will be free tomorrow; until then it can be taken back: ${undo}`;
}

async function writePlan(output: Output, { parts, freedBytes, bucket }: DeletePlanView, gone: string, freed: string): Promise<void> {
  for (const { artifact, whole, versions, aliases } of parts) {
    const which = whole ? `${artifact} with ${counted(versions.length, 'version')}` : versions.map(({ ref }) => `${artifact}:${ref}`).join(', ');
    const named = aliases.length === 0 ? '' : ` (with ${aliases.map((alias) => `"${printable(alias)}"`).join(', ')})`;
    await output.line(`${which}${named} ${gone}.`);
  }
  await output.line(`${humaneSize(freedBytes)} ${freed}.`);
  if (bucket == null) return;
  const where = bucket.remotes.map((name) => `"${printable(name)}"`).join(', ');
  if (bucket.isChosen) await output.line(`With the next push it goes from ${where} too, for everybody; a day later ${humaneSize(bucket.freedBytes)} are free there.`);
  else await output.line(`It stays in ${where}.`);
}
