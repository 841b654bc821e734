import { createHash } from 'node:crypto';

/** One object as the server keeps it. */
export interface StoredObject {
  readonly name: string;
  readonly bytes: Buffer;
  readonly generation: bigint;
  readonly metageneration: number;
  readonly timeCreated: string;
  readonly updated: string;
  readonly componentCount: number | null;
  readonly metadata: ObjectMetadata;
}

/** What a client may say of an object. */
export interface ObjectMetadata {
  readonly name?: string;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly md5Hash?: string;
  readonly crc32c?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An answer that is an error, in the words of the JSON API. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** CRC-32C in base64, big-endian, as the API tells it. */
export function crc32cOf(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = ((crcTable[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)) >>> 0;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return sum.toString('base64');
}

export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64');
}

const noObject = (bucket: string, name: string): ApiRefusal => new ApiRefusal(404, 'notFound', `No such object: ${bucket}/${name}`);
const failed = (): ApiRefusal => new ApiRefusal(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.');

/** Objects of one bucket: what they are and when they may change. Nothing here knows of HTTP. */
export class GcsObjects {
  readonly bucket: string;
  readonly objects = new Map<string, StoredObject>();
  private lastGeneration = 0n;
  private readonly now: () => number;

  constructor(bucket: string, now: () => number) {
    this.bucket = bucket;
    this.now = now;
  }

  /** Refuses unless all preconditions of a query hold for what is there. `reading` tells 304 from 412. */
  check(query: URLSearchParams, name: string, reading: boolean): void {
    const present = this.objects.get(name);
    const generation = present?.generation ?? 0n;
    const asked = (key: string): bigint | null => (query.has(key) ? BigInt(query.get(key) as string) : null);
    const match = asked('ifGenerationMatch');
    if (match !== null && match !== generation) throw present === undefined && reading ? noObject(this.bucket, name) : failed();
    const metaMatch = asked('ifMetagenerationMatch');
    if (metaMatch !== null && metaMatch !== BigInt(present?.metageneration ?? -1)) throw failed();
    const unchanged = reading ? new ApiRefusal(304, 'notModified', 'Not Modified') : failed();
    if (asked('ifGenerationNotMatch') === generation) throw unchanged;
    if (present !== undefined && asked('ifMetagenerationNotMatch') === BigInt(present.metageneration)) throw unchanged;
  }

  get(query: URLSearchParams, name: string): StoredObject {
    const present = this.objects.get(name);
    const asked = query.get('generation');
    if (present === undefined || (asked !== null && BigInt(asked) !== present.generation)) throw noObject(this.bucket, name);
    this.check(query, name, true);
    return present;
  }

  put(query: URLSearchParams, name: string, bytes: Buffer, metadata: ObjectMetadata, componentCount: number | null = null): StoredObject {
    this.check(query, name, false);
    proveSums(bytes, metadata);
    const time = new Date(this.now()).toISOString();
    this.lastGeneration = BigInt(Math.max(this.now() * 1000, Number(this.lastGeneration) + 1));
    const stored = { name, bytes, generation: this.lastGeneration, metageneration: 1, timeCreated: time, updated: time, componentCount, metadata };
    this.objects.set(name, stored);
    return stored;
  }

  patch(query: URLSearchParams, name: string, change: ObjectMetadata): StoredObject {
    const present = this.get(query, name);
    const updated = new Date(this.now()).toISOString();
    const patched = { ...present, metageneration: present.metageneration + 1, updated, metadata: { ...present.metadata, ...change } };
    this.objects.set(name, patched);
    return patched;
  }

  delete(query: URLSearchParams, name: string): void {
    const present = this.objects.get(name);
    const asked = query.get('generation');
    if (present === undefined || (asked !== null && BigInt(asked) !== present.generation)) throw noObject(this.bucket, name);
    this.check(query, name, false);
    this.objects.delete(name);
  }

  compose(query: URLSearchParams, name: string, sources: readonly { name: string; generation?: string }[], metadata: ObjectMetadata): StoredObject {
    if (sources.length === 0 || sources.length > 32) throw new ApiRefusal(400, 'invalid', 'The number of source components provided is not between 1 and 32.');
    const parts = sources.map((source) => this.get(new URLSearchParams(source.generation === undefined ? {} : { generation: source.generation }), source.name));
    const count = parts.reduce((sum, part) => sum + (part.componentCount ?? 1), 0);
    return this.put(query, name, Buffer.concat(parts.map((part) => part.bytes)), metadata, count);
  }

  /** A page of names in the order of their UTF-8 bytes. */
  list(query: URLSearchParams): { items: StoredObject[]; prefixes: string[]; nextPageToken: string | undefined } {
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const start = query.get('startOffset') ?? '';
    const end = query.get('endOffset') ?? '';
    const most = Math.min(Number(query.get('maxResults') ?? 1000), 1000);
    const after = query.has('pageToken') ? Buffer.from(query.get('pageToken') as string, 'base64').toString() : '';
    const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix) && name >= start && (end === '' || name < end));
    const found = new Map<string, StoredObject | null>();
    for (const name of names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
      const cut = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
      const shown = cut === -1 ? name : name.slice(0, cut + delimiter.length);
      if (shown <= after) continue;
      found.set(shown, cut === -1 ? (this.objects.get(name) as StoredObject) : null);
    }
    const page = [...found].slice(0, most);
    const last = page.at(-1)?.[0];
    return {
      items: page.flatMap(([, object]) => (object === null ? [] : [object])),
      prefixes: page.flatMap(([name, object]) => (object === null ? [name] : [])),
      nextPageToken: found.size > most && last !== undefined ? Buffer.from(last).toString('base64') : undefined,
    };
  }

  /** An object's resource. Composed objects have no MD5. */
  resource(object: StoredObject): Record<string, unknown> {
    const { md5Hash: _, crc32c: __, name: ___, ...said } = object.metadata;
    return {
      kind: 'storage#object',
      id: `${this.bucket}/${object.name}/${object.generation}`,
      name: object.name,
      bucket: this.bucket,
      generation: String(object.generation),
      metageneration: String(object.metageneration),
      storageClass: 'STANDARD',
      size: String(object.bytes.length),
      crc32c: crc32cOf(object.bytes),
      ...(object.componentCount === null ? { md5Hash: md5Of(object.bytes) } : { componentCount: object.componentCount }),
      etag: Buffer.from(`${object.generation}/${object.metageneration}`).toString('base64'),
      timeCreated: object.timeCreated,
      updated: object.updated,
      ...said,
    };
  }
}

function proveSums(bytes: Buffer, { md5Hash, crc32c }: ObjectMetadata): void {
  if (md5Hash !== undefined && md5Hash !== md5Of(bytes)) {
    throw new ApiRefusal(400, 'invalid', `Provided MD5 hash "${md5Hash}" doesn't match calculated MD5 hash "${md5Of(bytes)}".`);
  }
  if (crc32c !== undefined && crc32c !== crc32cOf(bytes)) {
    throw new ApiRefusal(400, 'invalid', `Provided CRC32C "${crc32c}" doesn't match calculated CRC32C "${crc32cOf(bytes)}".`);
  }
}
