import type { Params } from '../../../shared/contract.ts';
import type { RemoteCheckView, RemoteView } from '../../../shared/remote-values.ts';
import { artifactNameRefusal } from '../../lib/naming.ts';
import { passphraseRefusal } from './passphrase.ts';

/** What the "Add remote" dialog holds. */
export interface RemoteDraft {
  readonly kind: 'folder' | 'gcs';
  readonly name: string;
  /** Somebody wrote the name; it is not proposed any more. */
  readonly isNamed: boolean;
  readonly folder: string;
  /** `gs://bucket/prefix`, as typed. */
  readonly bucket: string;
  readonly credentials: 'default' | 'key-file' | 'none';
  readonly keyFile: string;
  readonly keepKey: boolean;
  /** Another server than Google's; empty: Google's. */
  readonly endpoint: string;
  /** A bucket that nobody used yet is to be encrypted. */
  readonly encrypt: boolean;
  /** It turned out to be encrypted already. */
  readonly isLocked: boolean;
  readonly passphrase: string;
  readonly again: string;
  /** MB in a second; null: no limit. */
  readonly limit: number | null;
  /** How the connection stood its test, as the form is now; null: not tested. */
  readonly check: RemoteCheckView | null;
  readonly testing: boolean;
  readonly adding: boolean;
  /** Why the engine did not take it. */
  readonly refusal: string | null;
}

export function newDraft(keyStore: boolean): RemoteDraft {
  return {
    kind: 'folder',
    name: '',
    isNamed: false,
    folder: '',
    bucket: '',
    credentials: 'default',
    keyFile: '',
    keepKey: keyStore,
    endpoint: '',
    encrypt: false,
    isLocked: false,
    passphrase: '',
    again: '',
    limit: null,
    check: null,
    testing: false,
    adding: false,
    refusal: null,
  };
}

/** What decides how the connection is made: a test of it holds no longer once one of these is another. */
const connecting = ['kind', 'folder', 'bucket', 'credentials', 'keyFile', 'endpoint', 'encrypt', 'passphrase'] as const satisfies readonly (keyof RemoteDraft)[];
/** Another place may be encrypted or not. */
const placing = ['kind', 'folder', 'bucket', 'endpoint'] as const satisfies readonly (keyof RemoteDraft)[];

export function changed(draft: RemoteDraft, part: Partial<RemoteDraft>, taken: readonly RemoteView[]): RemoteDraft {
  const isPlace = placing.every((field) => part[field] === undefined || part[field] === draft[field]);
  const next = { ...draft, ...(isPlace || !draft.isLocked ? {} : { isLocked: false, passphrase: '' }), ...part, refusal: null };
  const isSame = connecting.every((field) => next[field] === draft[field]);
  const tested = isSame ? next : { ...next, check: null, testing: false };
  return tested.isNamed ? tested : { ...tested, name: proposedName(addressOf(tested), taken) };
}

/** The address as typed, with `gs://` where it was left out. */
export function addressOf({ kind, folder, bucket }: RemoteDraft): string {
  if (kind === 'folder') return folder.trim();
  const typed = bucket.trim();
  return typed === '' || typed.startsWith('gs://') ? typed : `gs://${typed}`;
}

function proposedName(address: string, taken: readonly RemoteView[]): string {
  const word = address.replace(/^gs:\/\//, '').split(/[\\/]+/).filter(Boolean);
  const base = ((address.startsWith('gs://') ? word[0] : word.at(-1)) ?? '').replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 64);
  if (base === '') return '';
  const names = new Set(taken.map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!names.has(name)) return name;
  }
}

export function nameRefusal({ name }: RemoteDraft, taken: readonly RemoteView[]): string | null {
  if (taken.some((remote) => remote.name === name)) return 'There is a remote of that name already.';
  return name === '' ? null : artifactNameRefusal(name);
}

/** What is missing before a connection can be tested; null: nothing. */
export function missing(draft: RemoteDraft): string | null {
  if (addressOf(draft) === '') return draft.kind === 'folder' ? 'Choose a folder first.' : 'Write the bucket first.';
  if (draft.kind === 'gcs' && draft.credentials === 'key-file' && draft.keyFile.trim() === '') return 'Choose the key file first.';
  if (draft.encrypt && !draft.isLocked) return passphraseRefusal(draft.passphrase, draft.again);
  return draft.isLocked && draft.passphrase === '' ? 'Write the passphrase first.' : null;
}

function sealParams({ encrypt, isLocked, passphrase }: RemoteDraft): Pick<Params<'remote.check'>, 'encrypt' | 'passphrase'> {
  if (isLocked) return passphrase === '' ? {} : { passphrase };
  return encrypt ? { encrypt, passphrase } : {};
}

export function checkParams(draft: RemoteDraft): Params<'remote.check'> {
  const url = addressOf(draft);
  if (draft.kind === 'folder') return { url, ...sealParams(draft) };
  const endpoint = draft.endpoint.trim();
  return {
    url,
    ...sealParams(draft),
    ...(endpoint === '' ? {} : { endpoint }),
    ...(draft.credentials === 'key-file' ? { keyFile: draft.keyFile.trim() } : { credentials: draft.credentials }),
  };
}

export function addParams(draft: RemoteDraft): Params<'remote.add'> {
  const { name, keepKey, limit } = draft;
  return { ...checkParams(draft), name, keepKey, bytesPerSecond: limit === null ? null : Math.round(limit * 1_000_000) };
}
