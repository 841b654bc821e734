import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import { permittedPlaces } from './permission.ts';

/**
 * At most `limit` bytes from the start of what a reference names, and nothing behind them is asked for. They are not proven: digests cover the whole. Throws the
 * Failures of `ReferenceSource.read`.
 */
export async function readReferenceBeginning(core: Core, artifact: Artifact, { uri, identity, size }: ReferenceEntry, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const permitted = permittedPlaces(core, artifact, uri);
  for await (const part of core.references.read(uri, { identity, size, permitted, range: { offset: 0, length: limit } })) {
    parts.push(part.slice(0, limit - length));
    length += parts.at(-1)?.length ?? 0;
    if (length >= limit) break;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
