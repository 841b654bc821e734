import { mostGenerations, type BucketSeal, type ScryptCost } from '../model/bucket-seal.ts';
import { count, FieldError, fields, take, text, type Fields } from '../records/checked-fields.ts';

/** Of memory that a bucket may make this computer take to make a key of a passphrase, bytes. */
const mostMemory = 512 * 1024 * 1024;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What `sealed` of a bucket's format document says; hostile until every bound holds. */
export function sealOf(value: unknown): BucketSeal {
  const record = fields(value);
  const generation = take(record, 'generation', numberUpTo(mostGenerations));
  return {
    generation,
    passphrase: take(record, 'passphrase', passphraseOf),
    recovery: take(record, 'recovery', recoveryOf),
    ring: take(record, 'ring', bytesOf(12 + 32 * (generation + 1) + 16)),
  };
}

/** The fields in their order; keys are in the order of the object. */
export function sealDocument({ generation, passphrase: { N, r, p, salt, key }, recovery, ring }: BucketSeal): object {
  return { generation, passphrase: { kdf: 'scrypt', N, r, p, salt, key }, recovery: { salt: recovery.salt, key: recovery.key }, ring };
}

function passphraseOf(value: unknown): BucketSeal['passphrase'] {
  const record = fields(value);
  if (take(record, 'kdf', text) !== 'scrypt') throw new FieldError('"kdf" is not scrypt');
  return { ...costOf(record), salt: take(record, 'salt', bytesOf(16)), key: take(record, 'key', bytesOf(60)) };
}

function costOf(record: Fields): ScryptCost {
  const cost = { N: take(record, 'N', numberUpTo(2 ** 22)), r: take(record, 'r', numberUpTo(32)), p: take(record, 'p', numberUpTo(4)) };
  if (!Number.isInteger(Math.log2(cost.N)) || cost.N < 2) throw new FieldError('"N" is no power of two');
  if (128 * cost.N * cost.r > mostMemory) throw new FieldError('takes more memory than a key is worth');
  return cost;
}

function recoveryOf(value: unknown): BucketSeal['recovery'] {
  const record = fields(value);
  return { salt: take(record, 'salt', bytesOf(16)), key: take(record, 'key', bytesOf(60)) };
}

function numberUpTo(most: number): (value: unknown) => number {
  return (value) => {
    const number = count(value);
    if (number < 1 || number > most) throw new FieldError(`is not from 1 to ${most}`);
    return number;
  };
}

/** So many bytes in base64. */
function bytesOf(length: number): (value: unknown) => string {
  return (value) => {
    const found = text(value);
    if (!base64.test(found) || found.length !== 4 * Math.ceil(length / 3)) throw new FieldError(`is not ${length} bytes in base64`);
    return found;
  };
}
