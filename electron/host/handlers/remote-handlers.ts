import type { Handlers } from '../../../shared/dispatcher.ts';
import type { ParsedParams } from '../../../shared/contract.ts';
import { ContractError } from '../../../shared/errors.ts';
import type { Core } from '../../engine/core.ts';
import type { Engine } from '../../engine/engine.ts';
import type { BucketAttempt } from '../../engine/ports/bucket-trial.ts';
import { addRemote } from '../../engine/remotes/add-remote.ts';
import { checkAgain } from '../../engine/remotes/check-again.ts';
import { checkRemote } from '../../engine/remotes/check-remote.ts';
import { findRemote } from '../../engine/remotes/find-remote.ts';
import { limitRemote } from '../../engine/remotes/limit-remote.ts';
import type { SealWish } from '../../engine/remotes/open-seal.ts';
import { removeRemote } from '../../engine/remotes/remove-remote.ts';
import { giveUpTransfers } from '../../engine/sync/give-up-transfers.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { checkView, remoteView } from './remote-views.ts';

type RemoteMethods = Exclude<Extract<keyof Handlers, `remote.${string}`>, 'remote.artifacts' | 'remote.sweep' | 'remote.unlock' | 'remote.setPassphrase'>;

export function remoteHandlers({ core }: Engine, sync: SyncCore): Pick<Handlers, RemoteMethods> {
  return {
    'remote.list': async () => ({
      remotes: core.catalog.remotes().map((remote) => remoteView(core, remote)),
      keyStore: await core.secrets.isAvailable(),
    }),
    'remote.check': async (params) => checkView(await checkRemote(core, attemptOf(params), sealWish(params))),
    'remote.checkAgain': async ({ remote }) => checkView(await checkAgain(core, remote)),
    'remote.add': async (params) => {
      const { name, bytesPerSecond } = params;
      const wanted = { ...(await attemptToKeep(core, params)), name, bytesPerSecond, seal: sealWish(params) };
      const { remote, checked, recoveryCode } = await addRemote(core, wanted);
      return { remote: remoteView(core, remote), check: checkView(checked), recoveryCode };
    },
    'remote.setLimit': ({ remote, bytesPerSecond }) => ({ remote: remoteView(core, limitRemote(core, remote, bytesPerSecond)) }),
    'remote.remove': async ({ remote }) => {
      await giveUpTransfers(sync, findRemote(core.catalog, remote));
      const { artifacts } = await removeRemote(core, remote);
      return { remote, artifacts: [...artifacts] };
    },
  };
}

function sealWish({ passphrase, encrypt }: Pick<ParsedParams<'remote.check'>, 'passphrase' | 'encrypt'>): SealWish {
  if (passphrase !== undefined) return { kind: 'passphrase', passphrase, create: encrypt };
  if (encrypt) throw new ContractError({ code: 'request.invalid', message: 'An encrypted bucket needs a passphrase.' });
  return { kind: 'plain' };
}

function attemptOf({ url, keyFile, keyText, credentials, ...params }: ParsedParams<'remote.check'>): BucketAttempt {
  const endpoint = params.endpoint ?? null;
  const common = { address: url, endpoint, isRemote: false };
  if (keyText !== undefined) return { ...common, credentials: { kind: 'key', text: keyText } };
  if (keyFile !== undefined) return { ...common, credentials: { kind: 'key-file', path: keyFile } };
  // A token for Google is shown to no other server unless somebody says so.
  return { ...common, credentials: { kind: credentials ?? (endpoint === null ? 'default' : 'none') } };
}

async function attemptToKeep(core: Core, params: ParsedParams<'remote.add'>): Promise<BucketAttempt> {
  const { keyFile, keepKey } = params;
  if (keyFile === undefined || !keepKey || (await core.trial.site(params.url)).folder !== null) return attemptOf(params);
  return attemptOf({ ...params, keyText: await core.trial.readKey(keyFile) });
}
