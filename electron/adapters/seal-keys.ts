import { bucketKey, isBucketKey, type BucketKey } from '../engine/model/bucket-key.ts';
import type { Bucket, BucketEntry, BucketRequest, ListRequest } from '../engine/ports/bucket.ts';
import { headerLength, longHeaderLength, openLongKey, plainSize } from './seal-content.ts';
import { createNameSeal, isLongName, joined } from './seal-names.ts';
import type { SealRing } from './seal-ring.ts';

/** Where a plain key lies. */
export interface SealedPlace {
  readonly name: BucketKey;
  /** Its name only stands for the key, which is in the content's header. */
  readonly isLong: boolean;
  /** Bytes before the sealed content. */
  readonly head: number;
}

/** Keys of a sealed bucket, there and back. */
export interface SealedKeys {
  /** Throws a RangeError for what is no key. */
  place(key: BucketKey): SealedPlace;
  /** What lies at the place of a key, as its plain entry. */
  plain(key: BucketKey, entry: BucketEntry): BucketEntry;
  /** All plain entries of the folder of a prefix, in no order; those before the time of `after` may be missing. */
  below(prefix: string, request: ListRequest): Promise<BucketEntry[]>;
  /** In no order. */
  children(prefix: string, request: BucketRequest): Promise<Set<string>>;
}

/** Holds the sealed keys themselves, so nothing in it is secret. */
export const plainKey = bucketKey('format.json');

const time = /^[0-9a-f]{12}(?![^-])/;

export function createSealedKeys(inner: Bucket, ring: SealRing): SealedKeys {
  const names = createNameSeal(ring.names);

  function place(key: BucketKey): SealedPlace {
    if (!isBucketKey(key)) throw new RangeError(`not a key: ${JSON.stringify(String(key).slice(0, 80))}`);
    const segments = key.split('/');
    const { path, segments: sealed } = names.path(segments);
    const isLong = sealed < segments.length;
    return { name: bucketKey(isLong ? joined(path, names.long(key)) : path), isLong, head: headOf(isLong) };
  }

  function plain(key: BucketKey, entry: BucketEntry): BucketEntry {
    const isLong = isLongName(lastOf(entry.key));
    return { ...entry, key, size: plainSize(entry.size, headOf(isLong)) ?? 0 };
  }

  async function longKey(name: BucketKey, { signal }: BucketRequest): Promise<BucketKey | null> {
    const found = await inner.read(name, { range: { offset: 0, length: longHeaderLength }, limit: longHeaderLength, signal });
    const key = found && openLongKey(ring, Buffer.from(found.bytes), name);
    return key !== null && isBucketKey(key) && place(key).name === name ? key : null;
  }

  /** `folders`: those that were opened already, sealed to plain; null for what is none of ours. */
  function openedFolder(path: string, folders: Map<string, string | null>): string | null {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const parent = openedFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))), folders);
    const name = parent === null ? null : names.open(parent, lastOf(path));
    const opened = parent === null || name === null ? null : joined(parent, name);
    folders.set(path, opened);
    return opened;
  }

  async function openedKey(name: BucketKey, folders: Map<string, string | null>, request: BucketRequest): Promise<BucketKey | null> {
    if (name === plainKey) return name;
    const last = lastOf(name);
    if (isLongName(last)) return longKey(name, request);
    const parent = openedFolder(name.slice(0, Math.max(0, name.lastIndexOf('/'))), folders);
    const segment = parent === null ? null : names.open(parent, last);
    return parent === null || segment === null ? null : (joined(parent, segment) as BucketKey);
  }

  return {
    place,
    plain,
    async below(prefix, request) {
      const folder = folderOf(prefix);
      const { path, segments } = names.path(folder);
      const after = segments === folder.length ? sealedAfter(folder.join('/'), path, request.after) : undefined;
      const folders = new Map<string, string | null>([['', '']]);
      const found: BucketEntry[] = [];
      for await (const entry of inner.list(path === '' ? '' : `${path}/`, { signal: request.signal, after })) {
        const key = await openedKey(entry.key, folders, request);
        if (key !== null) found.push(key === plainKey ? entry : plain(key, entry));
      }
      return found;
    },
    async children(prefix, request) {
      const folder = folderOf(prefix);
      const { path, segments } = names.path(folder);
      const children = new Set<string>();
      const below = path === '' ? '' : `${path}/`;
      if (segments === folder.length) {
        for await (const name of inner.children(below, request)) children.add(names.open(folder.join('/'), name) ?? '');
        children.delete('');
      }
      for await (const { key: name } of inner.list(`${below}l`, { signal: request.signal })) {
        const key = isLongName(name.slice(below.length)) ? await longKey(name, request) : null;
        const rest = key?.startsWith(prefix) === true ? key.slice(prefix.length).split('/') : [];
        if (rest.length > 1) children.add(rest[0] ?? '');
      }
      return children;
    },
  };
}

function headOf(isLong: boolean): number {
  return isLong ? longHeaderLength : headerLength;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The whole segments of a prefix. */
function folderOf(prefix: string): string[] {
  return prefix.split('/').slice(0, -1);
}

/** Names with a time in front keep their order, and all others come after them: a list after a time can begin there. */
function sealedAfter(folder: string, path: string, after: BucketKey | undefined): BucketKey | undefined {
  const before = folder === '' ? '' : `${folder}/`;
  if (after === undefined || folder === 'artifacts' || !after.startsWith(before)) return undefined;
  const found = time.exec(after.slice(before.length));
  return found === null ? undefined : bucketKey(joined(path, found[0]));
}
