import type { Command } from 'commander';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { printable } from '../text-width.ts';
import { withLongWork } from '../with-engine.ts';

export function definePurge(program: Command, run: Run): Command {
  return program
    .command('purge')
    .summary('take one file out of every version, for good')
    .description(
      'Takes a file, or a folder with all in it, out of every version of an artifact, and its bytes off the disk. This cannot be ' +
        'taken back. The path must not be in the folder any more, or be ignored there, or the next save would keep it again.',
    )
    .argument('<name>', 'the artifact')
    .argument('<path>', 'the file or folder, as `strata files` shows it')
    .option('--dry-run', 'only show which versions would change and how much it would free')
    .addHelpText('after', '\nExample:\n  strata purge animals people/addresses.csv')
    .action((name: string, path: string, options: { dryRun?: boolean }) =>
      run((invocation) => purge(invocation, parseName(name), path, options.dryRun === true)),
    );
}

async function purge(invocation: Invocation, artifact: string, path: string, dryRun: boolean): Promise<void> {
  const { output } = invocation;
  const plan = await withLongWork(invocation, { kinds: ['compact'], artifact }, (client) =>
    client.invoke(dryRun ? 'purge.plan' : 'purge.apply', { artifact, path }),
  );
  if (invocation.json) {
    const versions = plan.refs.map((ref) => ({ artifact, ref }));
    return writeJson(output, { ...(dryRun ? { dryRun } : {}), path: plan.path, versions, entries: plan.entries, freedBytes: plan.freedBytes, heldBytes: plan.heldBytes, ...(dryRun ? { present: plan.present } : {}) });
  }
  const [went, free] = dryRun ? ['would go from', 'would be free again'] : ['is gone from', 'are free again'];
  await output.line(`"${printable(plan.path)}" ${went} ${counted(plan.refs.length, 'version')}; ${humaneSize(plan.freedBytes)} ${free}.`);
  if (plan.present) await output.line('It is still in the folder: delete it there or add it to .strataignore first, or the purge is refused.');
  if (plan.heldBytes > 0) await output.line(`${humaneSize(plan.heldBytes)} of the same content stay: other paths or artifacts hold it too.`);
}
