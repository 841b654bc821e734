/** Every reason the engine refuses or fails for. Stable: scripts and views switch on them. */
export const failureCodes = [
  'artifact.not-found',
  'artifact.name-taken',
  'artifact.name-invalid',
  'artifact.type-mismatch',
  'artifact.not-tracked',
  'artifact.deleted-there',
  'version.not-found',
  'version.has-aliases',
  'path.not-found',
  'path.present',
  'alias.invalid',
  'alias.not-found',
  'alias.protected',
  'tag.invalid',
  'metadata.invalid',
  'description.invalid',
  'folder.not-found',
  'folder.not-a-directory',
  'folder.unreadable',
  'folder.overlaps',
  'folder.is-home',
  'folder.gone',
  'restore.target-invalid',
  'restore.conflict',
  'restore.incomplete',
  'operation.not-found',
  'operation.not-undoable',
  'operation.cancelled',
  'keep.invalid',
  'store.full',
  'store.over-limit',
  'content.elsewhere',
  'store.damaged',
  'store.newer-format',
  'bucket.offline',
  'bucket.unavailable',
  'bucket.wrong-bytes',
  'bucket.denied',
  'bucket.no-such-bucket',
  'bucket.wrong-key',
  'bucket.no-credentials',
  'bucket.clock-skew',
  'bucket.full',
  'bucket.too-big',
  'bucket.not-found',
  'bucket.address-invalid',
  'bucket.newer-format',
  'bucket.damaged',
  'bucket.replaced',
  'bucket.locked',
  'bucket.wrong-passphrase',
  'bucket.not-encrypted',
  'passphrase.too-short',
  'reference.uri-invalid',
  'reference.credentials',
  'reference.missing',
  'reference.changed',
  'reference.denied',
  'reference.not-permitted',
  'reference.offline',
  'reference.unavailable',
  'reference.redirects',
  'reference.unsupported',
  'remote.not-found',
  'remote.name-taken',
  'artifact.not-linked',
  'undecided.changed',
  'remote.name-invalid',
  'key-store.unavailable',
  'reference.not-found',
  'reference.overlaps',
  'reference.not-current',
  'home.in-use',
  'engine.closing',
  'not-supported',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/**
 * A refusal or failure that people can understand. `message` is one sentence that says what happened and what to do;
 * `data` holds the values in it for scripts and views. Anything the engine does not recognise is never wrapped in one.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: FailureCode, message: string, data: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.data = data;
  }
}
