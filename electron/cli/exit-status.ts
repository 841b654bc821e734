import type { transportErrorCodes } from '../../shared/errors.ts';
import type { FailureCode } from '../engine/model/failure.ts';

/** The exit statuses of the contract. */
export const exitStatus = { done: 0, failed: 1, usage: 2, notFound: 3, conflict: 4, integrity: 5 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Every code that an error can have here: the engine's, the road's, and the command line's own. */
type KnownCode = FailureCode | (typeof transportErrorCodes)[number] | 'usage';

const { failed, usage, notFound, conflict, integrity } = exitStatus;

/** Text that can never be accepted is a usage error; a wish that only the present state forbids is a conflict. */
const statusOfCode: Readonly<Record<KnownCode, ExitStatus>> = {
  usage,
  'request.invalid': usage,
  'request.unknown-method': failed,
  'engine.restarting': failed,
  'engine.failed': failed,
  'engine.unreachable': failed,
  internal: failed,

  'artifact.not-found': notFound,
  'artifact.name-taken': conflict,
  'artifact.name-invalid': usage,
  'artifact.type-mismatch': conflict,
  'artifact.deleted-there': notFound,
  'artifact.not-tracked': conflict,
  'version.not-found': notFound,
  'version.has-aliases': conflict,
  'path.not-found': notFound,
  'path.present': conflict,
  'alias.invalid': usage,
  'alias.not-found': notFound,
  'alias.protected': conflict,
  'tag.invalid': usage,
  'metadata.invalid': usage,
  'description.invalid': usage,
  'folder.not-found': notFound,
  'folder.not-a-directory': failed,
  'folder.unreadable': failed,
  'folder.overlaps': conflict,
  'folder.is-home': conflict,
  'folder.gone': notFound,
  'restore.target-invalid': failed,
  'restore.conflict': conflict,
  'restore.incomplete': failed,
  'operation.not-found': notFound,
  'operation.not-undoable': conflict,
  'operation.cancelled': failed,
  'keep.invalid': usage,
  'store.full': failed,
  'store.over-limit': conflict,
  'content.elsewhere': failed,
  'store.damaged': integrity,
  'store.newer-format': failed,
  'bucket.offline': failed,
  'bucket.unavailable': failed,
  'bucket.wrong-bytes': integrity,
  'bucket.denied': failed,
  'bucket.no-such-bucket': notFound,
  'bucket.wrong-key': failed,
  'bucket.no-credentials': failed,
  'bucket.clock-skew': failed,
  'bucket.full': failed,
  'bucket.too-big': integrity,
  'bucket.not-found': notFound,
  'bucket.address-invalid': usage,
  'bucket.newer-format': failed,
  'bucket.damaged': integrity,
  'bucket.replaced': conflict,
  'bucket.locked': failed,
  'bucket.wrong-passphrase': failed,
  'bucket.not-encrypted': conflict,
  'passphrase.too-short': usage,
  'reference.uri-invalid': usage,
  'reference.credentials': usage,
  'reference.missing': notFound,
  'reference.changed': conflict,
  'reference.denied': failed,
  'reference.not-permitted': conflict,
  'reference.offline': failed,
  'reference.unavailable': failed,
  'reference.redirects': failed,
  'reference.unsupported': failed,
  'remote.not-found': notFound,
  'remote.name-taken': conflict,
  'artifact.not-linked': conflict,
  'undecided.changed': conflict,
  'remote.name-invalid': usage,
  'key-store.unavailable': failed,
  'reference.not-found': notFound,
  'reference.overlaps': conflict,
  'reference.not-current': conflict,
  'home.in-use': conflict,
  'engine.closing': failed,
  'not-supported': failed,
};

/** The exit status for an error's code; codes that this version does not know are plain failures. */
export function statusFor(code: string): ExitStatus {
  return Object.hasOwn(statusOfCode, code) ? statusOfCode[code as KnownCode] : failed;
}
