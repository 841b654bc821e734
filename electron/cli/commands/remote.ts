import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { Client } from '../../../shared/client.ts';
import type { Params, Result } from '../../../shared/contract.ts';
import { ContractError } from '../../../shared/errors.ts';
import type { RemoteView } from '../../../shared/remote-values.ts';
import { folderName } from '../arguments.ts';
import { bytesOf } from '../bytes-argument.ts';
import { remoteCheckDocument, remoteDocument } from '../documents.ts';
import { humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { givenPassphrase, neededPassphrase } from '../passphrase.ts';
import { headerLine, layOut, rowLine, type Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { UsageError } from '../usage-error.ts';
import { sweptDocument, syncKinds, writeSwept } from '../sync-words.ts';
import { withEngine, withLongWork } from '../with-engine.ts';
import { defineLink } from './remote-link.ts';
import { definePassphrase, tellRecoveryCode } from './remote-passphrase.ts';

interface AddOptions {
  endpoint?: string;
  keyFile?: string;
  anonymous?: boolean;
  signIn?: boolean;
  limit?: number | null;
  encrypt?: boolean;
  passphraseFile?: string;
}

export function defineRemote(program: Command, run: Run): Command {
  const remote = program
    .command('remote')
    .summary('add, list, test or remove a team’s bucket')
    .description('A remote is a bucket that a team shares: a folder of a network drive, or one of Google Cloud Storage. Artifacts are pushed to it and pulled from it.');
  defineAdd(remote, run);
  definePassphrase(remote, run);
  defineLink(remote, run);
  remote
    .command('ls')
    .description('Lists the remotes.')
    .addHelpText('after', '\nExample:\n  strata remote ls --json')
    .action(() => run(list));
  remote
    .command('check')
    .description('Tests a remote again: what is there, and what you may do in it.')
    .argument('<name>', 'the remote')
    .addHelpText('after', '\nExample:\n  strata remote check team')
    .action((name: string) => run((invocation) => check(invocation, name)));
  remote
    .command('limit')
    .description('Limits how much may go to a remote and come from it in a second. Transfers that run follow at once.')
    .argument('<name>', 'the remote')
    .argument('<rate>', 'such as 2MB; none takes the limit away', rate)
    .addHelpText('after', '\nExamples:\n  strata remote limit team 2MB\n  strata remote limit team none')
    .action((name: string, limit: number | null) => run((invocation) => setLimit(invocation, name, limit)));
  remote
    .command('sweep')
    .description(
      'Removes from a remote what no version in it needs, a day after it was deleted for everybody. A push does so by itself when it is due. This does it now, and tells the remote which artifacts were deleted here.',
    )
    .argument('<name>', 'the remote')
    .addHelpText('after', '\nExample:\n  strata remote sweep team')
    .action((name: string) => run((invocation) => sweep(invocation, name)));
  remote
    .command('rm')
    .description('Forgets a remote. The bucket itself stays as it is, and so do all versions here.')
    .argument('<name>', 'the remote')
    .addHelpText('after', '\nExample:\n  strata remote rm team')
    .action((name: string) => run((invocation) => remove(invocation, name)));
  return remote;
}

function defineAdd(remote: Command, run: Run): void {
  remote
    .command('add')
    .description(
      'Tests a bucket, and makes it a remote. A folder needs no account: a network drive or a mounted disk that all members reach. For Google Cloud Storage you are who ' +
        "Google's tools signed in as on this computer, unless a key file says otherwise; only its path is remembered. Another server than Google's is asked as nobody without a key.",
    )
    .argument('<name>', 'any name, such as team')
    .argument('<url>', 'gs://bucket/prefix, file:///folder, or the path of a folder', folderName)
    .option('--endpoint <url>', "another server than Google's: a private gateway, an emulator")
    .option('--key-file <path>', "a service account's key file; it must stay where it is", folderName)
    .option('--anonymous', 'as nobody: for public buckets')
    .option('--sign-in', "as Google's tools signed in, at another endpoint too")
    .option('--limit <rate>', 'the most in a second, each way, such as 2MB', rate)
    .option('--encrypt', 'names and contents are encrypted with a passphrase; for a bucket that nobody used yet')
    .option('--passphrase-file <path>', 'a file whose first line is the passphrase; otherwise STRATA_PASSPHRASE, or it is asked for', folderName)
    .addHelpText('after', '\nExamples:\n  strata remote add team /mnt/nas/strata\n  strata remote add team gs://our-bucket/strata --key-file ~/strata-key.json\n  strata remote add team /mnt/nas/strata --encrypt')
    .action((name: string, url: string, options: AddOptions) => run((invocation) => add(invocation, name, url, options)));
}

function rate(text: string): number | null {
  if (text === 'none') return null;
  const bytes = bytesOf(text.replace(/\/s$/, ''));
  if (bytes === null) throw new InvalidArgumentError('Write how much in a second, such as 500kB or 2MB, or none.');
  return bytes;
}

async function add(invocation: Invocation, name: string, url: string, options: AddOptions): Promise<void> {
  const { output, folder } = invocation;
  const { endpoint, keyFile, limit } = options;
  const credentials = wantedCredentials(options);
  const request = {
    name,
    url: isAddress(url) ? url : resolve(folder, url),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(keyFile === undefined ? {} : { keyFile: resolve(folder, keyFile) }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(limit === undefined ? {} : { bytesPerSecond: limit }),
  };
  const { remote, check: tested, remotes, recoveryCode } = await withEngine(invocation, async (client) => {
    const added = await addSealed(invocation, client, request, options);
    return { ...added, remotes: await known(client) };
  });
  if (invocation.json) {
    return writeJson(output, { remote: remoteDocument(remote), check: remoteCheckDocument(tested), recoveryCode, remotes: remotes.map(remoteDocument) });
  }
  await output.line(`${output.colours.bold(remote.name)} is ${printable(remote.address)}. ${printable(tested.message)}`);
  await tellRecoveryCode(output, remote, recoveryCode);
}

/** A passphrase is needed for a bucket that is to be encrypted, and for one that turns out to be. */
async function addSealed(invocation: Invocation, client: Client, request: Params<'remote.add'>, { encrypt = false, passphraseFile: file }: AddOptions): Promise<Result<'remote.add'>> {
  const source = { file, variable: 'STRATA_PASSPHRASE', question: `${encrypt ? 'A passphrase for' : 'Passphrase of'} ${request.name}`, twice: encrypt };
  const withPassphrase = async (): Promise<Result<'remote.add'>> =>
    client.invoke('remote.add', { ...request, encrypt, passphrase: await neededPassphrase(invocation, source, '--passphrase-file') });
  if (encrypt) return withPassphrase();
  try {
    return await client.invoke('remote.add', request);
  } catch (error) {
    if (!(error instanceof ContractError && error.code === 'bucket.locked')) throw error;
    return withPassphrase();
  }
}

function wantedCredentials({ anonymous, signIn, keyFile }: AddOptions): 'default' | 'none' | undefined {
  if ([anonymous === true, signIn === true, keyFile !== undefined].filter(Boolean).length > 1) {
    throw new UsageError('Give one of --key-file, --sign-in and --anonymous.');
  }
  if (anonymous === true) return 'none';
  return signIn === true ? 'default' : undefined;
}

/** Everything else is the path of a folder, seen from where one stands. */
function isAddress(url: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(url);
}

async function known(client: Client): Promise<RemoteView[]> {
  return (await client.invoke('remote.list', {})).remotes;
}

async function list(invocation: Invocation): Promise<void> {
  const { output } = invocation;
  const remotes = await withEngine(invocation, known);
  if (invocation.json) return writeJson(output, { remotes: remotes.map(remoteDocument) });
  if (remotes.length === 0) return output.line('There is no remote yet. Add one with: strata remote add NAME URL');
  const layout = layOut(columns(invocation), remotes, output.columns);
  await output.line([headerLine(layout, output.colours), ...remotes.map((remote) => rowLine(layout, remote))].join('\n'));
}

const credentialWords: Readonly<Record<RemoteView['credentials'], string>> = {
  default: "Google's sign-in",
  'key-file': 'key file',
  'kept-key': 'key store',
  none: '',
};

function columns({ output: { colours } }: Invocation): Column<RemoteView>[] {
  return [
    { title: 'NAME', text: ({ name }) => name, cut: 'end', paint: colours.bold },
    { title: 'WHERE', text: ({ address }) => printable(address), cut: 'start' },
    { title: 'ENDPOINT', text: ({ endpoint }) => printable(endpoint ?? ''), cut: 'start' },
    { title: 'AS', text: ({ credentials }) => credentialWords[credentials] },
    { title: 'ENCRYPTED', text: ({ encrypted }) => (encrypted ? 'yes' : '') },
    { title: 'MAY', text: ({ writable }) => (writable ? '' : 'pull only'), paint: colours.yellow },
    { title: 'LIMIT', text: ({ bytesPerSecond }) => (bytesPerSecond === null ? '' : `${humaneSize(bytesPerSecond)}/s`) },
    { title: 'ARTIFACTS', text: ({ artifacts }) => printable(artifacts.join(', ')), cut: 'end', paint: colours.dim },
  ];
}

async function check(invocation: Invocation, remote: string): Promise<1 | undefined> {
  const tested = await withEngine(invocation, (client) => testAgain(invocation, client, remote));
  if (invocation.json) await writeJson(invocation.output, { check: remoteCheckDocument(tested) });
  else await invocation.output.line(printable(tested.message));
  return tested.ok ? undefined : 1;
}

/** What goes wrong with a test is a value, also a passphrase that is missing. */
async function testAgain(invocation: Invocation, client: Client, remote: string): Promise<Result<'remote.checkAgain'>> {
  const tested = await client.invoke('remote.checkAgain', { remote });
  const passphrase = tested.code === 'bucket.locked' ? await givenPassphrase(invocation, { variable: 'STRATA_PASSPHRASE', question: `Passphrase of ${remote}` }) : null;
  if (passphrase === null) return tested;
  await client.invoke('remote.unlock', { remote, passphrase });
  return client.invoke('remote.checkAgain', { remote });
}

async function sweep(invocation: Invocation, remote: string): Promise<void> {
  const { output } = invocation;
  const { swept } = await withLongWork(invocation, { kinds: syncKinds }, (client) => client.invoke('remote.sweep', { remote }));
  if (invocation.json) return writeJson(output, { remote, swept: sweptDocument(swept) });
  if (swept === null) return output.line(`Somebody else is sweeping ${printable(remote)}; it is done in a while.`);
  if (swept.removedBytes + swept.announcedBytes + swept.restBytes === 0) return output.line(`Nothing lies in ${printable(remote)} that nobody needs.`);
  await writeSwept(output, remote, swept);
  return undefined;
}

async function setLimit(invocation: Invocation, name: string, bytesPerSecond: number | null): Promise<void> {
  const { output } = invocation;
  const { remote } = await withEngine(invocation, (client) => client.invoke('remote.setLimit', { remote: name, bytesPerSecond }));
  if (invocation.json) return writeJson(output, { remote: remoteDocument(remote) });
  await output.line(bytesPerSecond === null ? `${name} has no limit.` : `At most ${humaneSize(bytesPerSecond)} in a second go to ${name}, and come from it.`);
}

async function remove(invocation: Invocation, name: string): Promise<void> {
  const { output } = invocation;
  const { artifacts, remotes } = await withEngine(invocation, async (client) => {
    const removed = await client.invoke('remote.remove', { remote: name });
    return { ...removed, remotes: await known(client) };
  });
  if (invocation.json) return writeJson(output, { removed: name, artifacts, remotes: remotes.map(remoteDocument) });
  const linked = artifacts.length === 0 ? '' : ` ${artifacts.join(', ')} ${artifacts.length === 1 ? 'is' : 'are'} linked to it no more.`;
  await output.line(`${name} is no remote any more.${linked} The bucket itself stays as it is.`);
}
