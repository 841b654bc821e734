import { deniedSource, lostInRedirects, notPermitted, unavailableSource, unsupportedSource } from '../engine/model/reference-failure.ts';
import { isPermitted, type ReferencePlace } from '../engine/model/reference-place.ts';
import type { SourceRequest } from '../engine/ports/reference-source.ts';
import { ForbiddenAddress, type GuardedAgents } from './guarded-agents.ts';
import { askOverHttp, type HttpAnswer } from './http-exchange.ts';

/** How servers are talked to. */
export interface HttpGround {
  readonly agents: GuardedAgents;
  /** ms without any movement after which a server counts as gone. */
  readonly silence: number;
}

export interface HttpCall extends SourceRequest {
  readonly method: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
}

const mostRedirects = 10;
const redirects = new Set([301, 302, 303, 307, 308]);

/** The answer of whoever has what a URI names: redirects are followed by hand, and each hop is judged anew. */
export async function follow(ground: HttpGround, uri: string, call: HttpCall): Promise<HttpAnswer> {
  const seen = new Set<string>();
  for (let url = new URL(uri); ; ) {
    seen.add(url.href);
    const answer = await askOnce(ground, uri, url, call);
    const { location } = answer.headers;
    if (!redirects.has(answer.status) || location === undefined) return answer;
    answer.drop();
    url = nextHop(uri, url, location);
    if (seen.has(url.href)) throw lostInRedirects(uri, 'its redirects go round in a circle');
    if (seen.size > mostRedirects) throw lostInRedirects(uri, `it was redirected more than ${mostRedirects} times`);
  }
}

async function askOnce({ agents, silence }: HttpGround, uri: string, url: URL, { method, headers = {}, permitted, signal }: HttpCall): Promise<HttpAnswer> {
  try {
    const agent = agents.agentFor(url, isPermitted(permitted, url.origin));
    return await askOverHttp({ method, url, headers, agent, silence, signal, uri });
  } catch (error) {
    if (error instanceof ForbiddenAddress) throw notPermitted(uri, url.origin as ReferencePlace, error.kind, error.canAsk);
    throw error;
  }
}

/** Where a redirect leads. Neither the target's query nor its path is ever told: it may be a signed link. Throws Failure `reference.redirects` for where nobody is sent. */
export function nextHop(uri: string, from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw lostInRedirects(uri, 'it is redirected to something that is no address');
  const to = new URL(location, from);
  to.hash = '';
  if (to.protocol !== 'http:' && to.protocol !== 'https:') throw lostInRedirects(uri, `it is redirected to something that is no server (${to.protocol})`);
  if (to.username !== '' || to.password !== '') throw lostInRedirects(uri, 'it is redirected to an address with a password in it');
  if (from.protocol === 'https:' && to.protocol === 'http:') throw lostInRedirects(uri, `it is redirected from https to http (${to.host}), where anybody on the way could change it`);
  return to;
}

/** What a status means that is neither the content nor "there is no such thing". */
export function refusalOf(uri: string, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): Error {
  if (status === 401) return deniedSource(uri, 'the server wants to know who asks, and no keys are kept for servers');
  if (status === 402 || status === 403 || status === 451) return deniedSource(uri, `the server does not let you have it (${status})`);
  if (status === 408 || status === 425 || status === 429 || status >= 500) return unavailableSource(uri, status, retryAfterOf(headers['retry-after']));
  return unsupportedSource(uri, `the server answers with ${status}`);
}

/** ms; null when the server did not say. It says seconds, or a date. */
function retryAfterOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (seconds >= 0) return seconds * 1000;
  const until = Date.parse(text) - Date.now();
  return until >= 0 ? until : null;
}
