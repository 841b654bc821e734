import { Failure } from '../engine/model/failure.ts';

/** Something in an encrypted bucket is not what was sealed there. */
export function damagedSealed(address: string, key: string): Failure {
  const message = `"${key}" in the bucket ${address} is not as it was encrypted: it was damaged, or somebody without the passphrase changed it. Nothing of it was used.`;
  return new Failure('bucket.damaged', message, { address, key });
}

export function damagedSeal(): Failure {
  return new Failure('bucket.damaged', "The bucket's keys are not as they were made: format.json was damaged, or somebody without the passphrase changed it. Nothing was used.", {});
}
