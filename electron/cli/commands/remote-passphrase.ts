import type { Command } from 'commander';
import type { RemoteView } from '../../../shared/remote-values.ts';
import { folderName } from '../arguments.ts';
import { remoteDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import type { Output } from '../output.ts';
import { neededPassphrase } from '../passphrase.ts';
import { withEngine } from '../with-engine.ts';

interface PassphraseOptions {
  passphraseFile?: string;
  codeFile?: string;
  newPassphraseFile?: string;
  newKey?: boolean;
}

const newKeyWords = 'another key as well: who had the old one reads nothing of what is written from now on';

export function definePassphrase(remote: Command, run: Run): void {
  remote
    .command('passphrase')
    .summary('change the passphrase of an encrypted remote')
    .description(
      'Changes the passphrase of an encrypted remote, for the whole team. Both are asked for on the terminal, or come from STRATA_PASSPHRASE and STRATA_NEW_PASSPHRASE, or from files. ' +
        'Members whose computers keep the key go on as before; with --new-key they are asked for the new passphrase, and there is a new recovery code.',
    )
    .argument('<name>', 'the remote')
    .option('--new-key', newKeyWords)
    .option('--passphrase-file <path>', 'a file whose first line is the present passphrase', folderName)
    .option('--new-passphrase-file <path>', 'a file whose first line is the new one', folderName)
    .addHelpText('after', '\nExample:\n  strata remote passphrase team --new-key')
    .action((name: string, options: PassphraseOptions) => run((invocation) => change(invocation, name, options)));
  remote
    .command('recover')
    .summary('set a new passphrase with the recovery code')
    .description('Sets a new passphrase with the recovery code that was shown when the bucket was made. The code stays good. It is asked for on the terminal, or comes from STRATA_RECOVERY_CODE or a file.')
    .argument('<name>', 'the remote')
    .option('--new-key', newKeyWords)
    .option('--code-file <path>', 'a file whose first line is the recovery code', folderName)
    .option('--new-passphrase-file <path>', 'a file whose first line is the new passphrase', folderName)
    .addHelpText('after', '\nExample:\n  strata remote recover team')
    .action((name: string, options: PassphraseOptions) => run((invocation) => recover(invocation, name, options)));
}

async function change(invocation: Invocation, remote: string, options: PassphraseOptions): Promise<void> {
  const present = { file: options.passphraseFile, variable: 'STRATA_PASSPHRASE', question: `The present passphrase of ${remote}` };
  const passphrase = await neededPassphrase(invocation, present, '--passphrase-file');
  await set(invocation, remote, { passphrase }, options);
}

async function recover(invocation: Invocation, remote: string, options: PassphraseOptions): Promise<void> {
  const code = { file: options.codeFile, variable: 'STRATA_RECOVERY_CODE', question: `The recovery code of ${remote}` };
  const recoveryCode = await neededPassphrase(invocation, code, '--code-file');
  await set(invocation, remote, { recoveryCode }, options);
}

async function set(invocation: Invocation, remote: string, proof: { readonly passphrase?: string; readonly recoveryCode?: string }, { newPassphraseFile, newKey = false }: PassphraseOptions): Promise<void> {
  const wanted = { file: newPassphraseFile, variable: 'STRATA_NEW_PASSPHRASE', question: `A new passphrase for ${remote}`, twice: true };
  const next = await neededPassphrase(invocation, wanted, '--new-passphrase-file');
  const changed = await withEngine(invocation, (client) => client.invoke('remote.setPassphrase', { remote, ...proof, next, newKey }));
  if (invocation.json) return writeJson(invocation.output, { remote: remoteDocument(changed.remote), recoveryCode: changed.recoveryCode });
  await invocation.output.line(`${remote} has a new passphrase${newKey ? ' and a new key: the other members are asked for the passphrase' : ''}.`);
  await tellRecoveryCode(invocation.output, changed.remote, changed.recoveryCode);
}

/** The one time that the code is shown. */
export async function tellRecoveryCode(output: Output, { name }: Pick<RemoteView, 'name'>, code: string | null): Promise<void> {
  if (code === null) return;
  await output.line(
    `\nThe recovery code of ${name}:\n\n    ${output.colours.bold(code)}\n\nWrite it down and keep it apart from this computer. It opens the bucket when the passphrase is lost, and is never shown again; ` +
      'without both nobody can read what lies there.',
  );
}
