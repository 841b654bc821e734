import { ApiRefusal, conditionFailed, noObject, notModified } from './gcs-refusal.ts';

/** What preconditions look at. */
export interface Numbered {
  readonly generation: bigint;
  readonly metageneration: number;
}

/** A whole number of a query, as text in JSON too: they are 64 bits wide. */
export function int64(query: URLSearchParams, key: string): bigint | null {
  const text = query.get(key);
  if (text === null) return null;
  if (!/^-?\d+$/.test(text)) throw new ApiRefusal(400, 'invalidParameter', `Invalid value for ${key}: "${text}"`);
  return BigInt(text);
}

/**
 * Refuses unless all preconditions of a query hold for what is there. Generation 0 stands for "nothing is there". A reader gets 304 where
 * something is still what it knows, everybody else 412.
 */
export function checkPreconditions(query: URLSearchParams, present: Numbered | undefined, { isRead, bucket, name }: { readonly isRead: boolean; readonly bucket: string; readonly name: string }): void {
  const generation = present?.generation ?? 0n;
  const match = int64(query, 'ifGenerationMatch');
  if (match !== null && match !== generation) throw present === undefined && isRead ? noObject(bucket, name) : conditionFailed();
  const metaMatch = int64(query, 'ifMetagenerationMatch');
  if (metaMatch !== null && metaMatch !== BigInt(present?.metageneration ?? -1)) throw conditionFailed();
  const unchanged = isRead ? notModified() : conditionFailed();
  if (int64(query, 'ifGenerationNotMatch') === generation) throw unchanged;
  if (present !== undefined && int64(query, 'ifMetagenerationNotMatch') === BigInt(present.metageneration)) throw unchanged;
}

/** The preconditions on the source of a copy, in the words of those on a target. */
export function sourceQuery(query: URLSearchParams): URLSearchParams {
  const named = [...query].flatMap(([key, value]): [string, string][] => {
    if (key === 'sourceGeneration') return [['generation', value]];
    return key.startsWith('ifSource') ? [[key.replace('ifSource', 'if'), value]] : [];
  });
  return new URLSearchParams(named);
}
