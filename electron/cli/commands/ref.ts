import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import type { ReferencesView } from '../../../shared/reference-values.ts';
import type { VersionView } from '../../../shared/values.ts';
import { collect, insidePath } from '../arguments.ts';
import { newVersionText } from '../describe-version.ts';
import { artifactDocument, isoTime, referencesDocument, versionDocument } from '../documents.ts';
import { durationOf } from '../duration-argument.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { counted, humaneCount, humaneDuration, humaneSize, humaneTime } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName, parseReference, type Reference } from '../reference.ts';
import { headerLine, layOut, rowLine, type Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine, withLongWork } from '../with-engine.ts';

interface AddOptions {
  checksum: boolean;
  path?: string;
  type?: string;
}

export function defineRef(program: Command, run: Run): Command {
  const ref = program
    .command('ref')
    .summary('track what stays where it is: objects in buckets, files behind a URL')
    .description('References name data that must not leave its place. Versions keep names, sizes and what the source gives as identity; the bytes stay there.');
  defineAdd(ref, run);
  defineLookingAfter(ref, run);
  defineBringing(ref, run);
  return ref;
}

function defineAdd(ref: Command, run: Run): void {
  ref
    .command('add')
    .description(
      'Adds an object, or everything below a prefix, to an artifact, which is made where there is none of that name. All objects are listed, however many there are. Buckets are asked as their own ' +
        'tools are signed in on this computer.',
    )
    .argument('<name>', 'the artifact')
    .argument('<uri>', 'gs://…, s3://…, https://…, file:///…, or a path')
    .option('--no-checksum', 'ask the source nothing: the URI alone is kept, and no change of what it names can be noticed')
    .option('--path <path>', 'where it stands in the artifact; missing: at the top, under its own name')
    .option('--type <type>', 'of an artifact that is made: dataset, model, or any other word')
    .addHelpText('after', '\nExamples:\n  strata ref add animals s3://my-bucket/animals\n  strata ref add animals https://example.org/cats.csv --path labels/cats.csv')
    .action((name: string, uri: string, options: AddOptions) => run((invocation) => add(invocation, parseName(name), uri, options)));
  ref
    .command('ls')
    .description('Lists what an artifact refers to, and how its sources are looked after.')
    .argument('<name>', 'the artifact')
    .addHelpText('after', '\nExample:\n  strata ref ls animals')
    .action((name: string) => run((invocation) => list(invocation, parseName(name))));
  ref
    .command('rm')
    .description('Takes what was added out again, in a new version. What it names is not touched.')
    .argument('<name>', 'the artifact')
    .argument('<uri>', 'as it was added')
    .addHelpText('after', '\nExample:\n  strata ref rm animals s3://my-bucket/animals')
    .action((name: string, uri: string) => run((invocation) => remove(invocation, parseName(name), uri)));
}

function defineLookingAfter(ref: Command, run: Run): void {
  ref
    .command('scan')
    .description('Looks at the sources again. A version is made when something there changed.')
    .argument('<name>', 'the artifact')
    .addHelpText('after', '\nExample:\n  strata ref scan animals')
    .action((name: string) => run((invocation) => scan(invocation, parseName(name))));
  ref
    .command('schedule')
    .description('Says how often the sources are looked at while the app or `strata watch` runs.')
    .argument('<name>', 'the artifact')
    .argument('<time>', 'such as 30min, 6h or 1d; off: only when asked', durationOf)
    .addHelpText('after', '\nExamples:\n  strata ref schedule animals 6h\n  strata ref schedule animals off')
    .action((name: string, everyMs: number | null) =>
      run((invocation) => configured(invocation, parseName(name), 'reference.setSchedule', { everyMs })),
    );
  for (const [command, allowed, text] of permissions) {
    ref
      .command(command)
      .description(text)
      .argument('<name>', 'the artifact')
      .argument('<origin>', 'such as https://intern.example, or file:// for files of this computer')
      .addHelpText('after', `\nExample:\n  strata ref ${command} animals https://intern.example`)
      .action((name: string, origin: string) => run((invocation) => configured(invocation, parseName(name), 'reference.permit', { origin, allowed })));
  }
}

const permissions = [
  ['permit', true, 'Lets references that came from others be fetched from a local or private place.'],
  ['forbid', false, 'Takes such a permission back.'],
] as const;

function defineBringing(ref: Command, run: Run): void {
  ref
    .command('check')
    .description('Asks the sources whether everything that a version refers to is still what it was. Exits with 5 when something is not.')
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .addHelpText('after', '\nExample:\n  strata ref check animals:v3')
    .action((reference: string) => run((invocation) => check(invocation, parseReference(reference))));
  ref
    .command('fetch')
    .description('Brings what references name into the store, before it goes from its place. A new version holds the bytes from then on.')
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .option('--path <path>', 'only this file or folder; may be given many times', collect)
    .addHelpText('after', '\nExamples:\n  strata ref fetch animals\n  strata ref fetch animals:v3 --path labels')
    .action((reference: string, options: { path?: string[] }) => run((invocation) => fetch(invocation, parseReference(reference), options.path)));
}

/** A path is that of a file or folder of this computer, seen from where one stands. */
function uriOf({ folder }: Invocation, text: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(text) ? text : pathToFileURL(resolve(folder, text)).href;
}

async function add(invocation: Invocation, artifact: string, uri: string, { checksum, path, type }: AddOptions): Promise<void> {
  const { output } = invocation;
  const request = {
    artifact,
    uri: uriOf(invocation, uri),
    checksum,
    ...(path === undefined ? {} : { path: insidePath(path) }),
    ...(type === undefined ? {} : { type }),
  };
  const made = await withLongWork(invocation, { kinds: ['rescan'], artifact }, (client) => client.invoke('reference.add', request));
  if (invocation.json) return writeJson(output, { artifact: artifactDocument(made.artifact), version: versionDocument(artifact, made.version), created: made.created, problems: made.problems });
  await tellVersion(invocation, artifact, made);
  if (!checksum) await output.line(`Nothing was read. A change of what ${printable(uri)} names cannot be noticed.`);
}

interface Made {
  readonly version: VersionView;
  readonly created: boolean;
  readonly problems?: readonly { readonly message: string }[];
}

async function tellVersion({ output }: Invocation, artifact: string, { version, created, problems = [] }: Made): Promise<void> {
  await output.line(created ? newVersionText(artifact, version) : `Nothing changed; ${artifact}:${version.ref} is still the latest version.`);
  for (const { message } of problems) await output.line(output.colours.yellow(printable(message)));
}

async function remove(invocation: Invocation, artifact: string, uri: string): Promise<void> {
  const request = { artifact, uri: uriOf(invocation, uri) };
  const made = await withLongWork(invocation, { kinds: ['rescan'], artifact }, (client) => client.invoke('reference.remove', request));
  if (invocation.json) return writeJson(invocation.output, { version: versionDocument(artifact, made.version), created: made.created });
  await tellVersion(invocation, artifact, made);
}

async function scan(invocation: Invocation, artifact: string): Promise<void> {
  const made = await withLongWork(invocation, { kinds: ['rescan'], artifact }, (client) => client.invoke('reference.scan', { artifact }));
  if (invocation.json) return writeJson(invocation.output, { created: made.created, version: versionDocument(artifact, made.version), problems: made.problems });
  await tellVersion(invocation, artifact, made);
}

async function list(invocation: Invocation, artifact: string): Promise<void> {
  const found = await withEngine(invocation, (client) => client.invoke('reference.list', { artifact }));
  await tellReferences(invocation, artifact, found);
}

async function configured(
  invocation: Invocation,
  artifact: string,
  method: 'reference.setSchedule' | 'reference.permit',
  change: { everyMs: number | null } | { origin: string; allowed: boolean },
): Promise<void> {
  const found = await withEngine(invocation, (client) => client.invoke(method, { artifact, ...change } as never));
  await tellReferences(invocation, artifact, found);
}

async function tellReferences(invocation: Invocation, artifact: string, found: ReferencesView): Promise<void> {
  const { output, now } = invocation;
  if (invocation.json) return writeJson(output, referencesDocument(found));
  const { references, everyMs, lastScan, permissions: permitted } = found;
  if (references.length === 0) await output.line(`Nothing was added to ${artifact} at this computer.`);
  else {
    const layout = layOut(columns, references, output.columns);
    await output.line([headerLine(layout, output.colours), ...references.map((one) => rowLine(layout, one))].join('\n'));
  }
  const last = lastScan === null ? '' : ` Last: ${humaneTime(lastScan.at, now())}${lastScan.message === '' ? '' : `, ${printable(lastScan.message)}`}`;
  await output.line(`Looked at ${everyMs === null ? 'when asked' : `every ${humaneDuration(everyMs)}`}.${last}`);
  if (permitted.length > 0) await output.line(`May be fetched from: ${permitted.map(printable).join(', ')}`);
}

const columns: Column<ReferencesView['references'][number]>[] = [
  { title: 'URI', text: ({ uri }) => printable(uri), cut: 'start' },
  { title: 'PATH', text: ({ path }) => printable(path === '' ? '/' : path), cut: 'end' },
  { title: 'IDENTITY', text: ({ checksum }) => (checksum ? 'as the source gives it' : 'the URI alone') },
  { title: 'ADDED', text: ({ addedAt }) => isoTime(addedAt)?.slice(0, 10) ?? '' },
];

async function check(invocation: Invocation, of: Reference): Promise<ExitStatus> {
  const { output } = invocation;
  const request = { artifact: of.artifact, ref: of.ref, limit: 100_000 };
  const drift = await withLongWork(invocation, { kinds: ['rescan'], artifact: of.artifact }, (client) => client.invoke('reference.check', request));
  const { counts, ref, places, ...lists } = drift;
  const drifted = counts.changed + counts.missing + counts.recoverable;
  const status = drifted > 0 ? exitStatus.integrity : counts.unreachable > 0 ? exitStatus.failed : exitStatus.done;
  if (invocation.json) {
    await writeJson(output, { ref, intact: counts.intact, ...lists, unchecked: counts.unchecked, counts, places });
    return status;
  }
  for (const kind of ['changed', 'missing', 'recoverable', 'unreachable'] as const) {
    for (const { path, message } of lists[kind]) await output.line(`${output.colours.yellow(kind)}  ${printable(path)}: ${printable(message)}`);
  }
  const words = (Object.keys(counts) as (keyof typeof counts)[]).filter((kind) => counts[kind] > 0).map((kind) => `${humaneCount(counts[kind])} ${kind}`);
  await output.line(words.length === 0 ? `${of.artifact}:${ref} refers to nothing.` : `${of.artifact}:${ref}  ${words.join(', ')}`);
  for (const place of places) await output.line(`To ask there: strata ref permit ${of.artifact} ${printable(place)}`);
  if (counts.unchecked > 0) await output.line(`Of ${counted(counts.unchecked, 'entry', 'entries')} the URI alone is kept: a change of what it names cannot be noticed.`);
  return status;
}

async function fetch(invocation: Invocation, of: Reference, paths: string[] | undefined): Promise<ExitStatus> {
  const { output } = invocation;
  const request = { artifact: of.artifact, ref: of.ref, ...(paths === undefined ? {} : { paths: paths.map(insidePath) }) };
  const made = await withLongWork(invocation, { kinds: ['fetch'], artifact: of.artifact }, (client) => client.invoke('reference.fetch', request));
  const { version, created, files, bytes, problems } = made;
  if (invocation.json) await writeJson(output, { created, version: versionDocument(of.artifact, version), files, bytes, problems });
  else {
    for (const { message } of problems) await output.line(output.colours.yellow(printable(message)));
    await output.line(`${counted(files, 'file')} fetched, ${humaneSize(bytes)}.`);
    if (created) await output.line(newVersionText(of.artifact, version));
  }
  return problems.length === 0 ? exitStatus.done : exitStatus.failed;
}
