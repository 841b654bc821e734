import { Failure } from './failure.ts';

/** A JSON value; numbers are finite. */
export type MetadataValue =
  | string
  | number
  | boolean
  | null
  | readonly MetadataValue[]
  | { readonly [key: string]: MetadataValue };

/** Typed facts about a version: at most 100 keys. */
export type Metadata = Readonly<Record<string, MetadataValue>>;

export const maximumMetadataKeys = 100;
/** Lists and objects inside each other. */
export const maximumMetadataDepth = 20;

/** Checks metadata that came from outside; throws Failure `metadata.invalid`. */
export function checkMetadata(value: Readonly<Record<string, unknown>>): Metadata {
  const keys = Object.keys(value);
  if (keys.length > maximumMetadataKeys) {
    throw new Failure('metadata.invalid', `Metadata can hold at most ${maximumMetadataKeys} keys, not ${keys.length}.`);
  }
  for (const key of keys) {
    if (key.trim() === '' || key.length > 256) {
      throw new Failure('metadata.invalid', `"${key}" cannot be a metadata key: use 1 to 256 characters.`, { key });
    }
    checkValue(key, value[key], 0);
  }
  return value as Metadata;
}

function checkValue(key: string, value: unknown, depth: number): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value === 'number') {
    throw new Failure('metadata.invalid', `The metadata "${key}" is ${value}; only finite numbers can be kept.`, { key });
  }
  if (typeof value === 'object' && depth < maximumMetadataDepth) {
    for (const inner of Object.values(value)) checkValue(key, inner, depth + 1);
    return;
  }
  if (typeof value === 'object') throw new Failure('metadata.invalid', `The metadata "${key}" is nested too deeply.`, { key });
  throw new Failure('metadata.invalid', `The metadata "${key}" is not a JSON value.`, { key });
}
