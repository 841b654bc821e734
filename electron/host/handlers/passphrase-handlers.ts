import type { ParsedParams } from '../../../shared/contract.ts';
import type { Handlers } from '../../../shared/dispatcher.ts';
import { ContractError } from '../../../shared/errors.ts';
import { changePassphrase, type PassphraseProof } from '../../engine/remotes/change-passphrase.ts';
import { unlockRemote } from '../../engine/remotes/unlock-remote.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { remoteView } from './remote-views.ts';

/** Passphrases of encrypted remotes. */
export function passphraseHandlers(core: SyncCore): Pick<Handlers, 'remote.unlock' | 'remote.setPassphrase'> {
  return {
    'remote.unlock': async ({ remote, passphrase }) => ({ remote: remoteView(core, await unlockRemote(core, remote, passphrase)) }),
    'remote.setPassphrase': async ({ remote: name, next, newKey, ...given }) => {
      const { remote, recoveryCode } = await changePassphrase(core, name, { proof: proofOf(given), next, renew: newKey });
      return { remote: remoteView(core, remote), recoveryCode };
    },
  };
}

function proofOf({ passphrase, recoveryCode }: Pick<ParsedParams<'remote.setPassphrase'>, 'passphrase' | 'recoveryCode'>): PassphraseProof {
  if (passphrase !== undefined) return { kind: 'passphrase', passphrase };
  if (recoveryCode !== undefined) return { kind: 'recovery-code', code: recoveryCode };
  throw new ContractError({ code: 'request.invalid', message: 'Give the present passphrase or the recovery code.' });
}
