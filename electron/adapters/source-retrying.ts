import { isPinned } from '../engine/model/reference-identity.ts';
import type { ReferenceSource, SourceReadRequest } from '../engine/ports/reference-source.ts';
import { createTries, retried, type RetryOptions } from './retries.ts';

/**
 * A source that tries again what may go well a little later, with growing pauses. A read goes on behind its last byte where the source can be held to the content, so a long one
 * may meet any number of troubles; what was put together so is not proven as a whole any more: its reader has the digests. Lists are tried again page by page, by those who
 * know pages.
 */
export function createRetryingSource(inner: ReferenceSource, options: RetryOptions): ReferenceSource {
  return {
    list: (uri, request) => inner.list(uri, request),
    stat: (uri, request) => retried(options, request.signal, () => inner.stat(uri, request)),
    read: (uri, request) => readOn(inner, options, uri, request),
  };
}

async function* readOn(inner: ReferenceSource, options: RetryOptions, uri: string, request: SourceReadRequest): AsyncGenerator<Uint8Array> {
  const { range, size, identity, signal } = request;
  const tries = createTries(options);
  for (let given = 0; ; ) {
    try {
      for await (const piece of inner.read(uri, given === 0 ? request : { ...request, range: restOf(range, size, given) })) {
        given += piece.length;
        tries.gotOn();
        yield piece;
      }
      return;
    } catch (error) {
      if (given > 0 && !isPinned(identity)) throw error;
      await tries.again(error, signal);
    }
  }
}

function restOf(range: SourceReadRequest['range'], size: number | null, given: number): NonNullable<SourceReadRequest['range']> {
  const { offset, length } = range ?? { offset: 0, length: size ?? Number.MAX_SAFE_INTEGER };
  return { offset: offset + given, length: Math.max(length - given, 0) };
}
