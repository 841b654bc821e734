import { int64 } from './gcs-preconditions.ts';
import { GcsObjects } from './gcs-objects.ts';
import { ApiRefusal, conditionFailed, noBucket, notModified } from './gcs-refusal.ts';

interface StoredBucket {
  readonly objects: GcsObjects;
  readonly timeCreated: string;
  metageneration: number;
}

export interface BucketMetadata {
  readonly name?: string;
  readonly versioning?: { readonly enabled?: boolean } | null;
}

/** The buckets of a server. */
export class GcsBuckets {
  private readonly buckets = new Map<string, StoredBucket>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  insert({ name, versioning }: BucketMetadata): GcsObjects {
    if (name === undefined || !/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(name)) throw new ApiRefusal(400, 'invalid', `Invalid bucket name: '${name ?? ''}'`);
    if (this.buckets.has(name)) throw new ApiRefusal(409, 'conflict', 'Your previous request to create the named bucket succeeded and you already own it.');
    const objects = new GcsObjects(name, this.now);
    objects.versioning = versioning?.enabled === true;
    this.buckets.set(name, { objects, metageneration: 1, timeCreated: new Date(this.now()).toISOString() });
    return objects;
  }

  objectsOf(name: string): GcsObjects {
    return this.found(name).objects;
  }

  get(query: URLSearchParams, name: string): Record<string, unknown> {
    this.check(query, name, true);
    return this.resource(name);
  }

  patch(query: URLSearchParams, name: string, { versioning }: BucketMetadata): Record<string, unknown> {
    const bucket = this.check(query, name, false);
    if (versioning !== undefined) bucket.objects.versioning = versioning?.enabled === true;
    bucket.metageneration += 1;
    return this.resource(name);
  }

  delete(query: URLSearchParams, name: string): void {
    if (!this.check(query, name, false).objects.isEmpty) throw new ApiRefusal(409, 'conflict', 'The bucket you tried to delete is not empty.');
    this.buckets.delete(name);
  }

  /** Takes it away with all that is in it, as no request can. */
  lose(name: string): void {
    this.buckets.delete(name);
  }

  list(query: URLSearchParams): Record<string, unknown> {
    const prefix = query.get('prefix') ?? '';
    const items = [...this.buckets.keys()].filter((name) => name.startsWith(prefix)).sort().map((name) => this.resource(name));
    return { kind: 'storage#buckets', ...(items.length > 0 && { items }) };
  }

  private found(name: string): StoredBucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw noBucket();
    return bucket;
  }

  private check(query: URLSearchParams, name: string, isRead: boolean): StoredBucket {
    const bucket = this.found(name);
    const match = int64(query, 'ifMetagenerationMatch');
    if (match !== null && match !== BigInt(bucket.metageneration)) throw conditionFailed();
    if (int64(query, 'ifMetagenerationNotMatch') === BigInt(bucket.metageneration)) throw isRead ? notModified() : conditionFailed();
    return bucket;
  }

  private resource(name: string): Record<string, unknown> {
    const { objects, metageneration, timeCreated } = this.found(name);
    return {
      kind: 'storage#bucket',
      id: name,
      name,
      location: 'EU',
      storageClass: 'STANDARD',
      metageneration: String(metageneration),
      timeCreated,
      ...(objects.versioning && { versioning: { enabled: true } }),
    };
  }
}
