import type { Entry, FileEntry, ReferenceEntry } from '../model/entry.ts';

/** An entry as it stands under `contents` of a manifest of Weights & Biases. */
export interface WandbEntry {
  readonly digest: string;
  readonly size?: number;
  /** Where the bytes are; missing for content of the artifact itself. */
  readonly ref?: string;
  readonly extra?: Readonly<Record<string, string>>;
}

/** Null: such manifests have nothing of the kind (links, empty folders). `md5Of` gives the MD5 of a file's content in base64. */
export function wandbEntry(entry: Entry, md5Of: (file: FileEntry) => string): WandbEntry | null {
  switch (entry.kind) {
    case 'file':
      return { digest: md5Of(entry), size: entry.size };
    case 'reference':
      return wandbReference(entry);
    case 'link':
    case 'directory':
      return null;
  }
}

/**
 * As `add_reference` writes it: the digest is the ETag where there is one, or else the strongest thing that the source gave; with nothing, as with `checksum=False`, it is
 * the URI. A generation or version id stands in `extra` as `versionID`.
 */
function wandbReference({ uri, size, identity }: ReferenceEntry): WandbEntry {
  const { etag, generation, versionId, ...others } = identity;
  const versionID = versionId ?? generation;
  const digest = etag ?? others['sha256'] ?? others['md5'] ?? others['crc32c'] ?? generation ?? versionId ?? others['lastModified'] ?? uri;
  const extra = { ...(etag === undefined ? {} : { etag }), ...(versionID === undefined ? {} : { versionID }), ...others };
  return { digest, ref: uri, ...(size === null ? {} : { size }), ...(Object.keys(extra).length === 0 ? {} : { extra }) };
}
