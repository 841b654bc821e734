import type { MasterKey, SealedId } from '../model/bucket-seal.ts';
import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { changeFormat, type BucketFormat, type FormatChange } from '../sync/bucket-format.ts';
import { sealDocument } from '../sync/seal-fields.ts';
import type { SyncCore } from '../sync/sync-core.ts';
import { findRemote } from './find-remote.ts';
import { checkPassphrase, notEncrypted } from './open-seal.ts';
import { keepKey, refuseOther } from './remote-key.ts';

/** Proves that somebody may change the passphrase: the present one, or the recovery code. */
export type PassphraseProof = { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'recovery-code'; readonly code: string };

export interface PassphraseChange {
  readonly proof: PassphraseProof;
  readonly next: string;
  /** Make another key too: who had the old one reads nothing of what is written from then on. */
  readonly renew: boolean;
}

interface Changed {
  readonly sealed: SealedId;
  readonly key: MasterKey;
  readonly recoveryCode: string | null;
}

/**
 * Gives an encrypted bucket another passphrase, for the whole team. Gives the new recovery code when there is one, which is the case with a new key.
 * Throws Failure `bucket.wrong-passphrase`, `passphrase.too-short`, `bucket.not-encrypted`, `bucket.replaced`.
 */
export async function changePassphrase(core: SyncCore, name: string, { proof, next, renew }: PassphraseChange): Promise<{ readonly remote: Remote; readonly recoveryCode: string | null }> {
  const remote = findRemote(core.catalog, name);
  checkPassphrase(next);
  const bucket = await core.buckets.open(remote);
  const change = async (format: BucketFormat): Promise<FormatChange<Changed>> => {
    const sealed = sealedOf(core, remote, format);
    const key = proof.kind === 'passphrase' ? await core.seals.unlock(sealed, proof.passphrase) : core.seals.unlockWithCode(sealed, proof.code);
    const { seal, ...made } = renew ? await core.seals.renew(sealed, key, next) : { seal: await core.seals.rewrap(sealed, key, next), key, recoveryCode: null };
    return { fields: { sealed: sealDocument(seal) }, value: { sealed: { id: format.id, seal }, ...made } };
  };
  const { sealed, key, recoveryCode } = await changeFormat(bucket, change, new AbortController().signal);
  await keepKey(core, remote.id, sealed, key);
  const told = { remote: name, generation: sealed.seal.generation, newKey: renew, by: proof.kind };
  const operation = core.catalog.transact((writer) => recordOperation(core, writer, { kind: 'remote.passphrase', artifact: null, arguments: told, undo: null }));
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'remote.changed', remote });
  return { remote, recoveryCode };
}

/** Throws Failure `bucket.not-encrypted`, `bucket.replaced`. */
export function sealedOf(core: SyncCore, remote: Remote, { id, seal }: BucketFormat): SealedId {
  if (seal === null) throw notEncrypted(remote.address, true);
  const sealed = { id, seal };
  refuseOther(core, remote, sealed);
  return sealed;
}

/** Throws Failure `bucket.not-found`. */
export function nothingThere({ address }: Pick<Remote, 'address'>): Failure {
  return new Failure('bucket.not-found', `Nothing of Strata lies in the bucket ${address} yet: push an artifact there first.`, { address });
}
