import type { Command } from 'commander';
import type { KeepPlanView, KeepRuleView, VersionView } from '../../../shared/values.ts';
import { positiveNumber } from '../arguments.ts';
import { isoTime, versionDocument } from '../documents.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { fateText, ruleText, secondsText } from '../keep-words.ts';
import { parseReference, type Reference } from '../reference.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

type Time = number | 'never' | 'inherit';

interface Options {
  readonly all?: boolean;
  readonly last?: number;
  readonly thin?: boolean;
  readonly ttl?: Time;
  readonly pin?: boolean;
  readonly unpin?: boolean;
  readonly dryRun?: boolean;
}

export function defineKeep(program: Command, run: Run): Command {
  return program
    .command('keep')
    .summary('say which versions stay by themselves')
    .description(
      'With a NAME: sets the rule of an artifact and applies it, or shows it. With NAME:REF: pins one version, or gives it a time to live of its own. ' +
        'The newest version, pinned ones and those with an alias always stay; a rule also spares versions that have a description, were made by hand, or that a recent ' +
        'restore can be taken back to. What goes can be taken back for a day with `strata undo`.',
    )
    .argument('<name[:ref]>', 'the artifact, or one version')
    .option('--all', 'keep all versions')
    .option('--last <n>', 'keep the newest n versions, whatever they are', positiveNumber)
    .option('--thin', 'keep all of the last day, one an hour for a week, one a day for a month, one a week after')
    .option('--ttl <seconds>', 'time to live from creation: seconds, never, or for a version inherit', timeToLive)
    .option('--pin', 'NAME:REF: no rule takes this version')
    .option('--unpin', 'NAME:REF: the rules count again')
    .option('--dry-run', 'only show what would go and how much it would free')
    .addHelpText('after', '\nExamples:\n  strata keep animals --last 10 --dry-run\n  strata keep animals --thin --ttl 31536000\n  strata keep animals:v3 --pin')
    .action((name: string, options: Options) => run((invocation) => keep(invocation, parseReference(name), options)));
}

function timeToLive(text: string): Time {
  return text === 'never' || text === 'inherit' ? text : positiveNumber(text);
}

function keep(invocation: Invocation, of: Reference, options: Options): Promise<void> {
  const rule = ruleOf(options);
  const ofVersion = options.pin === true || options.unpin === true;
  if (of.isExplicit) {
    if (rule !== undefined || options.dryRun === true) throw new UsageError('A rule is set for the whole artifact: write NAME alone.');
    return keepVersion(invocation, of, options);
  }
  if (ofVersion) throw new UsageError('One version is pinned at a time: write NAME:REF.');
  const { ttl } = options;
  if (ttl === 'inherit') throw new UsageError('"inherit" is for one version: write NAME:REF.');
  const change = { artifact: of.artifact, ...(rule === undefined ? {} : { rule }), ...(ttl === undefined ? {} : { timeToLive: ttl }) };
  const isChange = rule !== undefined || ttl !== undefined;
  return isChange && options.dryRun !== true ? setRule(invocation, change) : showPlan(invocation, change, options.dryRun === true);
}

function ruleOf({ all, last, thin }: Options): KeepRuleView | undefined {
  const given: KeepRuleView[] = [];
  if (all === true) given.push({ kind: 'all' });
  if (last !== undefined) given.push({ kind: 'last', count: last });
  if (thin === true) given.push({ kind: 'thin' });
  if (given.length > 1) throw new UsageError('Only one of --all, --last and --thin can be the rule.');
  return given[0];
}

interface Change {
  readonly artifact: string;
  readonly rule?: KeepRuleView;
  readonly timeToLive?: number | 'never';
}

async function showPlan(invocation: Invocation, change: Change, dryRun: boolean): Promise<void> {
  const { output } = invocation;
  const plan = await withEngine(invocation, (client) => client.invoke('keep.plan', change));
  const { going, fates, freedBytes } = plan;
  if (invocation.json) {
    const next = fates.map(({ goes }) => goes?.at ?? Infinity).reduce((first, at) => Math.min(first, at), Infinity);
    const document = { ...ruleDocument(plan), going: going.map((version) => goingDocument(change.artifact, version)), freedBytes };
    return writeJson(output, { dryRun, ...document, nextGoesAt: isoTime(next === Infinity ? null : next) });
  }
  await output.line(`${change.artifact}: ${ruleText(plan.rule)}${timeText(plan.timeToLive)}.`);
  if (going.length === 0) return output.line(dryRun ? 'Nothing would go now.' : 'Nothing goes now.');
  await output.line(`${refsText(going)} ${dryRun ? 'would go' : 'go next'}, and ${humaneSize(freedBytes)} would be freed a day later.`);
  return undefined;
}

async function setRule(invocation: Invocation, change: Change): Promise<void> {
  const { output } = invocation;
  const { artifact, thinned, operation } = await withEngine(invocation, (client) => client.invoke('keep.set', change));
  const gone = thinned?.parts.flatMap(({ versions }) => versions) ?? [];
  const freedBytes = thinned?.freedBytes ?? 0;
  if (invocation.json) {
    return writeJson(output, {
      rule: artifact.keep,
      timeToLive: artifact.timeToLive,
      going: gone.map((version) => goingDocument(change.artifact, version)),
      freedBytes,
      operation,
      operations: thinned?.operations ?? [],
      dueAt: isoTime(thinned?.dueAt ?? null),
    });
  }
  await output.line(`${change.artifact}: from now on ${ruleText(artifact.keep)}${timeText(artifact.timeToLive)}.`);
  if (thinned === null) return output.line('Nothing went.');
  const undo = thinned.operations.map((id) => `strata undo ${id}`).join('; ');
  await output.line(`${refsText(gone)} went; ${humaneSize(freedBytes)} will be free tomorrow. Until then they can be taken back: ${undo}`);
  return undefined;
}

async function keepVersion(invocation: Invocation, { artifact, ref }: Reference, { ttl, pin, unpin }: Options): Promise<void> {
  const { output } = invocation;
  if (pin === true && unpin === true) throw new UsageError('A version is pinned or not: write --pin or --unpin.');
  if (pin === undefined && unpin === undefined && ttl === undefined) throw new UsageError('What about this version? Write --pin, --unpin or --ttl.');
  const { version, fate } = await withEngine(invocation, async (client) => {
    const { version: named } = await client.invoke('version.get', { artifact, ref });
    const at = { artifact, ref: named.ref };
    if (pin === true || unpin === true) await client.invoke('version.setPinned', { ...at, pinned: pin === true });
    if (ttl !== undefined) await client.invoke('version.setTimeToLive', { ...at, timeToLive: ttl });
    return { ...(await client.invoke('version.get', at)), ...(await client.invoke('version.fate', at)) };
  });
  if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
  await output.line(`${artifact}:${version.ref}: ${fateText(fate)}`);
  return undefined;
}

function ruleDocument({ rule, timeToLive: time }: KeepPlanView): Record<string, unknown> {
  return { rule, timeToLive: time };
}

function goingDocument(artifact: string, { ref, bytes, createdAt }: VersionView): Record<string, unknown> {
  return { artifact, ref, size: bytes, createdAt: isoTime(createdAt) };
}

function timeText(time: number | 'never'): string {
  return time === 'never' ? '' : `, and no version lives longer than ${secondsText(time)} unless it is protected`;
}

/** All by name where they are few. */
function refsText(versions: readonly VersionView[]): string {
  const refs = versions.slice(0, 8).map(({ ref }) => ref);
  return versions.length <= 8 ? refs.join(', ') : `${counted(versions.length, 'version')} (${refs.join(', ')}, …)`;
}
