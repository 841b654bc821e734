import { createHash } from 'node:crypto';

/** One version of an object, or the mark of its deletion. */
export interface S3Version {
  readonly key: string;
  readonly versionId: string;
  /** Null: it was deleted. */
  readonly bytes: Buffer | null;
  readonly etag: string;
}

export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, headers: Record<string, string> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Objects of one bucket, with their versions where it keeps them. */
export class S3Objects {
  readonly bucket: string;
  readonly region: string;
  versioning = false;
  /** By key, the newest first. */
  private readonly versions = new Map<string, S3Version[]>();
  private lastVersion = 0;

  constructor(bucket: string, region: string) {
    this.bucket = bucket;
    this.region = region;
  }

  put(key: string, bytes: Buffer, { parts = 1 } = {}): S3Version {
    const md5 = createHash('md5').update(bytes).digest('hex');
    return this.add(key, bytes, parts === 1 ? `"${md5}"` : `"${md5}-${parts}"`);
  }

  delete(key: string): void {
    if (this.versioning) this.add(key, null, '');
    else this.versions.delete(key);
  }

  /** Forgets all versions but the newest, as a rule of the bucket's life does. */
  expire(key: string): void {
    this.versions.set(key, (this.versions.get(key) ?? []).slice(0, 1));
  }

  get(key: string, versionId: string | null): S3Version & { readonly bytes: Buffer } {
    const all = this.versions.get(key) ?? [];
    if (versionId !== null && !/^(null|v\d+)$/.test(versionId)) throw new S3Refusal(400, 'InvalidArgument');
    const found = versionId === null ? all[0] : all.find((version) => version.versionId === versionId);
    if (found === undefined) throw new S3Refusal(404, versionId === null ? 'NoSuchKey' : 'NoSuchVersion');
    const { bytes } = found;
    if (bytes === null) throw versionId === null ? new S3Refusal(404, 'NoSuchKey', { 'x-amz-delete-marker': 'true' }) : new S3Refusal(405, 'MethodNotAllowed');
    return { ...found, bytes };
  }

  /** In the order of the keys' UTF-8 bytes, each with its versions from the newest on. */
  all(prefix: string): readonly (S3Version & { readonly isLatest: boolean })[] {
    const keys = [...this.versions.keys()].filter((key) => key.startsWith(prefix)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return keys.flatMap((key) => (this.versions.get(key) ?? []).map((version, index) => ({ ...version, isLatest: index === 0 })));
  }

  private add(key: string, bytes: Buffer | null, etag: string): S3Version {
    const version = { key, bytes, etag, versionId: this.versioning ? `v${++this.lastVersion}` : 'null' };
    const before = this.versions.get(key) ?? [];
    this.versions.set(key, [version, ...(this.versioning ? before : before.filter(({ versionId }) => versionId !== 'null'))]);
    return version;
  }
}
