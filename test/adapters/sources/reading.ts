import { createReferenceSource, type ReferenceSourceOptions } from '../../../electron/adapters/reference-source-node.ts';
import { Failure } from '../../../electron/engine/model/failure.ts';
import type { ReferenceSource, SourceObject, SourceReadRequest } from '../../../electron/engine/ports/reference-source.ts';
import { createHastyClock } from '../../fakes/clock-hasty.ts';

/** Sources as the engine opens them, whose pauses take no time. */
export function openSource(options: Partial<ReferenceSourceOptions> = {}): ReferenceSource {
  return createReferenceSource({ clock: createHastyClock(), random: () => 0.5, environment: {}, ...options });
}

export async function readAll(source: ReferenceSource, uri: string, request: Partial<SourceReadRequest> = {}): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source.read(uri, { permitted: [], identity: {}, size: null, ...request })) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

export async function listAll(source: ReferenceSource, uri: string, permitted: readonly string[] = []): Promise<SourceObject[]> {
  const found: SourceObject[] = [];
  for await (const page of source.list(uri, { permitted })) found.push(...page);
  return found;
}

/** What a call failed with. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it went well');
}
