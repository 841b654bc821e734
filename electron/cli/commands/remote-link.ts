import type { Command } from 'commander';
import type { LinkView } from '../../../shared/sync-values.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { linkDocument, linkRulesText, linkStateText } from '../link-words.ts';
import { parseName } from '../reference.ts';
import { printable } from '../text-width.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

interface LinkOptions {
  automatic?: boolean;
  manual?: boolean;
  pause?: boolean;
  resume?: boolean;
  metadataOnly?: boolean;
  withContents?: boolean;
  notOnBattery?: boolean;
  onBattery?: boolean;
  notOnMetered?: boolean;
  onMetered?: boolean;
}

/** `remote link` and `remote unlink`. */
export function defineLink(remote: Command, run: Run): void {
  remote
    .command('link')
    .description(
      'Lets an artifact belong to a remote, and says how it is pushed. With --automatic it is pushed after each version, and what others push comes by itself, as long as the app ' +
        'or `strata watch` runs. The rules hold for what goes by itself, and only where the system tells; `push` and `pull` always go.',
    )
    .argument('<name>', 'the artifact')
    .argument('[remote]', 'the remote; needed once, and only when there are several')
    .option('--automatic', 'push after each version, and pull what others did')
    .option('--manual', 'only when asked')
    .option('--pause', 'nothing goes by itself for now')
    .option('--resume', 'goes on after a pause')
    .option('--metadata-only', 'manifests and records travel, contents of files do not')
    .option('--with-contents', 'contents travel too; what was held back is sent with the next push')
    .option('--not-on-battery', 'wait while on battery')
    .option('--on-battery', 'go on battery too')
    .option('--not-on-metered', 'wait on connections where bytes are counted')
    .option('--on-metered', 'go on such connections too')
    .addHelpText('after', '\nExamples:\n  strata remote link animals team --automatic --not-on-metered\n  strata remote link animals --pause')
    .action((name: string, to: string | undefined, options: LinkOptions) => run((invocation) => link(invocation, parseName(name), to, options)));
  remote
    .command('unlink')
    .description('Lets an artifact belong to no remote. The bucket and all versions here stay; contents that lie there alone cannot be had until it is linked again.')
    .argument('<name>', 'the artifact')
    .addHelpText('after', '\nExample:\n  strata remote unlink animals')
    .action((name: string) => run((invocation) => unlink(invocation, parseName(name))));
}

/** Of two options that exclude each other: true, false, or undefined for neither. */
function either(options: LinkOptions, yes: keyof LinkOptions, no: keyof LinkOptions): boolean | undefined {
  if (options[yes] === true && options[no] === true) throw new UsageError('Two of these options exclude each other; give one of each pair.');
  return options[yes] === true ? true : options[no] === true ? false : undefined;
}

const given = <K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } => (value === undefined ? {} : ({ [key]: value } as { [key in K]: V }));

async function link(invocation: Invocation, artifact: string, remote: string | undefined, options: LinkOptions): Promise<void> {
  const automatic = either(options, 'automatic', 'manual');
  const contents = either(options, 'withContents', 'metadataOnly');
  const request = {
    artifact,
    ...given('remote', remote),
    ...given('mode', automatic === undefined ? undefined : automatic ? ('automatic' as const) : ('manual' as const)),
    ...given('content', contents === undefined ? undefined : contents ? ('all' as const) : ('metadata' as const)),
    ...given('paused', either(options, 'pause', 'resume')),
    ...given('notOnBattery', either(options, 'notOnBattery', 'onBattery')),
    ...given('notOnMetered', either(options, 'notOnMetered', 'onMetered')),
  };
  const { link: made } = await withEngine(invocation, (client) => client.invoke('sync.set', request));
  if (invocation.json) return writeJson(invocation.output, linkDocument(artifact, made));
  await invocation.output.line(linkText(artifact, made, invocation.now()));
}

function linkText(artifact: string, link: LinkView, now: number): string {
  return `${artifact} and ${printable(link.remote)}: ${linkRulesText(link)}; ${linkStateText(link, now)}.`;
}

async function unlink(invocation: Invocation, artifact: string): Promise<void> {
  const { remote } = await withEngine(invocation, (client) => client.invoke('sync.unlink', { artifact }));
  if (invocation.json) return writeJson(invocation.output, { artifact, remote });
  await invocation.output.line(`${artifact} belongs to ${printable(remote)} no more. The bucket and all versions here stay as they are.`);
}
