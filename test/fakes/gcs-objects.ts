import { checkPreconditions, int64 } from './gcs-preconditions.ts';
import { ApiRefusal, noObject } from './gcs-refusal.ts';
import { proveSums, sumsOf, type SaidSums, type Sums } from './gcs-sums.ts';

/** One generation of an object as the server keeps it. */
export interface StoredObject {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sums: Sums;
  /** Sums that its sender told. */
  readonly said: SaidSums;
  readonly generation: bigint;
  readonly metageneration: number;
  readonly timeCreated: string;
  readonly updated: string;
  /** When it was replaced or deleted in a bucket that keeps old generations; null: it is the live one. */
  readonly timeDeleted: string | null;
  readonly componentCount: number | null;
  readonly metadata: ObjectMetadata;
}

/** What a client may say of an object. */
export interface ObjectMetadata extends SaidSums {
  readonly name?: string;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly metadata?: Readonly<Record<string, string>> | null;
}

export interface SourceObject {
  readonly name: string;
  readonly generation?: string;
  readonly objectPreconditions?: { readonly ifGenerationMatch?: string };
}

/** Objects of one bucket: what they are and when they may change. Nothing here knows of HTTP. */
export class GcsObjects {
  readonly bucket: string;
  /** The live ones. */
  readonly objects = new Map<string, StoredObject>();
  /** Whether what is replaced or deleted stays readable by its generation. */
  versioning = false;
  private readonly noncurrent = new Map<string, StoredObject[]>();
  private lastGeneration = 0n;
  private readonly now: () => number;

  constructor(bucket: string, now: () => number) {
    this.bucket = bucket;
    this.now = now;
  }

  get isEmpty(): boolean {
    return this.objects.size === 0 && this.noncurrent.size === 0;
  }

  get(query: URLSearchParams, name: string): StoredObject {
    const found = this.generationOf(query, name);
    checkPreconditions(query, found, { isRead: true, bucket: this.bucket, name });
    if (found === undefined) throw noObject(this.bucket, name);
    return found;
  }

  put(query: URLSearchParams, name: string, bytes: Buffer, metadata: ObjectMetadata, componentCount: number | null = null): StoredObject {
    checkPreconditions(query, this.objects.get(name), { isRead: false, bucket: this.bucket, name });
    const sums = sumsOf(bytes);
    proveSums(sums, metadata);
    const time = this.time();
    this.retire(name);
    this.lastGeneration = BigInt(Math.max(this.now() * 1000, Number(this.lastGeneration) + 1));
    const { name: _, md5Hash, crc32c, ...rest } = metadata;
    const said = { ...(md5Hash !== undefined && { md5Hash }), ...(crc32c !== undefined && { crc32c }) };
    const stored = { name, bytes, sums, said, generation: this.lastGeneration, metageneration: 1, timeCreated: time, updated: time, timeDeleted: null, componentCount, metadata: rest };
    this.objects.set(name, stored);
    return stored;
  }

  /** Changes what is said of an object: field by field, or all of it at once. */
  describe(query: URLSearchParams, name: string, change: ObjectMetadata, how: 'patch' | 'update'): StoredObject {
    const present = this.generationOf(query, name);
    checkPreconditions(query, present, { isRead: false, bucket: this.bucket, name });
    if (present === undefined) throw noObject(this.bucket, name);
    const { name: _, md5Hash: __, crc32c: ___, ...said } = change;
    const merged = how === 'update' ? said : { ...present.metadata, ...said, ...(said.metadata && { metadata: { ...present.metadata.metadata, ...said.metadata } }) };
    const metadata = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)) as ObjectMetadata;
    const described = { ...present, metageneration: present.metageneration + 1, updated: this.time(), metadata };
    if (present.timeDeleted === null) this.objects.set(name, described);
    else this.noncurrent.set(name, (this.noncurrent.get(name) ?? []).map((old) => (old.generation === present.generation ? described : old)));
    return described;
  }

  /** Without a generation a bucket that keeps old ones keeps this one too; with one it is gone for good. */
  delete(query: URLSearchParams, name: string): void {
    const found = this.generationOf(query, name);
    checkPreconditions(query, found, { isRead: false, bucket: this.bucket, name });
    if (found === undefined) throw noObject(this.bucket, name);
    if (!query.has('generation')) return this.retire(name);
    if (found.timeDeleted === null) this.objects.delete(name);
    else this.keepNoncurrent(name, (this.noncurrent.get(name) ?? []).filter(({ generation }) => generation !== found.generation));
  }

  compose(query: URLSearchParams, name: string, sources: readonly SourceObject[], metadata: ObjectMetadata): StoredObject {
    if (sources.length === 0 || sources.length > 32) throw new ApiRefusal(400, 'invalid', 'The number of source components provided is not between 1 and 32.');
    const parts = sources.map(({ name: source, generation, objectPreconditions }) => {
      const match = objectPreconditions?.ifGenerationMatch;
      const asked = { ...(generation !== undefined && { generation }), ...(match !== undefined && { ifGenerationMatch: match }) };
      return this.get(new URLSearchParams(asked), source);
    });
    const count = parts.reduce((sum, part) => sum + (part.componentCount ?? 1), 0);
    return this.put(query, name, Buffer.concat(parts.map((part) => part.bytes)), metadata, count);
  }

  /** All generations that are kept, live and old, in the order of their names' UTF-8 bytes and their age. */
  all(versions: boolean): StoredObject[] {
    const names = [...new Set([...this.objects.keys(), ...(versions ? this.noncurrent.keys() : [])])];
    return names
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .flatMap((name) => {
        const live = this.objects.get(name);
        return [...(versions ? (this.noncurrent.get(name) ?? []) : []), ...(live === undefined ? [] : [live])];
      });
  }

  /** An object's resource. Composed objects have no MD5. */
  resource(object: StoredObject): Record<string, unknown> {
    return {
      kind: 'storage#object',
      id: `${this.bucket}/${object.name}/${object.generation}`,
      name: object.name,
      bucket: this.bucket,
      generation: String(object.generation),
      metageneration: String(object.metageneration),
      storageClass: 'STANDARD',
      size: String(object.bytes.length),
      crc32c: object.sums.crc32c,
      ...(object.componentCount === null ? { md5Hash: object.sums.md5 } : { componentCount: object.componentCount }),
      etag: etagOf(object),
      timeCreated: object.timeCreated,
      updated: object.updated,
      ...(object.timeDeleted !== null && { timeDeleted: object.timeDeleted }),
      ...object.metadata,
    };
  }

  private generationOf(query: URLSearchParams, name: string): StoredObject | undefined {
    const asked = int64(query, 'generation');
    const live = this.objects.get(name);
    if (asked === null || live?.generation === asked) return live;
    return this.noncurrent.get(name)?.find(({ generation }) => generation === asked);
  }

  private retire(name: string): void {
    const live = this.objects.get(name);
    this.objects.delete(name);
    if (live === undefined || !this.versioning) return;
    this.keepNoncurrent(name, [...(this.noncurrent.get(name) ?? []), { ...live, timeDeleted: this.time() }]);
  }

  private keepNoncurrent(name: string, kept: StoredObject[]): void {
    if (kept.length === 0) this.noncurrent.delete(name);
    else this.noncurrent.set(name, kept);
  }

  private time(): string {
    return new Date(this.now()).toISOString();
  }
}

export function etagOf({ generation, metageneration }: StoredObject): string {
  return Buffer.from(`${generation}/${metageneration}`).toString('base64');
}
