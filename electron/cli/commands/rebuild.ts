import type { Command } from 'commander';
import { ContractError } from '../../../shared/errors.ts';
import type { ActivityView } from '../../../shared/values.ts';
import type { HomeRebuilt } from '../../host/rebuild-home.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { counted } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import type { Output } from '../output.ts';
import { printable } from '../text-width.ts';

export function defineRebuild(program: Command, run: Run): Command {
  return program
    .command('rebuild')
    .summary('make the catalog anew from the store')
    .description(
      'Makes the catalog anew from the containers and version records alone: when it is lost, damaged or an older copy. Strata must ' +
        'not run meanwhile. The old catalog is kept beside the new one. Ends with status 5 when something could not be read; the rest is there.',
    )
    .addHelpText('after', '\nExample:\n  strata rebuild')
    .action(() => run(rebuild));
}

async function rebuild(invocation: Invocation): Promise<ExitStatus> {
  const { output, progress } = invocation;
  // Only this command works on a home without its engine.
  const { rebuildHome } = await import('../../host/rebuild-home.ts');
  const controller = new AbortController();
  const stopHearing = invocation.onInterrupt(() => controller.abort(cancelled()));
  const startedAt = invocation.now();
  try {
    const onProgress = ({ phase, done, total }: { phase: string; done: number; total: number }): void =>
      progress.show({ ...noActivity, phase, files: done, totalFiles: total, startedAt });
    const report = await rebuildHome({ home: invocation.home, signal: controller.signal, onProgress });
    progress.clear();
    if (invocation.json) await writeJson(output, { ...report, ok: report.problems.length === 0 });
    else await writeReport(output, report);
    return report.problems.length === 0 ? exitStatus.done : exitStatus.integrity;
  } finally {
    progress.clear();
    stopHearing();
  }
}

const noActivity: ActivityView = {
  id: 'rebuild',
  kind: 'verify',
  artifact: null,
  phase: '',
  files: 0,
  totalFiles: null,
  bytes: 0,
  totalBytes: null,
  bytesPerSecond: 0,
  remainingMs: null,
  startedAt: 0,
  cancellable: true,
};

function cancelled(): ContractError {
  return new ContractError({ code: 'operation.cancelled', message: 'Interrupted; the catalog is as it was.' });
}

const historyWords = {
  kept: 'The history of operations was taken over.',
  older: 'The old catalog was an older copy: the history of operations ends with it.',
  lost: 'The old catalog could not be read, so the history of operations begins anew.',
} as const;

async function writeReport(output: Output, report: HomeRebuilt): Promise<void> {
  for (const { message } of report.problems) await output.line(output.colours.red(printable(message)));
  const { artifacts, versions, deletions, containers, chunks } = report;
  const waiting = deletions === 0 ? '' : `, ${counted(deletions, 'deletion')} that can be taken back`;
  await output.line(
    `The catalog is made anew: ${counted(artifacts, 'artifact')}, ${counted(versions, 'version')}${waiting}, ${counted(chunks, 'chunk')} in ${counted(containers, 'container')}.`,
  );
  await output.line(`${historyWords[report.history]} The next look at each folder reads all of it again.`);
  if (report.kept !== null) await output.line(`The old catalog is kept: ${printable(report.kept)}`);
  if (report.problems.length > 0) {
    const found = counted(report.problems.length, 'finding');
    await output.line(output.colours.red(`${found}; nothing of the store was taken for free. See \`strata verify --repair\`.`));
  }
}
