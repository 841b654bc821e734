import type { Command } from 'commander';
import type { FindingView, RepairReportView, VerifyReportView } from '../../../shared/values.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import type { Output } from '../output.ts';
import { parseName } from '../reference.ts';
import { printable } from '../text-width.ts';
import { UsageError } from '../usage-error.ts';
import { withLongWork } from '../with-engine.ts';

export function defineVerify(program: Command, run: Run): Command {
  return program
    .command('verify')
    .summary('check that everything in the store is whole')
    .description(
      'Checks every version, manifest and chunk and recomputes every count. Ends with status 5 and says what is ' +
        'touched when something is damaged.',
    )
    .argument('[name]', 'only this artifact')
    .option('--deep', 'also read every byte and compare its digest; goes on where it was cut short')
    .option('--fresh', 'with --deep: begin anew')
    .option('--repair', 'read every byte of the whole store and mend what can be mended')
    .addHelpText('after', '\nExamples:\n  strata verify --deep\n  strata verify --repair')
    .action((name: string | undefined, options: Options) => run((invocation) => verifyOrRepair(invocation, name, options)));
}

interface Options {
  readonly deep?: boolean;
  readonly fresh?: boolean;
  readonly repair?: boolean;
}

function verifyOrRepair(invocation: Invocation, name: string | undefined, options: Options): Promise<ExitStatus> {
  const artifact = name === undefined ? undefined : parseName(name);
  if (options.repair === true && artifact !== undefined) throw new UsageError('--repair mends the whole store: leave the name away.');
  return options.repair === true ? repair(invocation) : verify(invocation, artifact, options);
}

async function verify(invocation: Invocation, artifact: string | undefined, options: Options): Promise<ExitStatus> {
  const how = { deep: options.deep === true, fresh: options.fresh === true };
  const request = artifact === undefined ? how : { artifact, ...how };
  const report = await withLongWork(invocation, { kinds: ['verify'] }, (client) =>
    client.invoke('store.verify', request),
  );
  if (invocation.json) await writeJson(invocation.output, report);
  else await writeReport(invocation.output, report);
  return report.ok ? exitStatus.done : exitStatus.integrity;
}

async function writeReport(output: Output, report: VerifyReportView): Promise<void> {
  const { versions, nodes, chunks, bytes, deep, findings, containers, provenBefore } = report;
  await writeFindings(output, findings);
  const checked = `${counted(versions, 'version')}, ${counted(nodes, 'manifest node')}, ${counted(chunks, 'chunk')}, ${humaneSize(bytes)}`;
  const before = provenBefore === 0 ? '' : `, ${provenBefore} of ${counted(containers, 'container')} before`;
  const how = deep ? `, every byte read${before}` : '';
  const verdict = report.ok
    ? output.colours.green('Everything is whole')
    : output.colours.red(`${counted(findings.length, 'finding')}`);
  await output.line(`${verdict}: ${checked} checked${how}.`);
}

async function writeFindings(output: Output, findings: readonly FindingView[]): Promise<void> {
  for (const { message, touches } of findings) {
    await output.line(output.colours.red(printable(message)));
    for (const { version, path } of touches) {
      await output.line(`  ${printable(path === null ? version : `${version} ${path}`)}`);
    }
  }
}

async function repair(invocation: Invocation): Promise<ExitStatus> {
  const { output } = invocation;
  const report = await withLongWork(invocation, { kinds: ['repair'] }, (client) => client.invoke('store.repair', {}));
  if (invocation.json) await writeJson(output, report);
  else await writeRepair(output, report);
  return report.ok ? exitStatus.done : exitStatus.integrity;
}

async function writeRepair(output: Output, { ok, verified, repaired, lost }: RepairReportView): Promise<void> {
  if (verified.ok) return writeReport(output, verified);
  const { chunks, bytes, containers, records, counts } = repaired;
  const done = [
    ...(chunks === 0 ? [] : [`${counted(chunks, 'chunk')} (${humaneSize(bytes)}) found again`]),
    ...(containers === 0 ? [] : [`${counted(containers, 'container')} written again`]),
    ...(records === 0 ? [] : [`${counted(records, 'record')} written again`]),
    ...(counts === 0 ? [] : [`${counted(counts, 'count')} set right`]),
  ];
  await writeFindings(output, lost);
  const found = `${counted(verified.findings.length, 'finding')}: ${done.length === 0 ? 'nothing could be mended' : done.join(', ')}`;
  const end = ok ? output.colours.green('Everything is whole again') : output.colours.red(`${counted(lost.length, 'finding')} could not be mended; everything else stays usable`);
  return output.line(`${found}. ${end}.`);
}
