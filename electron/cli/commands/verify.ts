import type { Command } from 'commander';
import type { VerifyReportView } from '../../../shared/values.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import type { Output } from '../output.ts';
import { parseName } from '../reference.ts';
import { printable } from '../text-width.ts';
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
    .option('--deep', 'also read every byte and compare its digest')
    .addHelpText('after', '\nExample:\n  strata verify --deep')
    .action((name: string | undefined, options: { deep?: boolean }) =>
      run((invocation) => verify(invocation, name === undefined ? undefined : parseName(name), options.deep === true)),
    );
}

async function verify(invocation: Invocation, artifact: string | undefined, deep: boolean): Promise<ExitStatus> {
  const request = artifact === undefined ? { deep } : { artifact, deep };
  const report = await withLongWork(invocation, { kinds: ['verify'] }, (client) =>
    client.invoke('store.verify', request),
  );
  if (invocation.json) await writeJson(invocation.output, report);
  else await writeReport(invocation.output, report);
  return report.ok ? exitStatus.done : exitStatus.integrity;
}

async function writeReport(output: Output, report: VerifyReportView): Promise<void> {
  const { versions, nodes, chunks, bytes, deep, findings } = report;
  for (const { message, touches } of findings) {
    await output.line(output.colours.red(printable(message)));
    for (const { version, path } of touches) {
      await output.line(`  ${printable(path === null ? version : `${version} ${path}`)}`);
    }
  }
  const checked = `${counted(versions, 'version')}, ${counted(nodes, 'manifest node')}, ${counted(chunks, 'chunk')}, ${humaneSize(bytes)}`;
  const how = deep ? ', every byte read' : '';
  const verdict = report.ok
    ? output.colours.green('Everything is whole')
    : output.colours.red(`${counted(findings.length, 'finding')}`);
  await output.line(`${verdict}: ${checked} checked${how}.`);
}
