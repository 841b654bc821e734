import type { Core } from '../core.ts';
import { shortestPassphrase, type MasterKey, type SealedId } from '../model/bucket-seal.ts';
import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { readFormat, type BucketFormat } from '../sync/bucket-format.ts';
import { formatKey } from '../sync/bucket-keys.ts';
import { accessOf } from './remote-access.ts';
import { keyOf, locked } from './remote-key.ts';

/**
 * How somebody means a bucket to be opened. `plain`: it is not encrypted, or one does not know. `passphrase`: it is encrypted, or is to be (`create`) where
 * nothing lies yet. `remote`: as the remote that it is.
 */
export type SealWish =
  | { readonly kind: 'plain' }
  | { readonly kind: 'passphrase'; readonly passphrase: string; readonly create: boolean }
  | { readonly kind: 'remote'; readonly remote: Remote };

/** An encrypted bucket that can be read. */
export interface OpenedSeal {
  readonly sealed: SealedId;
  readonly key: MasterKey;
  /** Of a bucket that is to be made; null when it is there already. */
  readonly recoveryCode: string | null;
}

const never = new AbortController().signal;

/**
 * Opens a bucket's keys without writing anything. Null: it is not encrypted. Throws Failure `bucket.locked` when a passphrase is missing,
 * `bucket.wrong-passphrase`, `bucket.not-encrypted` when one is given for a bucket that is used as it is, `passphrase.too-short`.
 */
export async function openSeal(core: Core, bucket: Bucket, wish: SealWish, signal: AbortSignal = never): Promise<OpenedSeal | null> {
  const format = await readable(bucket, wish, signal);
  const seal = format?.seal ?? null;
  if (format !== null && seal !== null) return { sealed: { id: format.id, seal }, key: await wantedKey(core, bucket, { id: format.id, seal }, wish), recoveryCode: null };
  if (wish.kind === 'remote' && accessOf(core.catalog, wish.remote.id).seal !== null) throw notSealedAnyMore(bucket.address, wish.remote.name);
  if (wish.kind !== 'passphrase') return null;
  if (format !== null || !wish.create) throw notEncrypted(bucket.address, format !== null);
  checkPassphrase(wish.passphrase);
  const id = `${core.newId()}${core.newId()}`;
  const made = await core.seals.create(id, wish.passphrase);
  return { sealed: { id, seal: made.seal }, key: made.key, recoveryCode: made.recoveryCode };
}

async function wantedKey(core: Core, bucket: Bucket, sealed: SealedId, wish: SealWish): Promise<MasterKey> {
  switch (wish.kind) {
    case 'plain':
      throw locked(bucket.address, null);
    case 'passphrase':
      return core.seals.unlock(sealed, wish.passphrase);
    case 'remote':
      return keyOf(core, wish.remote, sealed);
  }
}

/** Who may not read cannot know; the test tells that. */
async function readable(bucket: Bucket, wish: SealWish, signal: AbortSignal): Promise<BucketFormat | null> {
  try {
    // Asked first: what is wrong with a key or a sign-in is told in plainer words than by a read.
    return (await bucket.head(formatKey, { signal })) === null ? null : await readFormat(bucket, signal);
  } catch (error) {
    if (wish.kind === 'plain' && error instanceof Failure && error.code === 'bucket.denied') return null;
    throw error;
  }
}

/** Throws Failure `passphrase.too-short`. */
export function checkPassphrase(passphrase: string): string {
  if (Array.from(passphrase).length >= shortestPassphrase) return passphrase;
  throw new Failure('passphrase.too-short', `A passphrase has ${shortestPassphrase} characters or more; four or five random words are good.`, { shortest: shortestPassphrase });
}

/** `isUsed`: something of Strata lies there, as it is. */
export function notEncrypted(address: string, isUsed: boolean): Failure {
  const message = isUsed
    ? `The bucket ${address} is used without encryption, and what lies in it cannot be encrypted afterwards. Add it without a passphrase, or choose another place for an encrypted one.`
    : `Nothing of Strata lies in the bucket ${address}, so there is nothing that a passphrase opens. Say that it is to be encrypted, or check the address.`;
  return new Failure('bucket.not-encrypted', message, { address });
}

export function notSealedAnyMore(address: string, remote: string): Failure {
  const message = `The bucket ${address} says that it is not encrypted, but "${remote}" is: somebody may have changed it. Nothing was written; remove the remote and add it again if that is meant.`;
  return new Failure('bucket.replaced', message, { address, remote });
}
