import { randomBytes, scrypt } from 'node:crypto';
import { wrongPassphrase, wrongRecoveryCode } from '../engine/model/bucket-failure.ts';
import type { BucketSeal, MasterKey, NewSeal, ScryptCost, SealedId } from '../engine/model/bucket-seal.ts';
import type { BucketSeals } from '../engine/ports/bucket-seals.ts';
import { createSealedBucket } from './bucket-sealed.ts';
import { newRecoveryCode, readRecoveryCode } from './recovery-code.ts';
import { derivedKey, seal, unseal } from './seal-box.ts';
import { grownRing, newRing, openRing, sealRing, type SealRing } from './seal-ring.ts';
import { damagedSeal } from './seal-failure.ts';

/** 128 MiB; measured: 0.4 to 0.5 s on a core of 2020. */
const usualCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** Keys by scrypt and AES-256-GCM. `cost`: of new passphrases. */
export function createBucketSeals({ cost = usualCost }: { readonly cost?: ScryptCost } = {}): BucketSeals {
  async function made(id: string, ring: SealRing, passphrase: string): Promise<NewSeal> {
    const master = randomBytes(32);
    const recoveryCode = newRecoveryCode();
    const made: BucketSeal = {
      generation: ring.newest,
      passphrase: await byPassphrase(id, master, passphrase, cost),
      recovery: byCode(id, master, recoveryCode),
      ring: sealRing(id, ring, master),
    };
    return { seal: made, key: masterKey(master), recoveryCode };
  }

  return {
    create: (id, passphrase) => made(id, newRing(), passphrase),
    async unlock(sealed, passphrase) {
      const { id, seal: { passphrase: by } } = sealed;
      const master = unseal(await passphraseKey(passphrase, Buffer.from(by.salt, 'base64'), by), Buffer.from(by.key, 'base64'), passphraseContext(id, by));
      return opening(sealed, master, wrongPassphrase);
    },
    unlockWithCode(sealed, text) {
      const { id, seal: { recovery } } = sealed;
      const code = readRecoveryCode(text);
      if (code === null) throw wrongRecoveryCode();
      return opening(sealed, unseal(codeKey(code, recovery.salt), Buffer.from(recovery.key, 'base64'), codeContext(id)), wrongRecoveryCode);
    },
    rewrap: async ({ id, seal: present }, key, passphrase) => ({ ...present, passphrase: await byPassphrase(id, Buffer.from(key, 'base64'), passphrase, cost) }),
    renew: (sealed, key, passphrase) => made(sealed.id, grownRing(ringOf(sealed, key)), passphrase),
    opens: (sealed, key) => openRing(sealed, key) !== null,
    open: (bucket, sealed, key) => createSealedBucket(bucket, ringOf(sealed, key)),
  };
}

function ringOf(sealed: SealedId, key: MasterKey): SealRing {
  const ring = openRing(sealed, key);
  if (ring === null) throw damagedSeal();
  return ring;
}

/** What opens the master key but not the ring is of another time or place: it opens nothing. */
function opening(sealed: SealedId, master: Buffer | null, wrong: () => Error): MasterKey {
  if (master === null) throw wrong();
  const key = masterKey(master);
  if (openRing(sealed, key) === null) throw damagedSeal();
  return key;
}

function masterKey(bytes: Buffer): MasterKey {
  return bytes.toString('base64') as MasterKey;
}

async function byPassphrase(id: string, master: Buffer, passphrase: string, { N, r, p }: ScryptCost): Promise<BucketSeal['passphrase']> {
  const salt = randomBytes(16);
  const key = seal(await passphraseKey(passphrase, salt, { N, r, p }), master, passphraseContext(id, { N, r, p }));
  return { N, r, p, salt: salt.toString('base64'), key: key.toString('base64') };
}

/** Of the pool's threads one is busy with it meanwhile. */
function passphraseKey(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 128 * N * r + 128 * r * p + 2 ** 20 }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function passphraseContext(id: string, { N, r, p }: ScryptCost): string {
  return `strata passphrase ${id} ${N} ${r} ${p}`;
}

function byCode(id: string, master: Buffer, code: string): BucketSeal['recovery'] {
  const salt = randomBytes(16).toString('base64');
  return { salt, key: seal(codeKey(readRecoveryCode(code) as Buffer, salt), master, codeContext(id)).toString('base64') };
}

/** A code has bits enough of its own: nothing need make guessing it slow. */
function codeKey(code: Uint8Array, salt: string): Buffer {
  return derivedKey(code, Buffer.from(salt, 'base64'), 'strata recovery');
}

function codeContext(id: string): string {
  return `strata recovery ${id}`;
}
