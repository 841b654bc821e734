import { changedSource, missingSource } from '../engine/model/reference-failure.ts';
import { identityRecord } from '../engine/model/reference-identity.ts';
import type { Failure } from '../engine/model/failure.ts';
import type { SourceObject } from '../engine/ports/reference-source.ts';
import { callGcs, type GcsGround } from './gcs-objects.ts';

/** An object as it is asked for. */
export interface GcsObjectAddress {
  readonly ground: GcsGround;
  readonly uri: string;
  readonly key: string;
}

/** What the API says of an object. */
export interface ObjectResource {
  readonly name?: string;
  readonly size?: string | number;
  readonly generation?: string | number;
  readonly md5Hash?: string;
  readonly crc32c?: string;
}

/** Throws when it does not say what its documentation promises. */
export function objectOf(uri: string, name: string, { size, generation, md5Hash, crc32c }: ObjectResource): SourceObject {
  const bytes = Number(size);
  if (!Number.isSafeInteger(bytes) || generation === undefined) throw new Error('Cloud Storage described an object without size or generation');
  return { uri, name, size: bytes, identity: identityRecord({ generation: String(generation), md5: hexOf(md5Hash), crc32c: hexOf(crc32c) }) };
}

export function hexOf(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
}

/** What lies there; null when nothing does, or nothing of that generation. */
export async function presentOf({ ground, uri, key }: GcsObjectAddress, generation: string | undefined, signal: AbortSignal | undefined): Promise<SourceObject | null> {
  if (key === '') return null;
  const file = (await ground.client()).bucket(ground.bucket).file(key, generation === undefined ? {} : { generation });
  return callGcs(
    ground,
    { action: 'read', key, signal },
    async () => {
      const [resource] = await file.getMetadata();
      return objectOf(uri, '', resource as ObjectResource);
    },
    { missing: () => null },
  );
}

/** Why the recorded generation cannot be read. */
export async function whyNot(object: GcsObjectAddress, signal: AbortSignal | undefined): Promise<Failure> {
  const present = await presentOf(object, undefined, signal);
  return present === null ? missingSource(object.uri) : changedSource(object.uri, 'it was overwritten, and the bucket does not keep what was there before');
}
