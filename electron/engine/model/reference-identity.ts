/**
 * What a source offers as the identity of one content. Digests in lower-case hex; ETags as the server writes them, with quotes and `W/`;
 * times as ISO 8601.
 */
export interface ReferenceIdentity {
  readonly sha256?: string;
  readonly md5?: string;
  readonly crc32c?: string;
  /** Of Cloud Storage: never the same for two contents of one object. */
  readonly generation?: string;
  /** Of S3, where the bucket keeps versions. */
  readonly versionId?: string;
  readonly etag?: string;
  readonly modifiedAt?: string;
}

type IdentityKey = keyof ReferenceIdentity;

/** The form in which entries keep an identity. */
export type IdentityRecord = Readonly<Record<string, string>>;

/** What is known of one content. */
export interface IdentifiedContent {
  /** Bytes; null where the source does not tell. */
  readonly size: number | null;
  readonly identity: IdentityRecord;
}

/**
 * Whether two contents of one place are the same. `by` is what told so: a key of the identity, or the size. A proof is a digest, a name that the source gives to
 * one content only, or a strong ETag; a hint is a weak ETag or a time, which servers may leave alone when bytes change.
 */
export type IdentityComparison =
  | { readonly verdict: 'same' | 'changed'; readonly by: IdentityKey | 'size'; readonly isProof: boolean }
  /** Nothing of both can be compared. */
  | { readonly verdict: 'unknown' };

const digests = ['sha256', 'md5', 'crc32c'] as const;
const names = ['generation', 'versionId'] as const;

/** The typed view of what an entry keeps; keys that are not known here are left out. */
export function identityOf(record: IdentityRecord): ReferenceIdentity {
  const known: readonly IdentityKey[] = [...digests, ...names, 'etag', 'modifiedAt'];
  return Object.fromEntries(known.flatMap((key) => (record[key] === undefined ? [] : [[key, record[key]] as const])));
}

/** The form for an entry, without what is undefined. */
export function identityRecord(identity: { readonly [Key in IdentityKey]?: string | undefined }): IdentityRecord {
  return Object.fromEntries(Object.entries(identity).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Compares what a version recorded with what lies there now. Both orders give the same. */
export function compareContents(a: IdentifiedContent, b: IdentifiedContent): IdentityComparison {
  const [one, other] = [identityOf(a.identity), identityOf(b.identity)];
  if (a.size !== null && b.size !== null && a.size !== b.size) return { verdict: 'changed', by: 'size', isProof: true };
  // The same name is the same content; another name may be the same bytes put again, which digests tell.
  for (const key of names) if (one[key] !== undefined && one[key] === other[key]) return proof('same', key);
  for (const key of digests) {
    if (one[key] !== undefined && other[key] !== undefined) return proof(one[key] === other[key] ? 'same' : 'changed', key);
  }
  return compareTags(one, other) ?? compareNames(one, other) ?? compareHints(one, other) ?? { verdict: 'unknown' };
}

/** Whether a source can be held to this very content while it is read from any offset on. */
export function isPinned(record: IdentityRecord): boolean {
  const { generation, versionId, etag } = identityOf(record);
  return generation !== undefined || versionId !== undefined || (etag !== undefined && !isWeak(etag));
}

/** A weak ETag stands for contents that mean the same, not for bytes. */
export function isWeak(etag: string): boolean {
  return etag.startsWith('W/');
}

function compareTags(one: ReferenceIdentity, other: ReferenceIdentity): IdentityComparison | null {
  if (one.etag === undefined || other.etag === undefined || isWeak(one.etag) || isWeak(other.etag)) return null;
  return proof(one.etag === other.etag ? 'same' : 'changed', 'etag');
}

function compareNames(one: ReferenceIdentity, other: ReferenceIdentity): IdentityComparison | null {
  const key = names.find((name) => one[name] !== undefined && other[name] !== undefined);
  return key === undefined ? null : proof('changed', key);
}

function compareHints(one: ReferenceIdentity, other: ReferenceIdentity): IdentityComparison | null {
  const opaque = (etag: string | undefined): string | undefined => etag?.replace(/^W\//, '');
  const [etag, otherEtag] = [opaque(one.etag), opaque(other.etag)];
  if (etag !== undefined && otherEtag !== undefined) return hint(etag === otherEtag ? 'same' : 'changed', 'etag');
  if (one.modifiedAt === undefined || other.modifiedAt === undefined) return null;
  return hint(one.modifiedAt === other.modifiedAt ? 'same' : 'changed', 'modifiedAt');
}

function proof(verdict: 'same' | 'changed', by: IdentityKey): IdentityComparison {
  return { verdict, by, isProof: true };
}

function hint(verdict: 'same' | 'changed', by: IdentityKey): IdentityComparison {
  return { verdict, by, isProof: false };
}
