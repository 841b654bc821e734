import { Failure, type FailureCode } from './failure.ts';

/** What somebody was not allowed to do in a bucket. */
export type BucketAction = 'read' | 'list' | 'write' | 'delete';

const retryable: ReadonlySet<FailureCode> = new Set<FailureCode>(['bucket.offline', 'bucket.unavailable', 'bucket.wrong-bytes', 'reference.offline', 'reference.unavailable']);

/** Whether the same call may go well a little later without anybody doing something. */
export function isRetryable(error: unknown): error is Failure {
  return error instanceof Failure && retryable.has(error.code);
}

/** How long the bucket asked to be left alone, ms; null when it did not say. */
export function retryAfterOf(failure: Failure): number | null {
  const { retryAfter } = failure.data;
  return typeof retryAfter === 'number' && retryAfter >= 0 ? retryAfter : null;
}

const deniedWords: Readonly<Record<BucketAction, string>> = {
  read: 'read from it',
  list: 'list what lies in it',
  write: 'write to it',
  delete: 'delete from it',
};

export function denied(address: string, action: BucketAction, cause?: unknown): Failure {
  return new Failure(
    'bucket.denied',
    `The bucket ${address} does not let you ${deniedWords[action]}. Ask whoever looks after it for the permission.`,
    { address, action },
    cause,
  );
}

export function offline(address: string, reason: string, cause?: unknown): Failure {
  return new Failure('bucket.offline', `The bucket ${address} cannot be reached: ${reason}. It is tried again later.`, { address, reason }, cause);
}

export function wrongBytes(address: string, key: string, cause?: unknown): Failure {
  return new Failure(
    'bucket.wrong-bytes',
    `"${key}" did not come through to or from the bucket ${address} as it was sent. If this happens again and again, the connection or the bucket is damaged.`,
    { address, key },
    cause,
  );
}

export function tooBig(address: string, key: string, limit: number): Failure {
  return new Failure('bucket.too-big', `"${key}" in the bucket ${address} is bigger than it can be; it is not read.`, { address, key, limit });
}

export function goneWhileRead(address: string, key: string): Failure {
  return new Failure('bucket.not-found', `"${key}" was deleted or replaced in the bucket ${address} while it was read.`, { address, key });
}

export function wrongPassphrase(): Failure {
  return new Failure('bucket.wrong-passphrase', 'This passphrase does not open the bucket. Nothing was read or written; try again, or set a new passphrase with the recovery code.', {});
}

export function wrongRecoveryCode(): Failure {
  return new Failure('bucket.wrong-passphrase', 'This recovery code does not open the bucket. Nothing was read or written; it has 8 groups of 4 letters and digits.', {});
}
