import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { mayReach, type AddressKind } from '../engine/model/reference-place.ts';
import { addressKind } from './network-address.ts';

/** An address that nobody may be sent to, as the connection tells it. The call that meets it knows what to say. */
export class ForbiddenAddress extends Error {
  readonly kind: Exclude<AddressKind, 'public'>;
  readonly canAsk: boolean;

  constructor(kind: Exclude<AddressKind, 'public'>, canAsk: boolean) {
    super(`the address is ${kind}`);
    this.kind = kind;
    this.canAsk = canAsk;
  }
}

export type Lookup = (hostname: string, options: LookupOptions, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

/** Connections that are only made to addresses that were judged. */
export interface GuardedAgents {
  /** The agent for a call to `url`. Throws ForbiddenAddress where the host itself is an address that may not be reached. */
  agentFor(url: URL, isPermitted: boolean): HttpAgent;
  /** Closes what is open. */
  close(): void;
}

/**
 * Names are resolved within the connection, and what was judged is what is connected to: a name that means something else a moment later changes nothing. Connections that were
 * permitted are kept apart, so that no other call is ever given one.
 */
export function createGuardedAgents(lookup: Lookup = systemLookup as unknown as Lookup): GuardedAgents {
  const made = new Map<string, HttpAgent>();
  const options = { keepAlive: true, maxSockets: 32, maxFreeSockets: 8, timeout: 60_000 };
  return {
    agentFor(url, isPermitted) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0) judge(addressKind(host), isPermitted);
      const name = `${url.protocol}${isPermitted}`;
      const Agent = url.protocol === 'https:' ? HttpsAgent : HttpAgent;
      const agent = made.get(name) ?? new Agent({ ...options, lookup: guarded(lookup, isPermitted) as never } as never);
      made.set(name, agent);
      return agent;
    },
    close: () => made.forEach((agent) => agent.destroy()),
  };
}

function guarded(lookup: Lookup, isPermitted: boolean) {
  return (hostname: string, options: LookupOptions, done: (error: Error | null, address: LookupAddress[] | string, family?: number) => void): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      try {
        const allowed = allowedOf(addresses, isPermitted);
        if (options.all === true) return done(null, allowed);
        const [first] = allowed;
        return done(null, first?.address ?? '', first?.family);
      } catch (refusal) {
        return done(refusal as Error, []);
      }
    });
  };
}

/** Of several addresses those that may be reached. */
function allowedOf(addresses: readonly LookupAddress[], isPermitted: boolean): LookupAddress[] {
  const allowed = addresses.filter(({ address }) => mayReach(addressKind(address), isPermitted) === 'allowed');
  const [refused] = addresses;
  if (allowed.length === 0 && refused !== undefined) judge(addressKind(refused.address), isPermitted);
  return allowed;
}

function judge(kind: AddressKind, isPermitted: boolean): void {
  const verdict = mayReach(kind, isPermitted);
  if (verdict !== 'allowed' && kind !== 'public') throw new ForbiddenAddress(kind, verdict === 'ask');
}
