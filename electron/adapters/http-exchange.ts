import { request as plainRequest, type Agent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secretRequest } from 'node:https';
import { offlineSource } from '../engine/model/reference-failure.ts';
import { ForbiddenAddress } from './guarded-agents.ts';

export interface HttpAsk {
  readonly method: 'GET' | 'HEAD';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
  /** ms without any movement, while somebody waits, after which the server counts as gone. */
  readonly silence: number;
  readonly signal: AbortSignal | undefined;
  /** What failures call it. */
  readonly uri: string;
}

/** An answer whose body is read once, to its end or until it is left; or which is dropped unread. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  drop(): void;
}

const untrusted = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|EPROTO|ERR_SSL_)/;

/**
 * One request and its answer; nothing is followed or tried again. Throws ForbiddenAddress, the signal's reason, or Failure `reference.offline` for everything that keeps
 * a whole answer from coming.
 */
export async function askOverHttp(ask: HttpAsk): Promise<HttpAnswer> {
  ask.signal?.throwIfAborted();
  const options: RequestOptions = { method: ask.method, agent: ask.agent, headers: { 'User-Agent': 'strata', 'Accept-Encoding': 'identity', ...ask.headers } };
  const request = (ask.url.protocol === 'https:' ? secretRequest : plainRequest)(ask.url, options);
  const patience = watch(request, ask);
  try {
    const response = await patience.during(answerTo(request));
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: piecesOf(response, ask, patience),
      drop: () => {
        patience.end();
        request.destroy();
      },
    };
  } catch (error) {
    patience.end();
    request.destroy();
    throw readable(error, ask);
  }
}

/** The first bytes of a body, at most `limit`; for the words of a refusal. */
export async function beginningOf({ body }: HttpAnswer, limit: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length >= limit) break;
  }
  return Buffer.concat(pieces).toString().slice(0, limit);
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.end();
  });
}

interface Patience {
  /** Waits for something; rejects when the call is aborted or nothing comes for too long. */
  during<T>(waited: Promise<T>): Promise<T>;
  end(): void;
}

function watch(request: ClientRequest, { silence, signal, uri }: HttpAsk): Patience {
  let breakOff: (reason: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject;
  });
  broken.catch(() => undefined);
  const stop = (reason: unknown): void => {
    breakOff(reason);
    request.destroy();
  };
  const onAbort = (): void => stop(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    async during(waited) {
      waited.catch(() => undefined);
      const timer = setTimeout(() => stop(offlineSource(uri, 'it does not answer any more')), silence);
      try {
        return await Promise.race([waited, broken]);
      } finally {
        clearTimeout(timer);
      }
    },
    end: () => signal?.removeEventListener('abort', onAbort),
  };
}

async function* piecesOf(response: IncomingMessage, ask: HttpAsk, patience: Patience): AsyncGenerator<Uint8Array> {
  const iterator = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const next = await patience.during(iterator.next());
      if (next.done === true) break;
      yield next.value;
    }
    if (!response.complete) throw offlineSource(ask.uri, 'the connection was cut');
  } catch (error) {
    throw readable(error, ask);
  } finally {
    patience.end();
    // A connection whose answer was read to its end stays open for the next one.
    if (!response.complete) response.destroy();
  }
}

/** What went wrong, in words; what is not the network's passes. */
function readable(error: unknown, { signal, uri }: HttpAsk): unknown {
  if (signal?.aborted === true) return signal.reason;
  const parts = error instanceof AggregateError ? error.errors : [error];
  const forbidden = parts.find((part) => part instanceof ForbiddenAddress);
  if (forbidden !== undefined) return forbidden;
  const code = (parts[0] as { code?: unknown } | null)?.code;
  if (typeof code !== 'string' || code.includes('.')) return error;
  if (untrusted.test(code)) return offlineSource(uri, `the connection is not to be trusted (${code})`, error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return offlineSource(uri, 'there is no network, or no such server', error);
  return offlineSource(uri, code === 'ECONNRESET' ? 'the connection was cut' : `the connection failed (${code})`, error);
}
