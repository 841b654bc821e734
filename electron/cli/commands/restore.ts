import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RestorePlanView, RestoreResultView } from '../../../shared/values.ts';
import { collect, folderName, insidePath } from '../arguments.ts';
import { planDocument, restoreDocument } from '../documents.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { counted, humaneCount, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import type { Output } from '../output.ts';
import { parseReference, type Reference } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withEngine, withLongWork } from '../with-engine.ts';

interface RestoreOptions {
  to?: string;
  path?: string[];
  dryRun?: boolean;
  deleteExtra?: boolean;
}

/** Lines of a plan that are shown to people, and items that are given to scripts. */
const shownItems = 100;
const mostItems = 100_000;

export function defineRestore(program: Command, run: Run): Command {
  return program
    .command('restore')
    .summary('bring a version, a folder of it or a file back')
    .description(
      'In place, the tracked folder becomes exactly that version: ignored files stay, and what is there now is ' +
        'snapshotted first, so that `strata undo` takes the restore back. With --to, the version is written into ' +
        'another folder, and other files there stay.',
    )
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .option('--to <dir>', 'write into this folder instead', folderName)
    .option('--path <path>', 'only this file or folder of the version; may be given many times', collect)
    .option('--dry-run', 'only say what would be done')
    .option('--delete-extra', 'with --to: also delete files there that the version does not have')
    .addHelpText(
      'after',
      '\nExamples:\n  strata restore animals:v0 --dry-run\n  strata restore animals:v3 --path labels/cats.csv\n' +
        '  strata restore animals:best --to /tmp/animals',
    )
    .action((reference: string, options: RestoreOptions) =>
      run((invocation) => restore(invocation, parseReference(reference), options)),
    );
}

function requestOf(folder: string, of: Reference, options: RestoreOptions) {
  return {
    artifact: of.artifact,
    ref: of.ref,
    deleteExtra: options.deleteExtra === true,
    ...(options.path === undefined ? {} : { paths: options.path.map(insidePath) }),
    ...(options.to === undefined ? {} : { target: resolve(folder, options.to) }),
  };
}

async function restore(invocation: Invocation, of: Reference, options: RestoreOptions): Promise<ExitStatus> {
  const { output, json } = invocation;
  const request = requestOf(invocation.folder, of, options);
  if (options.dryRun === true) {
    const limit = json ? mostItems : shownItems;
    const plan = await withEngine(invocation, (client) => client.invoke('restore.plan', { ...request, limit }));
    await (json ? writeJson(output, planDocument(plan)) : writePlan(output, of.artifact, plan));
    return exitStatus.done;
  }
  const long = { kinds: ['restore', 'snapshot'] as const, artifact: of.artifact };
  const result = await withLongWork(invocation, long, (client) => client.invoke('restore.apply', request));
  await (json ? writeJson(output, restoreDocument(of.artifact, result)) : writeResult(output, of.artifact, result));
  return result.problems.length === 0 ? exitStatus.done : exitStatus.failed;
}

const signs = { create: '+', overwrite: '~', delete: '-', touch: 't' } as const;

async function writePlan(output: Output, artifact: string, plan: RestorePlanView): Promise<void> {
  const lines = plan.items.map((item) => `${signs[item.action]} ${printable(item.path)}  ${humaneSize(item.size)}`);
  const all = plan.create + plan.overwrite + plan.delete + plan.touch;
  if (all > plan.items.length) lines.push(`… and ${humaneCount(all - plan.items.length)} more`);
  lines.push(
    `${artifact}:${plan.ref} into ${printable(plan.target)}: create ${humaneCount(plan.create)}, ` +
      `overwrite ${humaneCount(plan.overwrite)}, delete ${humaneCount(plan.delete)}, ` +
      `leave ${humaneCount(plan.unchanged)} as they are; ${humaneSize(plan.bytes)} to write.`,
  );
  await output.line(lines.join('\n'));
  if (plan.bytes > plan.freeBytes) {
    output.note(output.errorColours.yellow(`Only ${humaneSize(plan.freeBytes)} are free there.`));
  }
  writeProblems(output, plan.problems);
}

export async function writeResult(output: Output, artifact: string, result: RestoreResultView): Promise<void> {
  await output.line(
    `Wrote ${counted(result.written, 'file')} (${humaneSize(result.bytes)}), deleted ${humaneCount(result.deleted)}, ` +
      `left ${humaneCount(result.unchanged)} as they were, in ${printable(result.target)}.`,
  );
  if (result.safetyVersion !== null && result.operation !== null) {
    const undo = `strata undo ${result.operation}`;
    await output.line(`What was there before is ${artifact}:${result.safetyVersion}; \`${undo}\` takes this back.`);
  }
  writeProblems(output, result.problems);
}

function writeProblems(output: Output, problems: RestoreResultView['problems']): void {
  for (const { message } of problems) output.note(output.errorColours.red(printable(message)));
}
