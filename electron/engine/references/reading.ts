import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import { Failure, type FailureCode } from '../model/failure.ts';
import { identityOf } from '../model/reference-identity.ts';
import type { ContentProof } from '../ports/delivery.ts';
import { permittedPlaces } from './permission.ts';

/** The content that a reference names, from an offset on. Throws what `isOfOne` tells when it is not to be had. */
export function readReference(core: Core, artifact: Artifact, entry: ReferenceEntry, offset: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const { uri, identity, size } = entry;
  const range = offset === 0 ? {} : { range: { offset, length: (size ?? Number.MAX_SAFE_INTEGER) - offset } };
  return core.references.read(uri, { identity, size, permitted: permittedPlaces(core, artifact, uri), signal, ...range });
}

/** At most `limit` bytes from its start; no more is asked for. */
export async function readReferenceBeginning(core: Core, artifact: Artifact, { uri, identity, size }: ReferenceEntry, limit: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(limit, size ?? limit));
  let at = 0;
  const request = { identity, size, permitted: permittedPlaces(core, artifact, uri), range: { offset: 0, length: bytes.length } };
  for await (const piece of core.references.read(uri, request)) {
    bytes.set(piece.subarray(0, bytes.length - at), at);
    at += Math.min(piece.length, bytes.length - at);
    if (at === bytes.length) break;
  }
  return bytes.subarray(0, at);
}

/** What a source said of the whole content that bytes can be held against. */
export function proofsOf(entry: ReferenceEntry): ContentProof[] {
  const identity = identityOf(entry.identity);
  return (['sha256', 'md5', 'crc32c'] as const).flatMap((algorithm) => {
    const hex = identity[algorithm];
    return hex === undefined ? [] : [{ algorithm, hex }];
  });
}

/** Whether a failure concerns one reference or one source, and others may go well all the same. */
export function isOfOne(error: unknown): error is Failure {
  return error instanceof Failure && ofOne.has(error.code);
}

const ofOne: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'reference.uri-invalid',
  'reference.credentials',
  'reference.missing',
  'reference.changed',
  'reference.denied',
  'reference.not-permitted',
  'reference.offline',
  'reference.unavailable',
  'reference.redirects',
  'reference.unsupported',
]);
